package dev.yingda.gateway;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.yingda.access.BlockedBuyers.Blocked;
import dev.yingda.access.Permission;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.ConversationId;
import dev.yingda.gateway.Route.Door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;

/// Blocking buyers. Whoever serves one may block that one; who may see all conversations may block and have back anybody.
final class BlockRoutes {

    private static final String PATH = "/api/v1/blocked-buyers";
    private static final int MAX_REASON = 200;

    private final Rooms rooms;
    private final Consumer<BuyerId> changed;

    /// @param changed is told whom it concerned
    BlockRoutes(Rooms rooms, Consumer<BuyerId> changed) {
        this.rooms = rooms;
        this.changed = changed;
    }

    List<Route> routes() {
        Door supervisors = new Door.Needs(Permission.SEE_CONVERSATIONS, null);
        return List.of(
                new Route(HttpMethod.GET, PATH, supervisors, "Who is blocked, the latest first", "", this::list),
                new Route(HttpMethod.POST, PATH,
                        new Door.Needs(Permission.ANSWER_BUYERS, Permission.SEE_CONVERSATIONS),
                        "Block the buyer of a conversation: the socket is closed with 4105 and no other one is opened",
                        "conversation, reason", this::block),
                new Route(HttpMethod.DELETE, PATH + "/:buyer", supervisors, "Have a buyer back", "", this::unblock));
    }

    private Answer list(Call call) {
        call.only();
        return Answer.ok(Json.object("blocked",
                rooms.access().blocked().all().stream().map(BlockRoutes::shown).toList()));
    }

    private static ObjectNode shown(Blocked blocked) {
        return Json.object("buyer", blocked.buyer(), "buyerName", Views.buyerName(new BuyerId(blocked.buyer())),
                "reason",
                blocked.reason(), "by", blocked.by(), "at", blocked.at());
    }

    private Answer block(Call call) {
        Fields fields = call.fields();
        String id = fields.text("conversation", 1, 64);
        String reason = fields.text("reason", 1, MAX_REASON);
        fields.end();
        Optional<Conversation> found = conversation(id).filter(
                state -> call.caller().may(Permission.SEE_CONVERSATIONS) || state.servedBy(call.caller().agent()));
        if (found.isEmpty()) {
            return Answer.notFound();
        }
        BuyerId buyer = found.get().buyer();
        String who = call.caller().account().name();
        if (rooms.access().blocked().block(buyer.value(), reason, who)) {
            rooms.access().audit().record(who, "buyer.block", buyer.value(), id);
            changed.accept(buyer);
        }
        return Answer.nothing();
    }

    private Optional<Conversation> conversation(String id) {
        try {
            return rooms.conversations().find(new ConversationId(id));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Answer unblock(Call call) {
        call.fields().end();
        String buyer = call.part("buyer");
        if (!rooms.access().blocked().unblock(buyer)) {
            return Answer.notFound();
        }
        rooms.access().audit().record(call.caller().account().name(), "buyer.unblock", buyer, "");
        changed.accept(new BuyerId(buyer));
        return Answer.nothing();
    }
}
