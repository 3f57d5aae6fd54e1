package dev.yingda.knowledge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import dev.yingda.knowledge.UnansweredQuestions.Outcome;

/// The table of what was done about missed questions.
final class SqlMissed {

    private final Connection connection;

    SqlMissed(Connection connection) {
        this.connection = connection;
    }

    Map<String, Outcome> outcomes() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT id, entry, at, who FROM knowledge_missed");
                ResultSet rows = select.executeQuery()) {
            Map<String, Outcome> outcomes = new HashMap<>();
            while (rows.next()) {
                outcomes.put(rows.getString(1),
                        new Outcome(rows.getString(2), Instant.ofEpochMilli(rows.getLong(3)), rows.getString(4)));
            }
            return outcomes;
        }
    }

    int put(String id, Outcome outcome) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO knowledge_missed (id, entry, at, who)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET entry = excluded.entry, at = excluded.at,"
                + " who = excluded.who")) {
            upsert.setString(1, id);
            upsert.setString(2, outcome.entry());
            upsert.setLong(3, outcome.at().toEpochMilli());
            upsert.setString(4, outcome.by());
            return upsert.executeUpdate();
        }
    }

    int remove(String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM knowledge_missed WHERE id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate();
        }
    }
}
