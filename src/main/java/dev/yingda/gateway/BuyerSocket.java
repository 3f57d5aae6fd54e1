package dev.yingda.gateway;

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
    private final Set<ConversationId> own = new HashSet<>();
    private final Map<ConversationId, Integer> positions = new HashMap<>();
    private @Nullable BuyerId buyer;

    BuyerSocket(ServerWebSocket ws, Context context, Rooms rooms, Subscriptions subscriptions, RateLimit messages,
            Suggestions suggestions) {
        super(ws, context, rooms, Views.Eyes.BUYER, subscriptions);
        this.messages = messages;
        this.suggestions = suggestions;
    }

    private BuyerId buyer() {
        return java.util.Objects.requireNonNull(buyer);
    }

    @Override
    void stillAllowed() {
        // A visitor token outlives any socket by months; it is checked at the next auth.
    }

    /// What a client knows of one conversation, and what it is told of it.
    private record Place(ConversationId conversation, int epoch, long seq, boolean recovered, long from, long shown) {
    }

    @Override
    void authenticate(ClientFrame.Auth auth) {
        rooms.blocking(() -> {
            Optional<BuyerId> who = rooms.access().buyer(auth.token());
            return who.map(id -> Map.entry(id, places(id, auth.resume())));
        }, (known, failure) -> run(() -> {
            if (failure != null || known.isEmpty()) {
                close(CloseCode.NOT_AUTHENTICATED);
            } else if (subscriptions.connections(known.get().getKey()) >= CONNECTIONS) {
                error(null, "rate-limited", "too many connections of this buyer", true, 30_000);
                close(CloseCode.RATE_LIMITED);
            } else {
                signedIn(known.get().getKey(), known.get().getValue());
            }
        }));
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

    private void signedIn(BuyerId id, List<Place> places) {
        buyer = id;
        subscriptions.add(id, this);
        welcome(Json.object("type", "ready", "session", id.value(), "who", Json.object("buyer", id.value()),
                "conversations",
                places.stream()
                        .map(place -> Json.object("conversation", place.conversation().value(), "epoch", place.epoch(),
                                "seq", place.seq(), "recovered", place.recovered()))
                        .toList()));
        for (Place place : places) {
            own.add(place.conversation());
            feed.follow(place.conversation(), place.from(), place.shown(), place.recovered());
        }
        queued(rooms.desk().positions());
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
            case ClientFrame.Typing typing -> pass(typing.conversation(),
                    Json.object("type", "typing", "conversation", typing.conversation().value(), "from", "buyer"));
            case ClientFrame.Seen seen -> pass(seen.conversation(), Json.object("type", "seen", "conversation",
                    seen.conversation().value(), "seq", seen.seq(), "from", "buyer"));
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

    /// Passes a passing sign to the agents who follow; never stored.
    private void pass(ConversationId conversation, ObjectNode frame) {
        if (feed.follows(conversation)) {
            subscriptions.followers(conversation).stream().filter(AgentSocket.class::isInstance)
                    .forEach(socket -> socket.run(() -> socket.write(frame)));
        }
    }

    /// Tells the buyer the place in the waiting list, when it changed.
    ///
    /// @param waiting the place of each buyer who waits, from 1
    void queued(Map<ConversationId, Integer> waiting) {
        for (ConversationId conversation : own) {
            int position = waiting.getOrDefault(conversation, 0);
            Integer before = positions.put(conversation, position);
            if (position > 0 && (before == null || before != position)) {
                write(Json.object("type", "queue", "conversation", conversation.value(), "position", position,
                        "expectedWaitMs", null));
            }
        }
    }

    @Override
    void left() {
        subscriptions.remove(buyer(), this);
    }
}
