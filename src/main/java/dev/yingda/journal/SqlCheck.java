package dev.yingda.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventJson;
import dev.yingda.conversation.Logged;

import org.jspecify.annotations.Nullable;

/// Looks through the whole history for what must never be: a gap, time that runs backwards, two bot answers to one question,
/// columns that say other than the events.
final class SqlCheck {

    private static final String EVENTS = "SELECT e.conversation, e.seq, e.at, e.type, e.body, c.id, c.epoch, c.last_seq, "
            + "c.last_at, c.is_open, c.agent, c.buyer, c.last_hour FROM event e LEFT JOIN conversation c "
            + "ON c.id = e.conversation ORDER BY e.conversation, e.seq";
    private static final int FETCH = 1_000;

    private final Consumer<String> fault;
    private final Set<Long> answered = new HashSet<>();
    private String conversation = "";
    private long events;
    private long conversations;
    private long seq;
    private long at;
    private SqlAppend.@Nullable Row folded;
    private SqlAppend.@Nullable Row told;

    SqlCheck(Consumer<String> fault) {
        this.fault = fault;
    }

    Journal.Checked run(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(EVENTS)) {
            select.setFetchSize(FETCH);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (!rows.getString(1).equals(conversation)) {
                        end();
                        begin(rows);
                    }
                    look(rows);
                    events++;
                }
            }
        }
        end();
        try (PreparedStatement select = connection.prepareStatement("SELECT c.id FROM conversation c WHERE NOT EXISTS "
                + "(SELECT 1 FROM event e WHERE e.conversation = c.id)"); ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                fault.accept("conversation " + rows.getString(1) + ": has no events");
            }
        }
        return new Journal.Checked(conversations, events);
    }

    private void begin(ResultSet rows) throws SQLException {
        conversation = rows.getString(1);
        conversations++;
        answered.clear();
        seq = 0;
        at = Long.MIN_VALUE;
        folded = null;
        told = null;
        if (rows.getString(6) == null) {
            wrong(0, "its row in the table conversation is missing");
        } else {
            told = new SqlAppend.Row(new dev.yingda.conversation.BuyerId(rows.getString(12)), rows.getInt(7),
                    rows.getLong(8), rows.getLong(9), rows.getLong(10) == 1, rows.getString(11));
            if (rows.getLong(13) != SqlAppend.hour(rows.getLong(9))) {
                wrong(0, "last_hour is not the hour of last_at");
            }
        }
    }

    private void look(ResultSet rows) throws SQLException {
        long next = rows.getLong(2);
        if (next != seq + 1) {
            wrong(next, "follows " + seq + ": a gap");
        }
        seq = next;
        if (rows.getLong(3) < at) {
            wrong(next, "is earlier than the event before it");
        }
        at = rows.getLong(3);
        Event event;
        try {
            event = EventJson.decode(rows.getString(5));
        } catch (IllegalArgumentException e) {
            wrong(next, "cannot be read: " + e.getMessage());
            return;
        }
        if (!EventJson.type(event).equals(rows.getString(4))) {
            wrong(next, "is a `" + EventJson.type(event) + "`, the column type says " + rows.getString(4));
        }
        if (event instanceof Event.BotMessage message && message.replyTo() > 0 && !answered.add(message.replyTo())) {
            wrong(next, "is a second answer of the bot to " + message.replyTo());
        }
        SqlAppend.Row before = folded;
        if (before == null && event instanceof Event.Opened opened) {
            before = SqlAppend.Row.of(opened, rows.getInt(7));
        }
        if (before == null) {
            wrong(next, "comes before any `opened`");
        } else {
            folded = before.after(new Logged(new ConversationId(conversation), rows.getInt(7), next,
                    Instant.ofEpochMilli(at), event));
        }
    }

    private void end() {
        if (folded != null && told != null && !Objects.equals(folded, told)) {
            wrong(0, "the table conversation says " + told + ", its events say " + folded);
        }
    }

    private void wrong(long at, String what) {
        fault.accept("conversation " + conversation + (at == 0 ? "" : " event " + at) + ": " + what);
    }
}
