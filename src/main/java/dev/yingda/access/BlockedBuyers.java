package dev.yingda.access;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.yingda.store.Database;

/// Owner of the buyers whom the staff will not have back. All of them are kept in memory too: every `auth` asks for one.
public final class BlockedBuyers {

    /// One of them.
    ///
    /// @param reason why, in the words of who did it
    /// @param by     the account that did it
    public record Blocked(String buyer, String reason, String by, Instant at) {
    }

    private final Database database;
    private final Clock clock;
    private final Map<String, Blocked> blocked = new ConcurrentHashMap<>();

    public BlockedBuyers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        database.read(SqlBlocked::all).forEach(each -> blocked.put(each.buyer(), each));
    }

    /// Blocks a buyer. Who is blocked already stays so, for the reason given first.
    ///
    /// @return whether the buyer was not blocked before
    public synchronized boolean block(String buyer, String reason, String by) {
        if (isBlocked(buyer)) {
            return false;
        }
        Blocked fresh = new Blocked(buyer, reason, by, Instant.ofEpochMilli(clock.millis()));
        database.transact(connection -> {
            SqlBlocked.insert(connection, fresh);
            return true;
        });
        blocked.put(buyer, fresh);
        return true;
    }

    /// Has a buyer back.
    ///
    /// @return whether the buyer was blocked
    public synchronized boolean unblock(String buyer) {
        if (!isBlocked(buyer)) {
            return false;
        }
        database.transact(connection -> {
            SqlBlocked.delete(connection, buyer);
            return true;
        });
        blocked.remove(buyer);
        return true;
    }

    /// Whether the buyer is blocked. From memory.
    public boolean isBlocked(String buyer) {
        return blocked.containsKey(buyer);
    }

    /// All of them, who was blocked last first. From memory.
    public List<Blocked> all() {
        return blocked.values().stream()
                .sorted(Comparator.comparing(Blocked::at).reversed().thenComparing(Blocked::buyer))
                .toList();
    }
}
