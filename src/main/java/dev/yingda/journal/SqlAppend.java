package dev.yingda.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventJson;
import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.conversation.Logged;

import org.jspecify.annotations.Nullable;

/// The compare-and-append, inside one transaction.
final class SqlAppend {

    private SqlAppend() {
    }

    /// What the table knows of a conversation.
    private record Row(BuyerId buyer, int epoch, long lastSeq, long lastAt, boolean open, @Nullable String agent) {
    }

    static Appended append(Connection connection, ConversationId conversation, long lastSeq, Instant now,
            List<Event> events) throws SQLException {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        Row row = row(connection, conversation, events.getFirst());
        for (Event event : events) {
            String client = clientMessageId(event);
            Optional<Logged> before = client == null
                    ? Optional.empty()
                    : SqlEvents.sent(connection, sender(event, row.buyer()), client);
            if (before.isPresent()) {
                return new Appended.Duplicate(before.get());
            }
        }
        if (row.lastSeq() != lastSeq) {
            return new Appended.Moved(row.lastSeq());
        }
        Instant at = Instant.ofEpochMilli(Math.max(now.toEpochMilli(), row.lastAt()));
        List<Logged> stored = insert(connection, conversation, row, at, events);
        update(connection, conversation, row, stored);
        return new Appended.Stored(stored);
    }

    private static Row row(Connection connection, ConversationId conversation, Event first) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT buyer, epoch, last_seq, last_at, is_open, agent FROM conversation WHERE id = ?")) {
            select.setString(1, conversation.value());
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next()) {
                    return new Row(new BuyerId(rows.getString(1)), rows.getInt(2), rows.getLong(3), rows.getLong(4),
                            rows.getLong(5) == 1, rows.getString(6));
                }
            }
        }
        if (first instanceof Event.Opened opened) {
            return new Row(opened.buyer(), 1, 0, Long.MIN_VALUE, true, null);
        }
        throw new IllegalArgumentException("there is no conversation " + conversation + " to append to");
    }

    private static List<Logged> insert(Connection connection, ConversationId conversation, Row row, Instant at,
            List<Event> events) throws SQLException {
        List<Logged> stored = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO event (conversation, seq, at, type, "
                + "sender, client_message_id, message, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            long seq = row.lastSeq();
            for (Event event : events) {
                Logged logged = new Logged(conversation, row.epoch(), ++seq, at, event);
                stored.add(logged);
                insert.setString(1, conversation.value());
                insert.setLong(2, seq);
                insert.setLong(3, at.toEpochMilli());
                insert.setString(4, EventJson.type(event));
                String client = clientMessageId(event);
                insert.setString(5, client == null ? null : sender(event, row.buyer()));
                insert.setString(6, client);
                insert.setString(7, text(event));
                insert.setString(8, EventJson.encode(event).toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return stored;
    }

    private static void update(Connection connection, ConversationId conversation, Row row, List<Logged> stored)
            throws SQLException {
        boolean open = row.open();
        String agent = row.agent();
        for (Logged logged : stored) {
            open = isOpen(logged.event(), open);
            AgentId serving = agent(logged.event());
            agent = serving == null ? agent : serving.value();
        }
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO conversation (id, buyer, epoch, "
                + "last_seq, is_open, agent, opened_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                + "SET last_seq = excluded.last_seq, is_open = excluded.is_open, agent = excluded.agent, "
                + "last_at = excluded.last_at")) {
            Logged last = stored.getLast();
            upsert.setString(1, conversation.value());
            upsert.setString(2, row.buyer().value());
            upsert.setInt(3, row.epoch());
            upsert.setLong(4, last.seq());
            upsert.setLong(5, open ? 1 : 0);
            if (agent == null) {
                upsert.setNull(6, Types.VARCHAR);
            } else {
                upsert.setString(6, agent);
            }
            upsert.setLong(7, last.at().toEpochMilli());
            upsert.setLong(8, last.at().toEpochMilli());
            upsert.executeUpdate();
        }
    }

    private static boolean isOpen(Event event, boolean before) {
        return switch (event) {
            case Event.Opened _,Event.Reopened _ -> true;
            case Event.Closed _ -> false;
            default -> before;
        };
    }

    private static @Nullable AgentId agent(Event event) {
        return switch (event) {
            case Event.Assigned assigned -> assigned.agent();
            case Event.Transferred transferred -> transferred.agent();
            case Event.AgentMessage message -> message.agent();
            default -> null;
        };
    }

    private static @Nullable String clientMessageId(Event event) {
        return switch (event) {
            case Event.BuyerMessage message -> message.clientMessageId();
            case Event.AgentMessage message -> message.clientMessageId();
            case Event.Note note -> note.clientMessageId();
            default -> null;
        };
    }

    private static String sender(Event event, BuyerId buyer) {
        return switch (event) {
            case Event.BuyerMessage _ -> "buyer:" + buyer;
            case Event.AgentMessage message -> "agent:" + message.agent();
            case Event.Note note -> "agent:" + note.agent();
            default -> throw new IllegalArgumentException("nobody sends " + event);
        };
    }

    private static @Nullable String text(Event event) {
        return switch (event) {
            case Event.BuyerMessage message -> message.text();
            case Event.BotMessage message -> message.text();
            case Event.AgentMessage message -> message.text();
            case Event.Note note -> note.text();
            default -> null;
        };
    }
}
