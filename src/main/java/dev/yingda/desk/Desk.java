package dev.yingda.desk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.Command;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Conversations;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;

import org.jspecify.annotations.Nullable;

/// Owner of the waiting list and of presence. All of it is derived: from the open conversations at the start, from the
/// events since, and from the agents' connections.
public final class Desk implements Conversations.Listener {

    /// How long things may take before the desk acts.
    ///
    /// @param due          a buyer's wait is due this long after it began
    /// @param requeueAfter an agent without any connection for this long loses the buyers who wait
    /// @param closeAfter   a conversation in which nobody writes and nobody waits for this long is closed
    public record Limits(Duration due, Duration requeueAfter, Duration closeAfter) {
    }

    /// What is remembered of takes, and how few and how old they may be to say anything of the next.
    private static final int TAKEN = 20;
    private static final int LEAST_TAKEN = 3;
    private static final Duration LATE = Duration.ofMinutes(30);

    private final Deque<Instant> taken = new ArrayDeque<>();
    private final Clock clock;
    private final Limits limits;
    private final Instant start;
    private final Presence presence = new Presence();
    private final Map<ConversationId, Conversation> open = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public Desk(Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
        this.start = clock.instant();
    }

    /// Fills the desk at the start with the conversations that are open.
    public void restore(List<Conversation> conversations) {
        conversations.forEach(this::place);
    }

    /// Told of changes, on the thread that made them.
    @FunctionalInterface
    public interface Watcher {

        /// @param list whether somebody came to the list, was taken or left, or an agent's presence changed; else somebody
        ///             who is there wrote
        void changed(boolean list);
    }

    /// Calls `watcher` after every change.
    public void onChange(Watcher watcher) {
        watchers.add(watcher);
    }

    @Override
    public void happened(Conversation after, List<Logged> events) {
        events.stream().filter(logged -> logged.event() instanceof Event.Assigned).forEach(_ -> took());
        Conversation before = place(after);
        changed(before == null || before.phase() != after.phase()
                || !Objects.equals(before.serving().agent(), after.serving().agent()));
    }

    /// @return what was known of it
    private @Nullable Conversation place(Conversation state) {
        return state.phase() == Phase.CLOSED ? open.remove(state.id()) : open.put(state.id(), state);
    }

    private void changed(boolean list) {
        watchers.forEach(watcher -> watcher.changed(list));
    }

    /// The buyers who wait for a person, longest waiting first.
    public List<Conversation> waiting() {
        return open.values().stream().filter(state -> state.phase() == Phase.WAITING)
                .sorted(Assignment.LONGEST_WAITING).toList();
    }

    /// The conversations this agent serves; those where the buyer waits first, longest waiting first.
    public List<Conversation> servedBy(AgentId agent) {
        return open.values().stream().filter(state -> state.servedBy(agent)).sorted(Assignment.LONGEST_WAITING)
                .toList();
    }

    /// The conversations that each agent serves, in the order of [#servedBy].
    public Map<AgentId, List<Conversation>> served() {
        Map<AgentId, List<Conversation>> served = new HashMap<>();
        for (Conversation state : open.values()) {
            AgentId agent = state.serving().agent();
            if (agent != null && state.servedBy(agent)) {
                served.computeIfAbsent(agent, _ -> new ArrayList<>()).add(state);
            }
        }
        served.values().forEach(list -> list.sort(Assignment.LONGEST_WAITING));
        return served;
    }

    /// The conversation the next free agent should take.
    public Optional<ConversationId> next() {
        return Assignment.next(waiting()).map(Conversation::id);
    }

    /// The place of each waiting buyer in the list, from 1.
    public Map<ConversationId, Integer> positions() {
        List<Conversation> list = waiting();
        Map<ConversationId, Integer> positions = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            positions.put(list.get(i).id(), i + 1);
        }
        return positions;
    }

    private void took() {
        synchronized (taken) {
            taken.addLast(clock.instant());
            if (taken.size() > TAKEN) {
                taken.removeFirst();
            }
        }
    }

    /// How long who is at this place may have to wait: as many turns as there are before, each as long as it took on average
    /// from one buyer who was taken to the next, of late. Empty while too few were taken within the last half hour.
    public Optional<Duration> expectedWait(int position) {
        synchronized (taken) {
            Instant now = clock.instant();
            List<Instant> late = taken.stream().filter(at -> at.isAfter(now.minus(LATE))).toList();
            return late.size() < LEAST_TAKEN
                    ? Optional.empty()
                    : Optional.of(Duration.between(late.getFirst(), now).dividedBy(late.size()).multipliedBy(position));
        }
    }

    /// When the wait is due, null when nobody waits.
    public @Nullable Instant dueAt(Conversation conversation) {
        Instant since = conversation.serving().waitingSince();
        return since == null || conversation.phase() == Phase.BOT ? null : since.plus(limits.due());
    }

    /// Whether any agent is there to take a buyer now.
    public boolean staffed() {
        return presence.anyoneOnline();
    }

    /// The agents with a connection, each with what they said.
    public Map<AgentId, String> agents() {
        Map<AgentId, String> agents = new java.util.TreeMap<>();
        presence.present().forEach(agent -> agents.put(agent, status(agent)));
        return agents;
    }

    /// `online`, `busy` or `offline`.
    public String status(AgentId agent) {
        return presence.of(agent).name().toLowerCase(Locale.ROOT);
    }

    /// A connection of the agent began.
    public void connected(AgentId agent) {
        presence.connected(agent);
        changed(true);
    }

    /// A connection of the agent ended.
    public void disconnected(AgentId agent) {
        presence.disconnected(agent, clock.instant());
        changed(true);
    }

    /// The agent says `online`, `busy` or `offline`.
    ///
    /// @return whether it is one of these
    public boolean say(AgentId agent, String status) {
        for (Presence.Status known : Presence.Status.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(status)) {
                presence.say(agent, known);
                changed(true);
                return true;
            }
        }
        return false;
    }

    /// What the passing of time asks for, to be called every few seconds: waiting buyers of agents who are gone go back to
    /// the list, and conversations gone quiet are closed.
    public List<Command> sweep() {
        Instant now = clock.instant();
        List<Command> commands = new ArrayList<>();
        for (Conversation state : open.values()) {
            AgentId agent = state.serving().agent();
            boolean waits = state.serving().waitingSince() != null;
            if (agent != null && waits && presence.gone(agent, limits.requeueAfter(), now, start)) {
                commands.add(new Command.Requeue(state.id(), agent));
            } else if (state.phase() != Phase.WAITING && (!waits || state.phase() == Phase.BOT)
                    && !state.latest().at().plus(limits.closeAfter()).isAfter(now)) {
                commands.add(new Command.CloseIdle(state.id()));
            }
        }
        return commands;
    }
}
