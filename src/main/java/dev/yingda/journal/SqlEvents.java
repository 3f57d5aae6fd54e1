package dev.yingda.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.EventJson;
import dev.yingda.conversation.Logged;

import org.jspecify.annotations.Nullable;

/// Reads events.
final class SqlEvents {

    private static final String COLUMNS = "SELECT e.conversation, c.epoch, e.seq, e.at, e.body FROM event e "
            + "JOIN conversation c ON c.id = e.conversation ";
    private static final int FETCH = 1_000;

    private SqlEvents() {
    }

    static List<Logged> after(Connection connection, ConversationId conversation, long seq, int limit)
            throws SQLException {
        return list(connection, COLUMNS + "WHERE e.conversation = ? AND e.seq > ? ORDER BY e.seq LIMIT ?",
                conversation.value(), seq, limit);
    }

    /// Newest first.
    static List<Logged> before(Connection connection, ConversationId conversation, long seq, int limit)
            throws SQLException {
        return list(connection, COLUMNS + "WHERE e.conversation = ? AND e.seq < ? ORDER BY e.seq DESC LIMIT ?",
                conversation.value(), seq, limit);
    }

    static Optional<Logged> sent(Connection connection, String sender, String clientMessageId) throws SQLException {
        return list(connection, COLUMNS + "WHERE e.sender = ? AND e.client_message_id = ?", sender, clientMessageId)
                .stream().findFirst();
    }

    static List<Logged> latestOfType(Connection connection, String type, Instant since, int limit) throws SQLException {
        return list(connection,
                COLUMNS + "WHERE e.type = ? AND e.at >= ? ORDER BY e.at DESC, e.conversation, e.seq DESC LIMIT ?",
                type, since.toEpochMilli(), limit);
    }

    /// Of every conversation with an event in `[from, to)` (null: no bound), all events.
    static void scan(Connection connection, @Nullable Instant from, @Nullable Instant to, Consumer<Logged> consumer)
            throws SQLException {
        if (from == null && to == null) {
            scan(connection, (ConversationId) null, null, consumer);
            return;
        }
        long first = from == null ? Long.MIN_VALUE : from.toEpochMilli();
        long next = to == null ? Long.MAX_VALUE : to.toEpochMilli();
        scan(connection,
                "WHERE e.conversation IN (SELECT c.id FROM conversation c WHERE c.last_hour >= ? AND c.opened_at < ? "
                        + "AND EXISTS (SELECT 1 FROM event x WHERE x.conversation = c.id AND x.at >= ? AND x.at < ?)) ",
                List.of(SqlAppend.hour(first), next, first, next), consumer);
    }

    /// All events of the conversations from `first` until before `next` (null: no bound).
    static void scan(Connection connection, @Nullable ConversationId first, @Nullable ConversationId next,
            Consumer<Logged> consumer) throws SQLException {
        List<Object> parameters = new ArrayList<>();
        String chosen = "WHERE 1 = 1 ";
        if (first != null) {
            chosen += "AND e.conversation >= ? ";
            parameters.add(first.value());
        }
        if (next != null) {
            chosen += "AND e.conversation < ? ";
            parameters.add(next.value());
        }
        scan(connection, chosen, parameters, consumer);
    }

    /// The epoch is looked up once a conversation, with its first event.
    private static void scan(Connection connection, String chosen, List<?> parameters, Consumer<Logged> consumer)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT e.conversation, CASE WHEN e.seq = 1 THEN "
                + "(SELECT c.epoch FROM conversation c WHERE c.id = e.conversation) END, e.seq, e.at, e.body FROM event e "
                + chosen + "ORDER BY e.conversation, e.seq")) {
            select.setFetchSize(FETCH);
            for (int i = 0; i < parameters.size(); i++) {
                select.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                ConversationId conversation = null;
                int epoch = 0;
                while (rows.next()) {
                    String name = rows.getString(1);
                    if (conversation == null || !conversation.value().equals(name)) {
                        conversation = new ConversationId(name);
                        epoch = rows.getInt(2);
                    }
                    consumer.accept(logged(rows, conversation, epoch));
                }
            }
        }
    }

    private static List<Logged> list(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            List<Logged> events = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    events.add(logged(rows, new ConversationId(rows.getString(1)), rows.getInt(2)));
                }
            }
            return events;
        }
    }

    private static Logged logged(ResultSet rows, ConversationId conversation, int epoch) throws SQLException {
        try {
            return new Logged(conversation, epoch, rows.getLong(3),
                    Instant.ofEpochMilli(rows.getLong(4)), EventJson.decode(rows.getString(5)));
        } catch (IllegalArgumentException e) {
            throw new SQLException("the event " + conversation + " " + rows.getLong(3) + " cannot be read: "
                    + e.getMessage(), e);
        }
    }
}
