package dev.yingda.desk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Quick phrases in the database.
final class SqlPhrases {

    private SqlPhrases() {
    }

    static List<QuickPhrases.Phrase> list(Connection connection) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT shortcut, phrase FROM quick_phrase ORDER BY place");
                ResultSet rows = select.executeQuery()) {
            List<QuickPhrases.Phrase> phrases = new ArrayList<>();
            while (rows.next()) {
                phrases.add(new QuickPhrases.Phrase(rows.getString(1), rows.getString(2)));
            }
            return phrases;
        }
    }

    static void replace(Connection connection, List<QuickPhrases.Phrase> phrases) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM quick_phrase")) {
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection
                .prepareStatement("INSERT INTO quick_phrase (place, shortcut, phrase) VALUES (?, ?, ?)")) {
            for (int i = 0; i < phrases.size(); i++) {
                insert.setLong(1, i + 1L);
                insert.setString(2, phrases.get(i).shortcut());
                insert.setString(3, phrases.get(i).text());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
