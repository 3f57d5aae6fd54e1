package dev.yingda.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the connections promise: readers see one moment and change nothing, and a lost PostgreSQL is found again.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void oneReadSeesOneMoment(Databases kind) {
        try (Database database = Databases.open(kind.url(folder))) {
            assertEquals(1, (int) database.read(connection -> {
                int before = count(connection);
                database.transact(Rows.insert("a"));
                return 1 + count(connection) - before;
            }));
            assertEquals(List.of("a"), Rows.stored(database));
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (var select = connection.createStatement();
                var rows = select.executeQuery("SELECT count(*) FROM conversation")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOnlyReadsCannotWrite(Databases kind) {
        try (Database database = Databases.open(kind.url(folder))) {
            assertEquals(StoreException.Kind.FAILED,
                    assertThrows(StoreException.class, () -> database.read(Rows.insert("a"))).kind());
            assertEquals(List.of(), Rows.stored(database));
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (var select = connection.createStatement();
                var rows = select.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void aPostgresConnectionThatIsLostAmidAGroupIsReplaced() {
        try (Database database = Databases.open(Databases.POSTGRESQL.url(folder))) {
            StoreException lost = assertThrows(StoreException.class, () -> database.transact(connection -> {
                Rows.insert("a").run(connection);
                return Rows.execute(connection, "SELECT pg_terminate_backend(pg_backend_pid())");
            }));
            assertEquals(StoreException.Kind.FAILED, lost.kind());
            database.transact(Rows.insert("b"));
            assertEquals(List.of("b"), Rows.stored(database));
        }
    }

    @Test
    void aPostgresConnectionThatWasLostWhileIdleCostsNobodyAWrite() throws InterruptedException {
        try (Database database = Databases.open(Databases.POSTGRESQL.url(folder))) {
            int writer = database.transact(ConnectionsTest::backend);
            database.read(connection -> Rows.execute(connection, "SELECT pg_terminate_backend(" + writer + ")"));
            Thread.sleep(500);
            database.transact(Rows.insert("a"));
            assertEquals(List.of("a"), Rows.stored(database));
        }
    }

    @Test
    void aPostgresThatIsAwayIsAFaultUntilItIsBack() throws IOException, InterruptedException {
        Path files = folder.resolve("postgres");
        EmbeddedPostgres server = own(files, 0);
        int port = server.getPort();
        try (Database database = Databases.open(server.getJdbcUrl("postgres", "postgres"))) {
            database.transact(Rows.insert("a"));
            server.close();
            while (database.fault().isEmpty()) {
                Thread.sleep(50);
            }
            assertEquals(StoreException.Kind.FAILED,
                    assertThrows(StoreException.class, () -> database.transact(Rows.insert("b"))).kind());
            server = own(files, port);
            while (database.fault().isPresent()) {
                Thread.sleep(50);
            }
            database.transact(Rows.insert("c"));
            assertEquals(List.of("a", "c"), Rows.stored(database));
        } finally {
            server.close();
        }
    }

    private static EmbeddedPostgres own(Path files, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(files)
                .setCleanDataDirectory(false).setServerConfig("fsync", "off");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }
}
