package dev.yingda.store;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Takes all that is stored from one database to another, of whichever kind, and says of each table how much it was.
final class Copy {

    /// The tables to which a migration adds rows: an empty database has them.
    private static final Set<String> FILLED_BY_MIGRATION = Set.of("quick_phrase");
    private static final int BATCH = 1_000;

    private Copy() {
    }

    /// The tables of the product, each after those it refers to.
    static List<String> tables(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        for (String name : names(connection, about)) {
            needs.put(name, new TreeSet<>());
            try (ResultSet keys = about.getImportedKeys(connection.getCatalog(), connection.getSchema(), name)) {
                while (keys.next()) {
                    needs.computeIfAbsent(name, _ -> new TreeSet<>()).add(keys.getString("PKTABLE_NAME"));
                }
            }
        }
        List<String> ordered = new ArrayList<>();
        while (ordered.size() < needs.size()) {
            needs.forEach((name, needed) -> {
                if (!ordered.contains(name) && ordered.containsAll(needed)) {
                    ordered.add(name);
                }
            });
        }
        return ordered;
    }

    private static Set<String> names(Connection connection, DatabaseMetaData about) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet tables = about.getTables(connection.getCatalog(), connection.getSchema(), "%",
                new String[]{"TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME");
                if (!name.startsWith("sqlite_") && !name.equals("flyway_schema_history")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /// What stands in the database besides what the migrations put there, a line a table.
    static List<String> filled(Connection connection) throws SQLException {
        List<String> filled = new ArrayList<>();
        for (String table : tables(connection)) {
            long rows = FILLED_BY_MIGRATION.contains(table) ? 0 : count(connection, table);
            if (rows > 0) {
                filled.add(table + " (" + rows + ")");
            }
        }
        return filled;
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT COUNT(*) FROM " + table)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// Empties every table.
    static void clear(Connection connection) throws SQLException {
        for (String table : tables(connection).reversed()) {
            try (Statement delete = connection.createStatement()) {
                delete.executeUpdate("DELETE FROM " + table);
            }
        }
    }

    /// Copies every row. The target has the same tables, and nothing in them.
    ///
    /// @return what was read, to be compared with [#measure] of the target
    static List<Copied> rows(Connection from, Connection to) throws SQLException {
        List<Copied> copied = new ArrayList<>();
        for (String table : tables(from)) {
            List<String> columns = columns(from, table);
            String into = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                    + columns.stream().map(_ -> "?").collect(Collectors.joining(", ")) + ")";
            try (PreparedStatement insert = to.prepareStatement(into)) {
                int[] waiting = {0};
                copied.add(measure(from, table, columns, row -> {
                    for (int i = 0; i < row.size(); i++) {
                        insert.setObject(i + 1, row.get(i));
                    }
                    insert.addBatch();
                    if (++waiting[0] % BATCH == 0) {
                        insert.executeBatch();
                    }
                }));
                insert.executeBatch();
            }
        }
        return copied;
    }

    /// How much each table holds, and a sum over it that does not depend on the order of its rows.
    static List<Copied> measure(Connection connection) throws SQLException {
        List<Copied> measured = new ArrayList<>();
        for (String table : tables(connection)) {
            measured.add(measure(connection, table, columns(connection, table), _ -> {
            }));
        }
        return measured;
    }

    /// By name, so that both databases give them in the same order.
    private static List<String> columns(Connection connection, String table) throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (ResultSet rows = connection.getMetaData().getColumns(connection.getCatalog(), connection.getSchema(),
                table,
                "%")) {
            while (rows.next()) {
                columns.add(rows.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns);
    }

    private interface Row {
        void take(List<Object> values) throws SQLException;
    }

    private static Copied measure(Connection connection, String table, List<String> columns, Row each)
            throws SQLException {
        try (Statement select = connection.createStatement()) {
            select.setFetchSize(BATCH);
            try (ResultSet rows = select.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + table)) {
                BigInteger sum = BigInteger.ZERO;
                long count = 0;
                while (rows.next()) {
                    List<Object> values = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        values.add(rows.getObject(i));
                    }
                    each.take(values);
                    sum = sum.add(hash(values));
                    count++;
                }
                return new Copied(table, count, sum.mod(BigInteger.TWO.pow(128)).toString(16));
            }
        }
    }

    private static BigInteger hash(List<Object> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            IntStream.range(0, values.size()).forEach(i -> {
                Object value = values.get(i);
                byte[] text = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
                digest.update((value == null ? "null " : i + " " + text.length + " ").getBytes(StandardCharsets.UTF_8));
                digest.update(text);
            });
            return new BigInteger(1, digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
