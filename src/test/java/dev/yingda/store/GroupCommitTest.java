package dev.yingda.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.yingda.store.Database.Work;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a group of transactions that share one commit do to each other when something fails.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {

    private static final int WAITING = 20_000;

    @TempDir
    private Path folder;

    private static Work<Boolean> insert(String id) {
        return connection -> {
            execute(connection, "INSERT INTO conversation (id, buyer, epoch, last_seq, is_open, opened_at, last_at) "
                    + "VALUES ('" + id + "', 'b', 1, 0, 1, 0, 0)");
            return true;
        };
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static List<String> stored(Database database) {
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

    /// Keeps the writer busy until let go, so that what comes meanwhile makes one group.
    private static final class Held {
        private final CountDownLatch free = new CountDownLatch(1);
        private final List<FutureTask<Boolean>> group = new ArrayList<>();
        private final Database database;

        Held(Database database) throws InterruptedException {
            this.database = database;
            CountDownLatch held = new CountDownLatch(1);
            start(_ -> {
                held.countDown();
                await(free);
                return true;
            });
            held.await();
        }

        private Thread start(Work<Boolean> work) {
            FutureTask<Boolean> task = new FutureTask<>(() -> database.transact(work));
            group.add(task);
            return Thread.startVirtualThread(task);
        }

        void add(Work<Boolean> work) {
            Thread caller = start(work);
            while (caller.getState() != Thread.State.WAITING) {
                LockSupport.parkNanos(100_000);
            }
        }

        /// What each of the added works failed with, null for those that did not.
        List<@Nullable Throwable> letGo() throws InterruptedException {
            free.countDown();
            List<@Nullable Throwable> failures = new ArrayList<>();
            for (FutureTask<Boolean> task : group.subList(1, group.size())) {
                try {
                    task.get();
                    failures.add(null);
                } catch (java.util.concurrent.ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
            return failures;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StoreException.Kind kind(@Nullable Throwable failure) {
        return assertInstanceOf(StoreException.class, failure).kind();
    }

    @ParameterizedTest
    @EnumSource
    void whatComesWhileTheWriterIsBusySharesOneCommit(Databases kind) throws InterruptedException {
        try (Database database = Databases.open(kind.url(folder))) {
            Held held = new Held(database);
            List<List<String>> seenBetween = new ArrayList<>();
            held.add(insert("a"));
            held.add(_ -> seenBetween.add(stored(database)));
            assertEquals(2, held.letGo().size());
            assertEquals(List.of(List.of()), seenBetween);
            assertEquals(List.of("a"), stored(database));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorThrownByWorkReachesItsCallerAndTheWriterGoesOn(Databases kind) throws InterruptedException {
        try (Database database = Databases.open(kind.url(folder))) {
            AssertionError error = new AssertionError("broken");
            Held held = new Held(database);
            held.add(insert("a"));
            held.add(connection -> {
                insert("gone").run(connection);
                throw error;
            });
            held.add(insert("b"));
            List<@Nullable Throwable> failures = held.letGo();
            assertSame(error, failures.get(1));
            assertEquals(List.of("a", "b"), stored(database));
            database.transact(insert("c"));
            assertEquals(List.of("a", "b", "c"), stored(database));
        }
    }

    @ParameterizedTest
    @EnumSource
    void workThatSwallowsAFailedStatementHarmsNoOther(Databases kind) throws InterruptedException {
        try (Database database = Databases.open(kind.url(folder))) {
            Held held = new Held(database);
            held.add(insert("a"));
            held.add(connection -> {
                assertThrows(SQLException.class, () -> execute(connection, "INSERT INTO nowhere VALUES (1)"));
                return true;
            });
            held.add(insert("b"));
            List<@Nullable Throwable> failures = held.letGo();
            assertEquals(null, failures.get(0));
            assertEquals(null, failures.get(2));
            assertEquals(List.of("a", "b"), stored(database));
        }
    }

    /// Breaks a foreign key that is looked at only when the group commits.
    private static boolean breakTheCommit(Connection connection, Databases kind) throws SQLException {
        if (kind == Databases.SQLITE) {
            execute(connection, "PRAGMA defer_foreign_keys = ON");
        } else {
            execute(connection, "ALTER TABLE knowledge_published ALTER CONSTRAINT "
                    + "knowledge_published_version_fkey DEFERRABLE INITIALLY DEFERRED");
            execute(connection,
                    "ALTER TABLE knowledge_published DROP CONSTRAINT knowledge_published_entry_revision_fkey");
        }
        execute(connection, "INSERT INTO knowledge_published (version, entry, revision) VALUES (7, 'e', 1)");
        return true;
    }

    @ParameterizedTest
    @EnumSource
    void aCommitThatFailsFailsItsWholeGroup(Databases kind) throws InterruptedException {
        try (Database database = Databases.open(kind.url(folder))) {
            database.transact(insert("before"));
            Held held = new Held(database);
            held.add(insert("a"));
            held.add(connection -> breakTheCommit(connection, kind));
            held.add(insert("b"));
            for (Throwable failure : held.letGo()) {
                assertEquals(StoreException.Kind.FAILED, kind(failure));
            }
            assertEquals(List.of("before"), stored(database));
        }
    }

    @Test
    void sqliteTakesNoMoreWritesAfterACommitThatFailedButIsStillRead() {
        try (Database database = Databases.open(Databases.SQLITE.url(folder))) {
            assertEquals(Optional.empty(), database.fault());
            database.transact(insert("a"));
            assertThrows(StoreException.class,
                    () -> database.transact(connection -> breakTheCommit(connection, Databases.SQLITE)));
            StoreException refused = assertThrows(StoreException.class, () -> database.transact(insert("b")));
            assertEquals(StoreException.Kind.STOPPED, refused.kind());
            assertEquals(database.fault(), Optional.ofNullable(refused.getMessage()));
            assertTrue(database.fault().orElseThrow().contains("failed commit"));
            assertEquals(List.of("a"), stored(database));
        }
    }

    @Test
    void postgresWritesOnAfterACommitThatFailed() {
        try (Database database = Databases.open(Databases.POSTGRESQL.url(folder))) {
            assertThrows(StoreException.class,
                    () -> database.transact(connection -> breakTheCommit(connection, Databases.POSTGRESQL)));
            database.transact(insert("a"));
            assertEquals(List.of("a"), stored(database));
            assertEquals(Optional.empty(), database.fault());
        }
    }

    @Test
    void sqliteThatFailsBeforeTheCommitLosesTheGroupAndGoesOn() throws InterruptedException {
        try (Database database = Databases.open(Databases.SQLITE.url(folder))) {
            Held held = new Held(database);
            held.add(insert("a"));
            held.add(connection -> {
                // Rolls back all, the savepoint too, as SQLite does by itself when it has no memory or disk left.
                execute(connection, "ROLLBACK");
                throw new IllegalStateException("out of something");
            });
            assertEquals(StoreException.Kind.FAILED, kind(held.letGo().getFirst()));
            database.transact(insert("b"));
            assertEquals(List.of("b"), stored(database));
            assertEquals(Optional.empty(), database.fault());
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
                insert("a").run(connection);
                return execute(connection, "SELECT pg_terminate_backend(pg_backend_pid())");
            }));
            assertEquals(StoreException.Kind.FAILED, lost.kind());
            database.transact(insert("b"));
            assertEquals(List.of("b"), stored(database));
        }
    }

    @Test
    void aPostgresConnectionThatWasLostWhileIdleCostsNobodyAWrite() throws InterruptedException {
        try (Database database = Databases.open(Databases.POSTGRESQL.url(folder))) {
            int writer = database.transact(GroupCommitTest::backend);
            database.read(connection -> execute(connection, "SELECT pg_terminate_backend(" + writer + ")"));
            Thread.sleep(500);
            database.transact(insert("a"));
            assertEquals(List.of("a"), stored(database));
        }
    }

    @Test
    void aPostgresThatIsAwayIsAFaultUntilItIsBack() throws IOException, InterruptedException {
        Path files = folder.resolve("postgres");
        EmbeddedPostgres server = own(files, 0);
        int port = server.getPort();
        try (Database database = Databases.open(server.getJdbcUrl("postgres", "postgres"))) {
            database.transact(insert("a"));
            server.close();
            while (database.fault().isEmpty()) {
                Thread.sleep(50);
            }
            assertEquals(StoreException.Kind.FAILED,
                    assertThrows(StoreException.class, () -> database.transact(insert("b"))).kind());
            server = own(files, port);
            while (database.fault().isPresent()) {
                Thread.sleep(50);
            }
            database.transact(insert("c"));
            assertEquals(List.of("a", "c"), stored(database));
        } finally {
            server.close();
        }
    }

    private static EmbeddedPostgres own(Path files, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(files)
                .setCleanDataDirectory(false).setServerConfig("fsync", "off");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    @Test
    void moreThanTheQueueHoldsIsRefusedAtOnce() throws InterruptedException {
        try (Database database = Databases.open(Databases.SQLITE.url(folder))) {
            CountDownLatch free = new CountDownLatch(1);
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch refusals = new CountDownLatch(10);
            AtomicInteger done = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            callers.add(Thread.startVirtualThread(() -> database.transact(_ -> {
                held.countDown();
                await(free);
                return done.incrementAndGet();
            })));
            held.await();
            for (int i = 0; i < WAITING + 10; i++) {
                callers.add(Thread.startVirtualThread(() -> {
                    try {
                        database.transact(_ -> done.incrementAndGet());
                    } catch (StoreException e) {
                        assertEquals(StoreException.Kind.OVERLOADED, e.kind());
                        refusals.countDown();
                    }
                }));
            }
            refusals.await();
            assertEquals(0, done.get());
            free.countDown();
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(WAITING + 1, done.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void workWithinWorkIsRefusedRatherThanWaitingForItself(Databases kind) {
        try (Database database = Databases.open(kind.url(folder))) {
            assertThrows(IllegalStateException.class,
                    () -> database.transact(_ -> database.transact(insert("a"))));
            assertEquals(List.of(), stored(database));
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingDoesFirstWhatWaits(Databases kind) throws InterruptedException {
        String url = kind.url(folder);
        try (Database database = Databases.open(url)) {
            Held held = new Held(database);
            held.add(insert("a"));
            held.add(insert("b"));
            Thread closing = Thread.startVirtualThread(database::close);
            while (closing.getState() != Thread.State.WAITING && closing.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(100_000);
            }
            assertThrows(StoreException.class, () -> database.transact(insert("late")));
            held.letGo();
            closing.join();
        }
        try (Database database = Databases.open(url)) {
            assertEquals(List.of("a", "b"), stored(database));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneReadSeesOneMoment(Databases kind) {
        try (Database database = Databases.open(kind.url(folder))) {
            assertEquals(1, (int) database.read(connection -> {
                int before = count(connection);
                database.transact(insert("a"));
                return 1 + count(connection) - before;
            }));
            assertEquals(List.of("a"), stored(database));
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
                    assertThrows(StoreException.class, () -> database.read(insert("a"))).kind());
            assertEquals(List.of(), stored(database));
        }
    }
}
