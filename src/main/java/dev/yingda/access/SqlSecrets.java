package dev.yingda.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Keys of the server itself, made at the first start.
final class SqlSecrets {

    private SqlSecrets() {
    }

    /// The secret kept for a purpose, or `fresh`, which is kept from now on.
    static String getOrKeep(Connection connection, String purpose, String fresh) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO secret (purpose, secret_value) VALUES (?, ?) ON CONFLICT (purpose) DO NOTHING")) {
            insert.setString(1, purpose);
            insert.setString(2, fresh);
            insert.executeUpdate();
        }
        try (PreparedStatement select = connection
                .prepareStatement("SELECT secret_value FROM secret WHERE purpose = ?")) {
            select.setString(1, purpose);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
