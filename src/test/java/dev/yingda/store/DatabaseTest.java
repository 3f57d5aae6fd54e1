package dev.yingda.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {

    @TempDir
    private Path folder;

    private static boolean insert(Connection connection, String id) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO conversation (id, buyer, epoch, last_seq, is_open, "
                + "opened_at, last_at) VALUES (?, 'b', 1, 0, 1, 0, 0)")) {
            insert.setString(1, id);
            return insert.executeUpdate() == 1;
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (var select = connection.createStatement();
                var rows = select.executeQuery("SELECT count(*) FROM conversation")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedIsThereAfterReopening(Databases kind) {
        String url = kind.url(folder);
        try (Database database = Databases.open(url)) {
            boolean inserted = database.transact(connection -> insert(connection, "a"));
            assertTrue(inserted);
        }
        try (Database database = Databases.open(url)) {
            assertEquals(1, database.read(DatabaseTest::count));
        }
    }

    @ParameterizedTest
    @EnumSource
    void workThatFailsInAGroupHarmsNoOther(Databases kind) throws Exception {
        try (Database database = Databases.open(kind.url(folder));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch together = new CountDownLatch(1);
            List<Future<Boolean>> done = new ArrayList<>();
            var holding = callers.submit(() -> database.transact(_ -> {
                try {
                    together.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return true;
            }));
            for (int i = 0; i < 100; i++) {
                String id = "c" + i % 90;
                boolean broken = i % 10 == 3;
                done.add(callers.submit(() -> database.transact(connection -> {
                    insert(connection, id);
                    if (broken) {
                        throw new IllegalStateException("broken");
                    }
                    return true;
                })));
            }
            together.countDown();
            assertTrue(holding.get());
            int stored = 0;
            for (Future<Boolean> each : done) {
                try {
                    stored += each.get() ? 1 : 0;
                } catch (ExecutionException e) {
                    assertTrue(e.getCause() instanceof IllegalStateException || e.getCause() instanceof StoreException);
                }
            }
            assertEquals(stored, database.read(DatabaseTest::count));
            assertTrue(stored >= 81, "only " + stored);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotCommittedIsNotRead(Databases kind) {
        try (Database database = Databases.open(kind.url(folder))) {
            long seen = database.transact(connection -> {
                insert(connection, "a");
                return database.read(DatabaseTest::count);
            });
            assertEquals(0, seen);
            assertEquals(1, database.read(DatabaseTest::count));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedDatabaseRefuses(Databases kind) {
        Database database = Databases.open(kind.url(folder));
        database.close();
        assertEquals(StoreException.Kind.STOPPED,
                assertThrows(StoreException.class, () -> database.transact(DatabaseTest::count)).kind());
        assertEquals(StoreException.Kind.STOPPED,
                assertThrows(StoreException.class, () -> database.read(DatabaseTest::count)).kind());
    }

    @Test
    void sqliteWaitsForTheDiskAtEachCommit() {
        try (Database database = Databases.open(Databases.SQLITE.url(folder))) {
            assertEquals(List.of("wal", "2"), database.transact(connection -> {
                List<String> values = new ArrayList<>();
                for (String pragma : List.of("journal_mode", "synchronous")) {
                    try (var select = connection.createStatement();
                            var rows = select.executeQuery("PRAGMA " + pragma)) {
                        rows.next();
                        values.add(rows.getString(1));
                    }
                }
                return values;
            }));
        }
    }

    @Test
    void aSecondProcessOnTheSameFileIsRefused() {
        String url = Databases.SQLITE.url(folder);
        try (Database _ = Databases.open(url)) {
            StoreException refused = assertThrows(StoreException.class, () -> Databases.open(url));
            assertEquals(StoreException.Kind.CANNOT_OPEN, refused.kind());
            assertTrue(String.valueOf(refused.getMessage()).contains("another yingda process"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseOfANewerVersionIsRefusedAndLeftAlone(Databases kind) {
        String url = kind.url(folder);
        try (Database database = Databases.open(url)) {
            database.transact(connection -> {
                try (var insert = connection.createStatement()) {
                    return insert.executeUpdate("INSERT INTO flyway_schema_history (installed_rank, version, "
                            + "description, type, script, checksum, installed_by, execution_time, success) SELECT 999, "
                            + "'999', 'later', type, 'V999__later.sql', 7, installed_by, 1, success "
                            + "FROM flyway_schema_history WHERE version = '1'");
                }
            });
        }
        for (int tries = 0; tries < 2; tries++) {
            StoreException refused = assertThrows(StoreException.class, () -> Databases.open(url));
            assertEquals(StoreException.Kind.CANNOT_OPEN, refused.kind());
            assertTrue(String.valueOf(refused.getMessage()).contains("newer version"), refused::getMessage);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Path file = folder.resolve("letter.db");
        Files.writeString(file, "Dear reader, this is no database at all, but it is long enough to be looked at.");
        StoreException refused = assertThrows(StoreException.class, () -> Databases.open("jdbc:sqlite:" + file));
        assertEquals(StoreException.Kind.CANNOT_OPEN, refused.kind());
        assertTrue(Files.readString(file).startsWith("Dear reader"));
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsNamed() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "in the way");
        StoreException refused = assertThrows(StoreException.class,
                () -> Databases.open("jdbc:sqlite:" + file.resolve("yingda.db")));
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot be written to"));
    }

    @Test
    void aPostgresThatIsNotThereIsNamed() {
        StoreException refused = assertThrows(StoreException.class,
                () -> Database.open("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=2", "a", "secret"));
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot be reached"));
        assertTrue(!String.valueOf(refused.getMessage()).contains("secret"));
    }
}
