package dev.yingda.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.yingda.access.Permission;
import dev.yingda.conversation.About;
import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.Command;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;

import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/// An agent's socket. An agent sees the buyers who wait and those served; a supervisor sees all.
final class AgentSocket extends Socket {

    private final Suggestions suggestions;
    private final Set<ConversationId> watched = new HashSet<>();
    private @Nullable SignedIn signedIn;

    AgentSocket(ServerWebSocket ws, Context context, Rooms rooms, Subscriptions subscriptions,
            Suggestions suggestions) {
        super(ws, context, rooms, Views.Eyes.AGENT, subscriptions);
        this.suggestions = suggestions;
    }

    private SignedIn who() {
        return Objects.requireNonNull(signedIn);
    }

    AgentId agent() {
        return who().agent();
    }

    @Override
    void stillAllowed() {
        rooms.blocking(() -> rooms.access().session(who().token()), (session, failure) -> run(() -> {
            if (failure == null && session.isEmpty()) {
                close(CloseCode.TOKEN_EXPIRED);
            }
        }));
    }

    private record Place(Conversation state, boolean recovered, long from) {
    }

    @Override
    void authenticate(ClientFrame.Auth auth) {
        rooms.blocking(() -> {
            Optional<SignedIn> session = rooms.access().ticket(auth.token());
            return session.map(found -> new Known(found, places(found.agent(), auth.resume())));
        }, (known, failure) -> run(() -> {
            if (failure != null) {
                closeForStore();
            } else if (known.isEmpty()) {
                close(CloseCode.NOT_AUTHENTICATED);
            } else if (!known.get().session().may(Permission.ANSWER_BUYERS)) {
                close(CloseCode.FORBIDDEN);
            } else {
                signedIn(known.get().session(), auth.session(), known.get().places());
            }
        }));
    }

    private record Known(SignedIn session, List<Place> places) {
    }

    private List<Place> places(AgentId id, List<ClientFrame.Resume> resume) {
        List<Place> places = new ArrayList<>();
        for (Conversation state : rooms.desk().servedBy(id)) {
            Conversation.Position position = state.position();
            Optional<ClientFrame.Resume> known = resume.stream()
                    .filter(one -> one.conversation().equals(state.id()) && one.epoch() == position.epoch()
                            && one.seq() <= position.seq())
                    .findFirst();
            places.add(new Place(state, known.isPresent(),
                    known.map(ClientFrame.Resume::seq).orElse(position.seq())));
        }
        return places;
    }

    private void signedIn(SignedIn session, @Nullable String asked, List<Place> places) {
        signedIn = session;
        enter("agent " + agent(), asked);
        subscriptions.add(agent(), this);
        rooms.desk().connected(agent());
        welcome(ServerFrames.ready(session(),
                ServerFrames.agent(rooms.views().colleague(agent()), session.role()),
                places.stream().map(place -> ServerFrames.place(place.state().id(), place.state().position().epoch(),
                        place.state().position().seq(), place.recovered())).toList()));
        for (Place place : places) {
            feed.follow(place.state().id(), place.from(), place.from(), place.recovered());
        }
        write(rooms.views().desks(rooms.clock().instant()).apply(agent()));
    }

    @Override
    void handle(ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Send send -> send(send);
            case ClientFrame.Take take -> take(take);
            case ClientFrame.Release release -> act(release, new Command.Release(agent(), release.conversation()));
            case ClientFrame.Transfer transfer -> transfer(transfer);
            case ClientFrame.Close close -> act(close, new Command.Close(agent(), close.conversation()));
            case ClientFrame.Reopen reopen -> ifVisible(reopen.id(), reopen.conversation(), false,
                    () -> act(reopen, new Command.Reopen(agent(), reopen.conversation())));
            case ClientFrame.Classify classify -> ifVisible(classify.id(), classify.conversation(), true,
                    () -> act(classify,
                            new Command.Classify(agent(), classify.conversation(), classify.serviceType())));
            case ClientFrame.Mark mark -> ifVisible(mark.id(), mark.conversation(), true,
                    () -> act(mark, new Command.Mark(agent(), mark.conversation(), mark.reason())));
            case ClientFrame.Status status -> status(status);
            case ClientFrame.Ack ack -> feed.acked(ack);
            case ClientFrame.History asked ->
                ifVisible(asked.id(), asked.conversation(), false, () -> history(asked));
            case ClientFrame.Watch watch -> watch(watch);
            case ClientFrame.Unwatch unwatch -> unwatch(unwatch);
            case ClientFrame.Suggest suggest -> suggestions.toAgent(this, suggest, agent().value());
            case ClientFrame.Typing typing -> pass(typing.conversation(), BuyerSocket.class,
                    ServerFrames.typing(typing, "agent"));
            case ClientFrame.Seen seen ->
                pass(seen.conversation(), BuyerSocket.class, ServerFrames.seen(seen, "agent"));
            case ClientFrame.HandOff _,ClientFrame.Rate _,ClientFrame.Helpful _,ClientFrame.Auth _,ClientFrame.Ping _,ClientFrame.Pong _ ->
                refuseFrame(frame);
        }
    }

    private void act(ClientFrame.Request request, Command command) {
        answer(request.id(), rooms.conversations().handle(command));
    }

    private void send(ClientFrame.Send send) {
        ConversationId conversation = send.conversation();
        if (send.entry() != null || !send.about().equals(About.NOTHING)) {
            refuseFrame(send);
        } else if (conversation == null) {
            error(send.id(), "bad-frame", "conversation: an agent writes into a conversation that exists", false, 0);
        } else if (send.note()) {
            ifVisible(send.id(), conversation, false, () -> act(send,
                    new Command.AddNote(agent(), conversation, send.clientMessageId(), send.text())));
        } else {
            Event.AgentKind kind = send.kind() == null ? Event.AgentKind.TYPED : send.kind();
            act(send, new Command.AgentSays(agent(), conversation, send.clientMessageId(), send.text(), kind));
        }
    }

    private void take(ClientFrame.Take take) {
        ConversationId named = take.conversation();
        if (named != null) {
            ifVisible(take.id(), named, false, () -> act(take, new Command.Take(agent(), named)));
            return;
        }
        Optional<ConversationId> next = rooms.desk().next();
        if (next.isEmpty()) {
            error(take.id(), "not-found", "nobody is waiting", false, 0);
        } else {
            act(take, new Command.Take(agent(), next.get()));
        }
    }

    private void transfer(ClientFrame.Transfer transfer) {
        rooms.blocking(() -> rooms.access().agent(transfer.to()), (to, failure) -> run(() -> {
            if (failure != null) {
                storeFailed(transfer.id());
            } else if (to.isEmpty()) {
                error(transfer.id(), "not-found", "there is no agent of that name", false, 0);
            } else {
                act(transfer, new Command.Transfer(agent(), transfer.conversation(), to.get()));
            }
        }));
    }

    private void status(ClientFrame.Status status) {
        if (rooms.desk().say(agent(), status.status())) {
            reply(ServerFrames.ok(status.id()));
        } else {
            error(status.id(), "bad-frame", "status: online, busy or offline is expected", false, 0);
        }
    }

    /// Does the task if this agent may see the conversation: it waits, or the agent serves it, or served it last, or may
    /// see all.
    private void ifVisible(long id, ConversationId conversation, boolean toChange, Runnable task) {
        rooms.blocking(() -> rooms.conversations().find(conversation).filter(state -> visible(state, toChange)),
                (state, failure) -> run(() -> {
                    if (failure != null) {
                        storeFailed(id);
                    } else if (state.isEmpty()) {
                        error(id, "not-found", "there is no such conversation", false, 0);
                    } else {
                        task.run();
                    }
                }));
    }

    private boolean visible(Conversation state, boolean toChange) {
        return state.servedBy(agent()) || who().may(Permission.SEE_CONVERSATIONS)
                || !toChange && state.phase() == Phase.WAITING || rooms.servedOnce(agent(), state.id());
    }

    private void watch(ClientFrame.Watch watch) {
        ifVisible(watch.id(), watch.conversation(), false,
                () -> rooms.blocking(() -> rooms.conversations().find(watch.conversation()).orElseThrow(),
                        (state, failure) -> run(() -> {
                            if (failure != null) {
                                storeFailed(watch.id());
                                return;
                            }
                            Conversation.Position at = state.position();
                            watched.add(state.id());
                            reply(ServerFrames.watching(watch.id(), state.id(), at));
                            feed.follow(state.id(), at.seq(), at.seq(), false);
                        })));
    }

    private void unwatch(ClientFrame.Unwatch unwatch) {
        watched.remove(unwatch.conversation());
        boolean mine = rooms.desk().servedBy(agent()).stream()
                .anyMatch(state -> state.id().equals(unwatch.conversation()));
        if (!mine) {
            feed.unfollow(unwatch.conversation());
        }
        reply(ServerFrames.ok(unwatch.id()));
    }

    /// Whose figures this client may see; empty: everybody's.
    Optional<AgentId> only() {
        return who().may(Permission.SEE_ALL_METRICS) ? Optional.empty() : Optional.of(agent());
    }

    @Override
    void left() {
        subscriptions.remove(agent(), this);
        rooms.desk().disconnected(agent());
    }
}
