package dev.yingda.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Sessions in the database, by the hash of their token.
final class SqlSessions {

    private SqlSessions() {
    }

    record Row(Account account, Instant openedAt, Instant usedAt) {
    }

    static void open(Connection connection, String hash, String account, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO session (token_hash, account, opened_at, used_at) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, hash);
            insert.setString(2, account);
            insert.setLong(3, now.toEpochMilli());
            insert.setLong(4, now.toEpochMilli());
            insert.executeUpdate();
        }
    }

    static Optional<Row> find(Connection connection, String hash) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT a.name, a.display_name, a.role, a.disabled, "
                        + "a.created_at, a.password_hash, s.opened_at, s.used_at FROM session s "
                        + "JOIN account a ON a.name = s.account WHERE s.token_hash = ?")) {
            select.setString(1, hash);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Row(SqlAccounts.row(rows).account(), Instant.ofEpochMilli(rows.getLong(7)),
                                Instant.ofEpochMilli(rows.getLong(8))))
                        : Optional.empty();
            }
        }
    }

    static void used(Connection connection, String hash, Instant now) throws SQLException {
        update(connection, "UPDATE session SET used_at = ? WHERE token_hash = ?", now.toEpochMilli(), hash);
    }

    static void end(Connection connection, String hash) throws SQLException {
        update(connection, "DELETE FROM session WHERE token_hash = ?", hash);
    }

    static void endAll(Connection connection, String account) throws SQLException {
        update(connection, "DELETE FROM session WHERE account = ?", account);
    }

    static void endOlder(Connection connection, Instant openedBefore, Instant usedBefore) throws SQLException {
        update(connection, "DELETE FROM session WHERE opened_at < ? OR used_at < ?", openedBefore.toEpochMilli(),
                usedBefore.toEpochMilli());
    }

    private static void update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
