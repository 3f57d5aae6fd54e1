package dev.yingda.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;
import dev.yingda.journal.SqlAppend.Row;

/// Stores whole conversations of a history that was written elsewhere, many in one transaction.
final class SqlLoad {

    private SqlLoad() {
    }

    /// @throws IllegalStateException if there is any event
    static void requireEmpty(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT id FROM conversation LIMIT 1")) {
            if (rows.next()) {
                throw new IllegalStateException("the log holds conversations already (" + rows.getString(1)
                        + "); a history is loaded into an empty database only");
            }
        }
    }

    static void store(Connection connection, List<List<Logged>> conversations) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SqlAppend.INSERT);
                PreparedStatement upsert = connection.prepareStatement(SqlAppend.UPSERT)) {
            for (List<Logged> conversation : conversations) {
                Row row = opening(conversation);
                for (Logged logged : conversation) {
                    requireNext(row, conversation.getFirst(), logged);
                    SqlAppend.add(insert, logged, row.buyer());
                    row = row.after(logged);
                }
                Logged first = conversation.getFirst();
                SqlAppend.add(upsert, first.conversation(), row, first.at().toEpochMilli());
            }
            insert.executeBatch();
            upsert.executeBatch();
        }
    }

    private static Row opening(List<Logged> conversation) {
        if (conversation.isEmpty()) {
            throw new IllegalArgumentException("a conversation has no events; leave it out");
        }
        Logged first = conversation.getFirst();
        if (first.event() instanceof Event.Opened opened) {
            return Row.of(opened, first.epoch());
        }
        throw new IllegalArgumentException("conversation " + first.conversation() + " does not begin with `opened`");
    }

    private static void requireNext(Row row, Logged first, Logged next) {
        if (!next.conversation().equals(first.conversation()) || next.epoch() != row.epoch()
                || next.seq() != row.lastSeq() + 1 || next.at().toEpochMilli() < row.lastAt()) {
            throw new IllegalArgumentException("conversation " + first.conversation() + " breaks off after event "
                    + row.lastSeq() + ": its events must be numbered from 1 without a gap and stand in order of time");
        }
    }
}
