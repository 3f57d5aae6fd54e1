package dev.yingda.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    record Row(BuyerId buyer, int epoch, long lastSeq, long lastAt, boolean open, @Nullable String agent) {

        Row after(Logged logged) {
            return switch (logged.event()) {
                case Event.Opened _,Event.Reopened _ -> moved(logged, true, agent);
                case Event.Closed _ -> moved(logged, false, agent);
                case Event.Assigned assigned -> moved(logged, open, assigned.agent().value());
                case Event.Transferred transferred -> moved(logged, open, transferred.agent().value());
                case Event.AgentMessage message -> moved(logged, open, message.agent().value());
                case Event.BuyerMessage _,Event.BotMessage _,Event.HandedOff _,Event.Queued _,Event.Rated _,Event.Classified _,Event.Flagged _,Event.Note _,Event.Helpful _ ->
                    moved(logged, open, agent);
            };
        }

        /// A conversation of which nothing is stored yet.
        static Row of(Event.Opened opened, int epoch) {
            return new Row(opened.buyer(), epoch, 0, Long.MIN_VALUE, true, null);
        }

        private Row moved(Logged last, boolean open, @Nullable String agent) {
            return new Row(buyer, epoch, last.seq(), last.at().toEpochMilli(), open, agent);
        }
    }

    /// What the columns beside the body say of an event: who sent it under which id, and the text to be searched.
    private record Columns(@Nullable String sender, @Nullable String clientMessageId, @Nullable String text) {

        static Columns of(Event event, BuyerId buyer) {
            return switch (event) {
                case Event.BuyerMessage message ->
                    new Columns("buyer:" + buyer, message.clientMessageId(), message.text());
                case Event.BotMessage message -> new Columns(null, null, message.text());
                case Event.AgentMessage message ->
                    new Columns("agent:" + message.agent(), message.clientMessageId(), message.text());
                case Event.Note note -> new Columns("agent:" + note.agent(), note.clientMessageId(), note.text());
                case Event.Opened _,Event.Reopened _,Event.HandedOff _,Event.Assigned _,Event.Transferred _,Event.Closed _,Event.Rated _,Event.Classified _,Event.Flagged _,Event.Queued _,Event.Helpful _ ->
                    new Columns(null, null, null);
            };
        }
    }

    static Appended append(Connection connection, ConversationId conversation, long lastSeq, Instant now,
            List<Event> events) throws SQLException {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        Row row = row(connection, conversation, events.getFirst());
        for (Event event : events) {
            Optional<Logged> before = sent(connection, Columns.of(event, row.buyer()));
            if (before.isPresent()) {
                return new Appended.Duplicate(before.get());
            }
        }
        if (row.lastSeq() != lastSeq) {
            return new Appended.Moved(row.lastSeq());
        }
        Instant at = Instant.ofEpochMilli(Math.max(now.toEpochMilli(), row.lastAt()));
        List<Logged> stored = insert(connection, conversation, row, at, events);
        Row after = row;
        for (Logged logged : stored) {
            after = after.after(logged);
        }
        put(connection, conversation, after);
        return new Appended.Stored(stored);
    }

    private static Optional<Logged> sent(Connection connection, Columns columns) throws SQLException {
        String sender = columns.sender();
        String client = columns.clientMessageId();
        return sender == null || client == null ? Optional.empty() : SqlEvents.sent(connection, sender, client);
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
            return Row.of(opened, 1);
        }
        throw new IllegalArgumentException("there is no conversation " + conversation + " to append to");
    }

    private static List<Logged> insert(Connection connection, ConversationId conversation, Row row, Instant at,
            List<Event> events) throws SQLException {
        List<Logged> stored = new ArrayList<>();
        try (PreparedStatement insert = insert(connection)) {
            long seq = row.lastSeq();
            for (Event event : events) {
                Logged logged = new Logged(conversation, row.epoch(), ++seq, at, event);
                stored.add(logged);
                add(insert, logged, row.buyer());
            }
            insert.executeBatch();
        }
        return stored;
    }

    static PreparedStatement insert(Connection connection) throws SQLException {
        return connection.prepareStatement("INSERT INTO event (conversation, seq, at, type, "
                + "sender, client_message_id, message, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    }

    /// Adds an event to the batch of an [#insert].
    static void add(PreparedStatement insert, Logged logged, BuyerId buyer) throws SQLException {
        Event event = logged.event();
        Columns columns = Columns.of(event, buyer);
        insert.setString(1, logged.conversation().value());
        insert.setLong(2, logged.seq());
        insert.setLong(3, logged.at().toEpochMilli());
        insert.setString(4, EventJson.type(event));
        insert.setString(5, columns.sender());
        insert.setString(6, columns.clientMessageId());
        insert.setString(7, columns.text());
        insert.setString(8, EventJson.encode(event).toString());
        insert.addBatch();
    }

    private static void put(Connection connection, ConversationId conversation, Row row) throws SQLException {
        try (PreparedStatement upsert = upsert(connection)) {
            add(upsert, conversation, row, row.lastAt());
            upsert.executeBatch();
        }
    }

    static PreparedStatement upsert(Connection connection) throws SQLException {
        return connection.prepareStatement("INSERT INTO conversation (id, buyer, epoch, "
                + "last_seq, is_open, agent, opened_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                + "SET last_seq = excluded.last_seq, is_open = excluded.is_open, agent = excluded.agent, "
                + "last_at = excluded.last_at");
    }

    /// Adds a conversation to the batch of an [#upsert].
    static void add(PreparedStatement upsert, ConversationId conversation, Row row, long openedAt)
            throws SQLException {
        upsert.setString(1, conversation.value());
        upsert.setString(2, row.buyer().value());
        upsert.setInt(3, row.epoch());
        upsert.setLong(4, row.lastSeq());
        upsert.setLong(5, row.open() ? 1 : 0);
        upsert.setString(6, row.agent());
        upsert.setLong(7, openedAt);
        upsert.setLong(8, row.lastAt());
        upsert.addBatch();
    }
}
