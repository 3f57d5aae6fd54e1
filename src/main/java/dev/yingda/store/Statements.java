package dev.yingda.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// The prepared statements of the writer's connection, kept from one transaction to the next: to prepare a statement costs
/// SQLite several times what running it costs. For work that is done with every message; other work takes the connection.
public final class Statements {

    private final Connection connection;
    private final Map<String, PreparedStatement> kept = new HashMap<>();
    private boolean again;

    Statements(Connection connection) {
        this.connection = connection;
    }

    /// The connection itself, with the rules of [Database.Work].
    public Connection connection() {
        return connection;
    }

    /// Whether work of this group was undone before, and each is now run on its own.
    public boolean again() {
        return again;
    }

    void again(boolean again) {
        this.again = again;
    }

    /// The statement of this text, which is not to be closed. It still has the parameters of the last time.
    ///
    /// @param sql a constant: every text is kept as long as the connection
    public PreparedStatement get(String sql) throws SQLException {
        PreparedStatement known = kept.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            kept.put(sql, known);
        }
        return known;
    }

    void execute(String sql) throws SQLException {
        get(sql).execute();
    }
}
