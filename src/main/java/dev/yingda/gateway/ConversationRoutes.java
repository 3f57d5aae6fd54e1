package dev.yingda.gateway;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import dev.yingda.access.Permission;
import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Logged;
import dev.yingda.gateway.Route.Door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Conversations as lists and transcripts, and the colleagues, for the console.
final class ConversationRoutes {

    private static final int EVENTS = 200;

    private final Rooms rooms;

    ConversationRoutes(Rooms rooms) {
        this.rooms = rooms;
    }

    List<Route> routes() {
        Door agents = new Door.Needs(Permission.ANSWER_BUYERS, Permission.SEE_CONVERSATIONS);
        return List.of(
                new Route(HttpMethod.GET, "/api/v1/conversations", agents,
                        "Conversations, the latest first; all of them needs see-conversations",
                        "scope?, q?, buyer?, before?, limit?", this::list),
                new Route(HttpMethod.GET, "/api/v1/conversations/:id", agents, "One conversation with its last events",
                        "",
                        this::one),
                new Route(HttpMethod.GET, "/api/v1/agents", new Door.Needs(Permission.ANSWER_BUYERS, null),
                        "The colleagues and whether they are there", "", this::agents));
    }

    private Answer list(Call call) {
        call.only("scope", "q", "buyer", "before", "limit");
        boolean all = "all".equals(call.parameter("scope"));
        if (all && !call.caller().may(Permission.SEE_CONVERSATIONS)) {
            return Answer.error(403, "forbidden", "没有查看全部会话的权限", "your role does not permit to see all conversations");
        }
        int limit = call.number("limit", 50, 1, 200);
        @Nullable
        String buyer = call.parameter("buyer");
        List<ConversationId> ids = buyer != null
                ? rooms.log().ofBuyer(buyerId(buyer), limit)
                : rooms.log().latest(all ? null : call.caller().agent(), call.parameter("q"),
                        call.time("before", ZoneOffset.UTC),
                        limit);
        List<ObjectNode> rows = ids.stream().map(rooms.conversations()::find).flatMap(Optional::stream)
                .filter(state -> buyer == null || visible(call.caller(), state)).map(rooms.views()::summary).toList();
        return Answer.ok(Json.object("conversations", rows));
    }

    private static BuyerId buyerId(String text) {
        try {
            return new BuyerId(text);
        } catch (IllegalArgumentException e) {
            throw new Invalid("buyer", "格式不正确", String.valueOf(e.getMessage()));
        }
    }

    private Answer one(Call call) {
        call.only();
        Optional<Conversation> found = conversation(call.part("id")).filter(state -> visible(call.caller(), state));
        if (found.isEmpty()) {
            return Answer.notFound();
        }
        List<Logged> events = rooms.log().before(found.get().id(), Long.MAX_VALUE, EVENTS);
        return Answer.ok(Json.object("conversation", rooms.views().summary(found.get()), "events",
                rooms.views().frames(rooms.log(), events, Views.Eyes.AGENT)));
    }

    private Optional<Conversation> conversation(String id) {
        try {
            return rooms.conversations().find(new ConversationId(id));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean visible(SignedIn who, Conversation state) {
        return who.may(Permission.SEE_CONVERSATIONS) || state.phase() == Phase.WAITING || state.servedBy(who.agent())
                || rooms.servedOnce(who.agent(), state.id());
    }

    private Answer agents(Call call) {
        call.only();
        List<ObjectNode> agents = rooms.access().agents().stream().map(AgentId::new)
                .map(agent -> rooms.views().colleague(agent).put("status", rooms.desk().status(agent)).put("serving",
                        rooms.desk().servedBy(agent).size()))
                .toList();
        return Answer.ok(Json.object("agents", agents));
    }
}
