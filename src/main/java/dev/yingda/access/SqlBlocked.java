package dev.yingda.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Blocked buyers in the database.
final class SqlBlocked {

    private SqlBlocked() {
    }

    static void insert(Connection connection, BlockedBuyers.Blocked blocked) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO blocked_buyer (buyer, reason, blocked_by, blocked_at) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, blocked.buyer());
            insert.setString(2, blocked.reason());
            insert.setString(3, blocked.by());
            insert.setLong(4, blocked.at().toEpochMilli());
            insert.executeUpdate();
        }
    }

    static void delete(Connection connection, String buyer) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM blocked_buyer WHERE buyer = ?")) {
            delete.setString(1, buyer);
            delete.executeUpdate();
        }
    }

    static List<BlockedBuyers.Blocked> all(Connection connection) throws SQLException {
        List<BlockedBuyers.Blocked> all = new ArrayList<>();
        try (PreparedStatement select = connection
                .prepareStatement("SELECT buyer, reason, blocked_by, blocked_at FROM blocked_buyer");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                all.add(new BlockedBuyers.Blocked(rows.getString(1), rows.getString(2), rows.getString(3),
                        Instant.ofEpochMilli(rows.getLong(4))));
            }
        }
        return all;
    }
}
