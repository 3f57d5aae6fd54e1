package dev.yingda.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/// The databases every test of something stored runs on: SQLite in a folder, and a real PostgreSQL that is started once
/// for all tests and gives each a database of its own.
public enum Databases {
    SQLITE, POSTGRESQL;

    private static final AtomicInteger NEXT = new AtomicInteger();

    /// Started when first asked for; ends with the tests.
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException _) {
                        // The tests are over.
                    }
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The address of a new, empty database.
    public String url(Path folder) {
        return switch (this) {
            case SQLITE -> "jdbc:sqlite:" + folder.resolve("test" + NEXT.incrementAndGet() + ".db");
            case POSTGRESQL -> {
                String name = "test" + NEXT.incrementAndGet();
                try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + name);
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
                yield Server.POSTGRES.getJdbcUrl("postgres", name);
            }
        };
    }

    /// Opens the database at an address that [#url] gave.
    public static Database open(String url) {
        return Database.open(url, "", "");
    }
}
