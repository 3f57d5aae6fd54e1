package dev.yingda.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.yingda.store.Database;

/// Owner of the sessions of staff: a random token of 256 bits each, of which only the hash is stored. A session ends
/// after [#LONGEST], or [#IDLE] without use, when its account is disabled or gets another password, or by signing out.
public final class Sessions {

    /// However much it is used.
    public static final Duration LONGEST = Duration.ofHours(12);
    /// Without use.
    public static final Duration IDLE = Duration.ofHours(2);
    /// How long a ticket for a socket is good, once.
    public static final Duration TICKET = Duration.ofSeconds(30);
    private static final Duration TOUCH = Duration.ofMinutes(1);

    private record Ticket(String session, Instant until) {
    }

    /// A session that holds.
    ///
    /// @param token its secret, for those who ask again whether it still holds
    public record Session(Account account, String token) {
        @Override
        public String toString() {
            return "Session[" + account.name() + "]";
        }
    }

    private final Database database;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Ticket> tickets = new LinkedHashMap<>();

    public Sessions(Database database, Clock clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /// Opens a session.
    ///
    /// @return its token
    public String open(Account account) {
        String token = random(32);
        Instant now = clock.instant();
        database.transact(connection -> {
            SqlSessions.endOlder(connection, now.minus(LONGEST), now.minus(IDLE));
            SqlSessions.open(connection, hash(token), account.name(), now);
            return true;
        });
        return token;
    }

    private String random(int bytes) {
        byte[] token = new byte[bytes];
        random.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The session of a token, if it holds; counts as use.
    public Optional<Session> find(String token) {
        Instant now = clock.instant();
        String hash = hash(token);
        Optional<SqlSessions.Row> row = database.read(connection -> SqlSessions.find(connection, hash))
                .filter(found -> holds(found, now));
        if (row.isPresent() && row.get().usedAt().plus(TOUCH).isBefore(now)) {
            database.transact(connection -> {
                SqlSessions.used(connection, hash, now);
                return true;
            });
        }
        return row.map(found -> new Session(found.account(), token));
    }

    private static boolean holds(SqlSessions.Row row, Instant now) {
        return row.openedAt().plus(LONGEST).isAfter(now) && row.usedAt().plus(IDLE).isAfter(now)
                && !row.account().disabled();
    }
    /// Signs out.
    public void close(String token) {
        database.transact(connection -> {
            SqlSessions.end(connection, hash(token));
            return true;
        });
    }

    /// A ticket that opens one socket of this session, once, within [#TICKET].
    public synchronized String ticket(Session session) {
        Instant now = clock.instant();
        tickets.values().removeIf(ticket -> !ticket.until().isAfter(now));
        String ticket = random(24);
        tickets.put(ticket, new Ticket(session.token(), now.plus(TICKET)));
        return ticket;
    }

    /// The session of a ticket; the ticket is used up.
    public Optional<Session> redeem(String ticket) {
        Ticket found;
        synchronized (this) {
            found = tickets.remove(ticket);
        }
        return found == null || !found.until().isAfter(clock.instant()) ? Optional.empty() : find(found.session());
    }
}
