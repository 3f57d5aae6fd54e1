package dev.yingda.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventJson;
import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.conversation.Logged;
import dev.yingda.store.Statements;

import org.jspecify.annotations.Nullable;

/// The compare-and-append, inside one transaction.
///
/// Most appends are a message in a conversation whose last one was stored a moment ago. What the table said then is kept, and
/// compared in the update itself: such a message costs an update and an insert. That it was stored before shows in the
/// unique index; then the store undoes the group and runs it again, and here everything is looked up.
final class SqlAppend {

    /// Stores an event; takes what [#add(PreparedStatement, Logged, BuyerId)] sets.
    static final String INSERT = "INSERT INTO event (conversation, seq, at, type, sender, client_message_id, message, body) "
            + "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    /// Stores what the table knows of a conversation; takes what [#add(PreparedStatement, ConversationId, Row, long)] sets.
    static final String UPSERT = "INSERT INTO conversation (id, buyer, epoch, last_seq, is_open, agent, opened_at, last_at, "
            + "last_hour) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET last_seq = excluded.last_seq, "
            + "is_open = excluded.is_open, agent = excluded.agent, last_at = excluded.last_at, last_hour = excluded.last_hour";
    /// What most messages change, if the conversation is as it is believed to be; no index holds any of it.
    private static final String MOVE = "UPDATE conversation SET last_seq = ?, last_at = ? "
            + "WHERE id = ? AND last_seq = ? AND last_at = ? AND epoch = ?";
    private static final long HOUR_MS = 3_600_000;
    private static final int KEPT = 20_000;

    private @Nullable Statements keptBy;
    private final Map<ConversationId, Row> kept = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Row> eldest) {
            return size() > KEPT;
        }
    };

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

    /// Called by the writer's thread only.
    Appended append(Statements statements, ConversationId conversation, long lastSeq, Instant now, List<Event> events)
            throws SQLException {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        if (statements.again() || keptBy != statements) {
            // What was undone may be among them.
            kept.clear();
            keptBy = statements;
        }
        Row known = kept.get(conversation);
        if (known != null && known.lastSeq() == lastSeq) {
            Instant at = at(known, now);
            List<Logged> logged = logged(conversation, known, at, events);
            Row after = after(known, logged);
            if (isMoveOnly(known, after) && move(statements, conversation, known, after)) {
                insert(statements, logged, known);
                kept.put(conversation, after);
                return new Appended.Stored(logged);
            }
        }
        return lookUpAndAppend(statements, conversation, lastSeq, now, events);
    }

    private Appended lookUpAndAppend(Statements statements, ConversationId conversation, long lastSeq, Instant now,
            List<Event> events) throws SQLException {
        Row row = row(statements, conversation, events.getFirst());
        for (Event event : events) {
            Optional<Logged> before = sent(statements, Columns.of(event, row.buyer()));
            if (before.isPresent()) {
                return new Appended.Duplicate(before.get());
            }
        }
        if (row.lastSeq() != lastSeq) {
            return new Appended.Moved(row.lastSeq());
        }
        List<Logged> logged = logged(conversation, row, at(row, now), events);
        insert(statements, logged, row);
        Row after = after(row, logged);
        if (!isMoveOnly(row, after) || !move(statements, conversation, row, after)) {
            PreparedStatement upsert = statements.get(UPSERT);
            upsert.clearBatch();
            add(upsert, conversation, after, after.lastAt());
            upsert.executeBatch();
        }
        if (!statements.again()) {
            kept.put(conversation, after);
        }
        return new Appended.Stored(logged);
    }

    /// Never before the last event's.
    private static Instant at(Row row, Instant now) {
        return Instant.ofEpochMilli(Math.max(now.toEpochMilli(), row.lastAt()));
    }

    private static List<Logged> logged(ConversationId conversation, Row row, Instant at, List<Event> events) {
        List<Logged> logged = new ArrayList<>();
        long seq = row.lastSeq();
        for (Event event : events) {
            logged.add(new Logged(conversation, row.epoch(), ++seq, at, event));
        }
        return logged;
    }

    private static Row after(Row before, List<Logged> events) {
        Row after = before;
        for (Logged logged : events) {
            after = after.after(logged);
        }
        return after;
    }

    private static Optional<Logged> sent(Statements statements, Columns columns) throws SQLException {
        String sender = columns.sender();
        String client = columns.clientMessageId();
        if (sender == null || client == null) {
            return Optional.empty();
        }
        PreparedStatement select = statements
                .get("SELECT 1 FROM event WHERE sender = ? AND client_message_id = ?");
        select.setString(1, sender);
        select.setString(2, client);
        try (ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
        }
        return SqlEvents.sent(statements.connection(), sender, client);
    }

    private static Row row(Statements statements, ConversationId conversation, Event first) throws SQLException {
        PreparedStatement select = statements
                .get("SELECT buyer, epoch, last_seq, last_at, is_open, agent FROM conversation WHERE id = ?");
        select.setString(1, conversation.value());
        try (ResultSet rows = select.executeQuery()) {
            if (rows.next()) {
                return new Row(new BuyerId(rows.getString(1)), rows.getInt(2), rows.getLong(3), rows.getLong(4),
                        rows.getLong(5) == 1, rows.getString(6));
            }
        }
        if (first instanceof Event.Opened opened) {
            return Row.of(opened, 1);
        }
        throw new IllegalArgumentException("there is no conversation " + conversation + " to append to");
    }

    private static void insert(Statements statements, List<Logged> events, Row row) throws SQLException {
        PreparedStatement insert = statements.get(INSERT);
        // What an append that failed has left of its batch.
        insert.clearBatch();
        for (Logged logged : events) {
            add(insert, logged, row.buyer());
        }
        insert.executeBatch();
    }

    /// Adds an event to the batch of an [#INSERT].
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

    private static boolean isMoveOnly(Row before, Row after) {
        return before.lastSeq() > 0 && before.open() == after.open() && Objects.equals(before.agent(), after.agent())
                && hour(before.lastAt()) == hour(after.lastAt());
    }

    /// @return whether the conversation was as it is believed to be; else nothing has changed
    private static boolean move(Statements statements, ConversationId conversation, Row before, Row after)
            throws SQLException {
        PreparedStatement move = statements.get(MOVE);
        move.setLong(1, after.lastSeq());
        move.setLong(2, after.lastAt());
        move.setString(3, conversation.value());
        move.setLong(4, before.lastSeq());
        move.setLong(5, before.lastAt());
        move.setInt(6, before.epoch());
        return move.executeUpdate() == 1;
    }

    /// The whole hours of an instant, as the column `last_hour` keeps them.
    static long hour(long epochMillis) {
        return epochMillis / HOUR_MS;
    }

    /// Adds a conversation to the batch of an [#UPSERT].
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
        upsert.setLong(9, hour(row.lastAt()));
        upsert.addBatch();
    }
}
