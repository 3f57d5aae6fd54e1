package dev.yingda.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.yingda.store.Database.Work;

/// Something to write and to find again: conversations with nothing but an id.
final class Rows {

    private Rows() {
    }

    static Work<Boolean> insert(String id) {
        return connection -> {
            execute(connection, "INSERT INTO conversation (id, buyer, epoch, last_seq, is_open, opened_at, last_at) "
                    + "VALUES ('" + id + "', 'b', 1, 0, 1, 0, 0)");
            return true;
        };
    }

    static boolean execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    static List<String> stored(Database database) {
        return database.read(connection -> {
            List<String> ids = new ArrayList<>();
            try (var select = connection.createStatement();
                    var rows = select.executeQuery("SELECT id FROM conversation ORDER BY id")) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        });
    }
}
