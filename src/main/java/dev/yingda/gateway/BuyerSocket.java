package dev.yingda.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.Command;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Outcome;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/// A buyer's socket. A buyer sees and does only what belongs to the buyer's own conversations.
final class BuyerSocket extends Socket {

    private static final int CONVERSATIONS = 5;
    private static final int CONNECTIONS = 5;
    private final RateLimit messages;
    private final Suggestions suggestions;
    private final Identity identity;
    private final Set<ConversationId> own = new HashSet<>();
    private @Nullable BuyerId buyer;

    BuyerSocket(ServerWebSocket ws, Context context, Rooms rooms, Subscriptions subscriptions, RateLimit messages,
            Suggestions suggestions, Identity identity) {
        super(ws, context, rooms, Views.Eyes.BUYER, subscriptions);
        this.messages = messages;
        this.suggestions = suggestions;
        this.identity = identity;
    }

    private BuyerId buyer() {
        return java.util.Objects.requireNonNull(buyer);
    }

    @Override
    void stillAllowed() {
        // A token is checked at the next auth; who is blocked is closed at once.
    }

    /// What a client knows of one conversation, and what it is told of it.
    private record Place(ConversationId conversation, int epoch, long seq, boolean recovered, long from, long shown) {
    }

    /// What a token says: whose it is with the places of that buyer's conversations, or nobody's.
    private record Known(@Nullable BuyerId buyer, List<Place> places, boolean expired) {
    }

    @Override
    void authenticate(ClientFrame.Auth auth) {
        rooms.blocking(() -> known(auth), (known, failure) -> run(() -> {
            if (failure != null) {
                closeForStore();
                return;
            }
            BuyerId id = known.buyer();
            if (id == null) {
                close(known.expired() ? CloseCode.TOKEN_EXPIRED : CloseCode.NOT_AUTHENTICATED);
            } else if (subscriptions.others(id, auth.session()) >= CONNECTIONS) {
                error(null, "rate-limited", "too many connections of this buyer", true, 30_000);
                close(CloseCode.RATE_LIMITED);
            } else {
                signedIn(id, auth.session(), known.places());
            }
        }));
    }

    /// Reads a token, a visitor's or one by which the shop vouches. Blocks.
    private Known known(ClientFrame.Auth auth) {
        Optional<BuyerId> visitor = rooms.access().buyer(auth.token());
        if (visitor.isPresent()) {
            return new Known(visitor.get(), places(visitor.get(), auth.resume()), false);
        }
        return switch (identity.read(auth.token())) {
            case Identity.Read.Vouched read -> new Known(read.buyer(), places(read.buyer(), auth.resume()), false);
            case Identity.Read.Expired _ -> new Known(null, List.of(), true);
            case Identity.Read.Wrong _ -> new Known(null, List.of(), rooms.access().hasExpired(auth.token()));
        };
    }

    private List<Place> places(BuyerId id, List<ClientFrame.Resume> resume) {
        List<Place> places = new ArrayList<>();
        for (ConversationId conversation : rooms.log().ofBuyer(id, CONVERSATIONS)) {
            rooms.conversations().find(conversation)
                    .ifPresent(state -> places.add(place(state, resume.stream()
                            .filter(one -> one.conversation().equals(conversation)).findFirst())));
        }
        return places;
    }

    private Place place(Conversation state, Optional<ClientFrame.Resume> resume) {
        Conversation.Position position = state.position();
        boolean recovered = resume.filter(one -> one.epoch() == position.epoch() && one.seq() <= position.seq())
                .isPresent();
        long from = recovered ? resume.orElseThrow().seq() : position.seq();
        long shown = recovered ? from : Views.lastShown(rooms.log(), state.id(), from + 1, eyes);
        return new Place(state.id(), position.epoch(), position.seq(), recovered, from, shown);
    }

    private void signedIn(BuyerId id, @Nullable String asked, List<Place> places) {
        buyer = id;
        enter("buyer " + id, asked);
        subscriptions.add(id, this);
        // Only now: who is blocked from here on is closed as one of the buyer's sockets.
        if (rooms.access().blocked().isBlocked(id.value())) {
            close(CloseCode.BLOCKED);
            return;
        }
        welcome(ServerFrames.ready(session(), ServerFrames.buyer(id.value()), places.stream().map(
                place -> ServerFrames.place(place.conversation(), place.epoch(), place.seq(), place.recovered()))
                .toList()));
        for (Place place : places) {
            own.add(place.conversation());
            feed.follow(place.conversation(), place.from(), place.shown(), place.recovered());
        }
        Map<ConversationId, Integer> waiting = rooms.desk().positions();
        for (Place place : places) {
            Integer position = waiting.get(place.conversation());
            if (position != null) {
                queued(place.conversation(), position, rooms.desk().expectedWait(position).orElse(null));
            }
        }
    }

    @Override
    void handle(ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Send send -> send(send);
            case ClientFrame.HandOff handOff -> answer(handOff.id(),
                    rooms.conversations().handle(new Command.AskForPerson(buyer(), handOff.conversation())));
            case ClientFrame.Rate rate -> answer(rate.id(), rooms.conversations().handle(new Command.Rate(buyer(),
                    rate.conversation(), rate.stars(), rate.of(), rate.comment())));
            case ClientFrame.Helpful helpful -> answer(helpful.id(), rooms.conversations().handle(
                    new Command.MarkHelpful(buyer(), helpful.conversation(), helpful.seq(), helpful.yes())));
            case ClientFrame.Ack ack -> feed.acked(ack);
            case ClientFrame.History asked -> {
                if (isOwn(asked.id(), asked.conversation())) {
                    history(asked);
                }
            }
            case ClientFrame.Suggest suggest -> suggestions.toBuyer(this, suggest, buyer().value());
            case ClientFrame.Typing typing -> pass(typing.conversation(), AgentSocket.class,
                    ServerFrames.typing(typing, "buyer"));
            case ClientFrame.Seen seen ->
                pass(seen.conversation(), AgentSocket.class, ServerFrames.seen(seen, "buyer"));
            case ClientFrame.Auth _,ClientFrame.Ping _,ClientFrame.Pong _,ClientFrame.Take _,ClientFrame.Release _,ClientFrame.Transfer _,ClientFrame.Close _,ClientFrame.Reopen _,ClientFrame.Status _,ClientFrame.Classify _,ClientFrame.Mark _,ClientFrame.Watch _,ClientFrame.Unwatch _ ->
                refuseFrame(frame);
        }
    }

    private void send(ClientFrame.Send send) {
        if (send.kind() != null || send.note()) {
            refuseFrame(send);
            return;
        }
        long wait = messages.take(buyer().value());
        if (wait > 0) {
            error(send.id(), "rate-limited", "too many messages; try again in a moment", true, wait);
            return;
        }
        answer(send.id(), rooms.conversations().handle(new Command.BuyerSays(buyer(), send.conversation(),
                send.clientMessageId(), send.text(), send.entry(), send.about())));
    }

    /// A conversation of this buyer began, here or on another page of the same buyer.
    void began(ConversationId conversation) {
        own.add(conversation);
        feed.follow(conversation, 0, 0, false);
    }

    @Override
    void done(Outcome.Done done) {
        own.add(done.conversation());
    }

    private boolean isOwn(long id, ConversationId conversation) {
        if (own.contains(conversation) || feed.follows(conversation)) {
            return true;
        }
        error(id, "not-found", "there is no such conversation", false, 0);
        return false;
    }

    /// Tells the buyer the place in the waiting list.
    ///
    /// @param expected how long it may take, null if that is not known
    void queued(ConversationId conversation, int position, @Nullable Duration expected) {
        write(ServerFrames.queue(conversation, position, expected == null ? null : expected.toMillis()));
    }

    @Override
    void left() {
        subscriptions.remove(buyer(), this);
    }
}
