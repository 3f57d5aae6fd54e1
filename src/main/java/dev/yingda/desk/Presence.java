package dev.yingda.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.yingda.conversation.AgentId;

import org.jspecify.annotations.Nullable;

/// Who is on shift: what each agent said, and whether a connection stands behind it. An agent with no connection is
/// offline, whatever was said; the last word comes back with the connection.
final class Presence {

    /// What an agent says of himself.
    enum Status {
        ONLINE, BUSY, OFFLINE
    }

    private static final class Seat {
        private int connections;
        private Status said = Status.ONLINE;
        private @Nullable Instant goneSince;
    }

    private final Map<AgentId, Seat> seats = new TreeMap<>();

    synchronized void connected(AgentId agent) {
        Seat seat = seats.computeIfAbsent(agent, _ -> new Seat());
        seat.connections++;
        seat.goneSince = null;
    }

    synchronized void disconnected(AgentId agent, Instant now) {
        Seat seat = seats.get(agent);
        if (seat != null && --seat.connections <= 0) {
            seat.connections = 0;
            seat.goneSince = now;
        }
    }

    synchronized void say(AgentId agent, Status status) {
        seats.computeIfAbsent(agent, _ -> new Seat()).said = status;
    }

    synchronized Status of(AgentId agent) {
        Seat seat = seats.get(agent);
        return seat == null || seat.connections == 0 ? Status.OFFLINE : seat.said;
    }

    synchronized boolean anyoneOnline() {
        return seats.values().stream().anyMatch(seat -> seat.connections > 0 && seat.said == Status.ONLINE);
    }

    /// Whether the agent has had no connection for at least this long. One never seen since the start counts as gone
    /// since then.
    synchronized boolean gone(AgentId agent, Duration atLeast, Instant now, Instant start) {
        Seat seat = seats.get(agent);
        if (seat != null && seat.connections > 0) {
            return false;
        }
        Instant since = seat == null || seat.goneSince == null ? start : seat.goneSince;
        return !since.plus(atLeast).isAfter(now);
    }

    /// Agents with a connection.
    synchronized List<AgentId> present() {
        List<AgentId> present = new ArrayList<>();
        seats.forEach((agent, seat) -> {
            if (seat.connections > 0) {
                present.add(agent);
            }
        });
        return present;
    }
}
