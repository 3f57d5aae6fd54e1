package dev.yingda.access;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import dev.yingda.store.Database;

/// Who did what, for ever. No secret and no buyer's text is ever written here.
public final class AuditLog {

    /// One line of it.
    ///
    /// @param who     the account, or `system`
    /// @param action  what was done, such as `account.create`
    /// @param subject what it was done to
    /// @param detail  what else is worth knowing
    public record Entry(long id, Instant at, String who, String action, String subject, String detail) {
    }

    private final Database database;
    private final Clock clock;

    public AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Writes a line.
    public void record(String who, String action, String subject, String detail) {
        Instant now = clock.instant();
        database.transact(connection -> {
            SqlAudit.insert(connection, new Entry(0, now, who, action, subject, detail));
            return true;
        });
    }

    /// Lines before an id (0: from the end), newest first.
    public List<Entry> page(long before, int limit) {
        return database.read(connection -> SqlAudit.page(connection, before, limit));
    }
}
