package dev.yingda.knowledge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

import dev.yingda.conversation.ConversationId;
import dev.yingda.knowledge.AnsweredQuestions.Place;
import dev.yingda.knowledge.AnsweredQuestions.Verdict;

/// The table of verdicts on the bot's answers.
final class SqlVerdicts {

    private final Connection connection;

    SqlVerdicts(Connection connection) {
        this.connection = connection;
    }

    /// All of them, the oldest first.
    SequencedMap<Place, Verdict> all() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT conversation, seq, question, given, entry,"
                + " at, who FROM knowledge_verdicts ORDER BY at, conversation, seq");
                ResultSet rows = select.executeQuery()) {
            SequencedMap<Place, Verdict> all = new LinkedHashMap<>();
            while (rows.next()) {
                all.put(new Place(new ConversationId(rows.getString(1)), rows.getLong(2)),
                        new Verdict(rows.getString(3), rows.getString(4), rows.getString(5),
                                Instant.ofEpochMilli(rows.getLong(6)), rows.getString(7)));
            }
            return all;
        }
    }

    int put(Place place, Verdict verdict) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO knowledge_verdicts (conversation, seq,"
                + " question, given, entry, at, who) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation, seq)"
                + " DO UPDATE SET entry = excluded.entry, at = excluded.at, who = excluded.who")) {
            upsert.setString(1, place.conversation().value());
            upsert.setLong(2, place.seq());
            upsert.setString(3, verdict.question());
            upsert.setString(4, verdict.given());
            upsert.setString(5, verdict.entry());
            upsert.setLong(6, verdict.at().toEpochMilli());
            upsert.setString(7, verdict.by());
            return upsert.executeUpdate();
        }
    }

    int remove(Place place) throws SQLException {
        try (PreparedStatement delete = connection
                .prepareStatement("DELETE FROM knowledge_verdicts WHERE conversation = ? AND seq = ?")) {
            delete.setString(1, place.conversation().value());
            delete.setLong(2, place.seq());
            return delete.executeUpdate();
        }
    }
}
