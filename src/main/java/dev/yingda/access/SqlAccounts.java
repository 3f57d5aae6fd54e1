package dev.yingda.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Accounts in the database.
final class SqlAccounts {

    private SqlAccounts() {
    }

    /// An account with its password's hash.
    record Row(Account account, String hash) {
    }

    static List<Row> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT name, display_name, role, disabled, created_at, password_hash FROM account ORDER BY name");
                ResultSet rows = select.executeQuery()) {
            List<Row> accounts = new ArrayList<>();
            while (rows.next()) {
                accounts.add(row(rows));
            }
            return accounts;
        }
    }

    static Optional<Row> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT name, display_name, role, disabled, created_at, password_hash FROM account WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(row(rows)) : Optional.empty();
            }
        }
    }

    /// An account from the first six columns.
    static Row row(ResultSet rows) throws SQLException {
        return new Row(new Account(rows.getString(1), rows.getString(2), Role.of(rows.getString(3)).orElseThrow(),
                rows.getLong(4) == 1, Instant.ofEpochMilli(rows.getLong(5))), rows.getString(6));
    }

    static void put(Connection connection, Row row) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO account (name, display_name, role, "
                + "disabled, created_at, password_hash) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                + "display_name = excluded.display_name, role = excluded.role, disabled = excluded.disabled, "
                + "password_hash = excluded.password_hash")) {
            Account account = row.account();
            upsert.setString(1, account.name());
            upsert.setString(2, account.displayName());
            upsert.setString(3, account.role().wire());
            upsert.setLong(4, account.disabled() ? 1 : 0);
            upsert.setLong(5, account.createdAt().toEpochMilli());
            upsert.setString(6, row.hash());
            upsert.executeUpdate();
        }
    }
}
