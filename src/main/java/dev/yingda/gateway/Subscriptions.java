package dev.yingda.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Conversations;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;

import org.jspecify.annotations.Nullable;

/// Which sockets are to be told of what. Events come in on the conversations' threads, in order, and are handed to each
/// socket's own context.
final class Subscriptions implements Conversations.Listener {

    private final Map<ConversationId, Set<Socket>> followers = new ConcurrentHashMap<>();
    private final Map<AgentId, Set<AgentSocket>> agents = new ConcurrentHashMap<>();
    private final Map<BuyerId, Set<BuyerSocket>> buyers = new ConcurrentHashMap<>();

    private final Map<Session, Socket> sessions = new ConcurrentHashMap<>();
    private final Supplier<String> newSession;

    /// @param newSession names for sessions, never the same twice
    Subscriptions(Supplier<String> newSession) {
        this.newSession = newSession;
    }

    @Override
    public void happened(Conversation after, List<Logged> events) {
        ConversationId conversation = after.id();
        for (BuyerSocket socket : of(buyers, after.buyer())) {
            if (events.getFirst().seq() == 1) {
                socket.run(() -> socket.began(conversation));
            }
        }
        for (Logged logged : events) {
            switch (logged.event()) {
                case Event.Assigned assigned -> begin(assigned.agent(), logged);
                case Event.Transferred transferred -> begin(transferred.agent(), logged);
                default -> {
                }
            }
        }
        followers.getOrDefault(conversation, Set.of())
                .forEach(socket -> socket.run(() -> socket.feed.offer(conversation, events)));
    }

    private void begin(AgentId agent, Logged assigned) {
        for (AgentSocket socket : of(agents, agent)) {
            socket.run(
                    () -> socket.feed.follow(assigned.conversation(), assigned.seq() - 1, assigned.seq() - 1, false));
        }
    }

    void add(ConversationId conversation, Socket socket) {
        followers.computeIfAbsent(conversation, _ -> ConcurrentHashMap.newKeySet()).add(socket);
    }

    void remove(ConversationId conversation, Socket socket) {
        followers.computeIfPresent(conversation, (_, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
    }

    Collection<Socket> followers(ConversationId conversation) {
        return followers.getOrDefault(conversation, Set.of());
    }

    void add(BuyerId buyer, BuyerSocket socket) {
        buyers.computeIfAbsent(buyer, _ -> ConcurrentHashMap.newKeySet()).add(socket);
    }

    void remove(BuyerId buyer, BuyerSocket socket) {
        buyers.computeIfPresent(buyer, (_, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
    }

    /// The buyer's connections.
    Collection<BuyerSocket> sockets(BuyerId buyer) {
        return of(buyers, buyer);
    }

    /// How many connections the buyer has besides the one that a client of this session would replace.
    int others(BuyerId buyer, @Nullable String session) {
        return (int) of(buyers, buyer).stream().filter(socket -> !socket.session().equals(session)).count();
    }

    /// What became of a client that entered.
    ///
    /// @param replaced the older connection of the same session, if there is one
    record Entered(String session, @Nullable Socket replaced) {
    }

    /// A session belongs to its owner: another's of the same name is another one.
    private record Session(String owner, String name) {
    }

    /// Gives a client the session it asks for, else a new one.
    Entered enter(String owner, @Nullable String asked, Socket socket) {
        String name = asked == null ? newSession.get() : asked;
        return new Entered(name, sessions.put(new Session(owner, name), socket));
    }

    void leave(String owner, String session, Socket socket) {
        sessions.remove(new Session(owner, session), socket);
    }

    void add(AgentId agent, AgentSocket socket) {
        agents.computeIfAbsent(agent, _ -> ConcurrentHashMap.newKeySet()).add(socket);
    }

    void remove(AgentId agent, AgentSocket socket) {
        agents.computeIfPresent(agent, (_, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
    }

    /// Every agent's sockets.
    Collection<AgentSocket> agents() {
        return agents.values().stream().flatMap(Set::stream).toList();
    }

    /// Every socket that is signed in.
    Collection<Socket> all() {
        return java.util.stream.Stream
                .<Socket>concat(agents.values().stream().flatMap(Set::stream),
                        buyers.values().stream().flatMap(Set::stream))
                .toList();
    }

    private static <K, S> Set<S> of(Map<K, Set<S>> sockets, K key) {
        return sockets.getOrDefault(key, Set.of());
    }
}
