package dev.yingda.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;

import org.jspecify.annotations.Nullable;

/// Finds conversations.
final class SqlConversations {

    private SqlConversations() {
    }

    static List<ConversationId> open(Connection connection) throws SQLException {
        return ids(connection, "SELECT id FROM conversation WHERE is_open = 1", List.of());
    }

    static List<ConversationId> ofBuyer(Connection connection, BuyerId buyer, int limit) throws SQLException {
        return ids(connection, "SELECT id FROM conversation WHERE buyer = ? ORDER BY last_at DESC, id LIMIT ?",
                List.of(buyer.value(), limit));
    }

    static List<ConversationId> latest(Connection connection, @Nullable AgentId agent, @Nullable String text,
            @Nullable Instant before, int limit) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT c.id FROM conversation c WHERE 1 = 1");
        List<Object> parameters = new ArrayList<>();
        if (agent != null) {
            sql.append(" AND c.agent = ?");
            parameters.add(agent.value());
        }
        if (text != null) {
            // The OFFSET keeps PostgreSQL from searching the events of all conversations before it takes the latest.
            sql.append(" AND EXISTS (SELECT 1 FROM event e WHERE e.conversation = c.id AND LOWER(e.message) "
                    + "LIKE LOWER(?) ESCAPE '!' LIMIT 1 OFFSET 0)");
            parameters.add("%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
        }
        if (before != null) {
            sql.append(" AND c.last_hour <= ? AND c.last_at < ?");
            parameters.add(SqlAppend.hour(before.toEpochMilli()));
            parameters.add(before.toEpochMilli());
        }
        parameters.add(limit);
        return ids(connection, sql.append(" ORDER BY c.last_hour DESC, c.last_at DESC, c.id LIMIT ?").toString(),
                parameters);
    }

    /// The conversations at which parts of about the same size begin, but for the first part. Fewer parts if there are
    /// fewer conversations.
    static List<ConversationId> partition(Connection connection, int parts) throws SQLException {
        long count;
        try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM conversation");
                ResultSet rows = select.executeQuery()) {
            count = rows.next() ? rows.getLong(1) : 0;
        }
        List<ConversationId> bounds = new ArrayList<>();
        for (int part = 1; part < Math.min(parts, count); part++) {
            bounds.addAll(ids(connection, "SELECT id FROM conversation ORDER BY id LIMIT 1 OFFSET ?",
                    List.of(count * part / parts)));
        }
        return bounds;
    }

    private static List<ConversationId> ids(Connection connection, String sql, List<Object> parameters)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                select.setObject(i + 1, parameters.get(i));
            }
            List<ConversationId> ids = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(new ConversationId(rows.getString(1)));
                }
            }
            return ids;
        }
    }
}
