package dev.yingda.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The audit log in the database.
final class SqlAudit {

    private SqlAudit() {
    }

    static void insert(Connection connection, AuditLog.Entry entry) throws SQLException {
        try (PreparedStatement insert = connection
                .prepareStatement("INSERT INTO audit (id, at, who, action, subject, detail) "
                        + "VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM audit), ?, ?, ?, ?, ?)")) {
            insert.setLong(1, entry.at().toEpochMilli());
            insert.setString(2, entry.who());
            insert.setString(3, entry.action());
            insert.setString(4, entry.subject());
            insert.setString(5, entry.detail());
            insert.executeUpdate();
        }
    }

    static List<AuditLog.Entry> page(Connection connection, long before, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, at, who, action, subject, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?")) {
            select.setLong(1, before == 0 ? Long.MAX_VALUE : before);
            select.setInt(2, limit);
            List<AuditLog.Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(new AuditLog.Entry(rows.getLong(1), Instant.ofEpochMilli(rows.getLong(2)),
                            rows.getString(3), rows.getString(4), rows.getString(5), rows.getString(6)));
                }
            }
            return entries;
        }
    }
}
