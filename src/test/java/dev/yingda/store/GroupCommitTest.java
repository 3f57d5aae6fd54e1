package dev.yingda.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

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

    private static StoreException.Kind kind(@Nullable Throwable failure) {
        return assertInstanceOf(StoreException.class, failure).kind();
    }

    @ParameterizedTest
    @EnumSource
    void whatComesWhileTheWriterIsBusySharesOneCommit(Databases kind) throws InterruptedException {
        try (Database database = Databases.open(kind.url(folder))) {
            Held held = new Held(database);
            List<List<String>> seenBetween = new ArrayList<>();
            held.add(Rows.insert("a"));
            held.add(_ -> seenBetween.add(Rows.stored(database)));
            assertEquals(2, held.letGo().size());
            assertEquals(List.of(List.of()), seenBetween);
            assertEquals(List.of("a"), Rows.stored(database));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorThrownByWorkReachesItsCallerAndTheWriterGoesOn(Databases kind) throws InterruptedException {
        try (Database database = Databases.open(kind.url(folder))) {
            AssertionError error = new AssertionError("broken");
            Held held = new Held(database);
            held.add(Rows.insert("a"));
            held.add(connection -> {
                Rows.insert("gone").run(connection);
                throw error;
            });
            held.add(Rows.insert("b"));
            List<@Nullable Throwable> failures = held.letGo();
            assertSame(error, failures.get(1));
            assertEquals(List.of("a", "b"), Rows.stored(database));
            database.transact(Rows.insert("c"));
            assertEquals(List.of("a", "b", "c"), Rows.stored(database));
        }
    }

    @ParameterizedTest
    @EnumSource
    void workThatSwallowsAFailedStatementHarmsNoOther(Databases kind) throws InterruptedException {
        try (Database database = Databases.open(kind.url(folder))) {
            Held held = new Held(database);
            held.add(Rows.insert("a"));
            held.add(connection -> {
                assertThrows(SQLException.class, () -> Rows.execute(connection, "INSERT INTO nowhere VALUES (1)"));
                return true;
            });
            held.add(Rows.insert("b"));
            List<@Nullable Throwable> failures = held.letGo();
            assertEquals(null, failures.get(0));
            assertEquals(null, failures.get(2));
            assertEquals(List.of("a", "b"), Rows.stored(database));
        }
    }

    /// Breaks a foreign key that is looked at only when the group commits.
    private static boolean breakTheCommit(Connection connection, Databases kind) throws SQLException {
        if (kind == Databases.SQLITE) {
            Rows.execute(connection, "PRAGMA defer_foreign_keys = ON");
        } else {
            Rows.execute(connection, "ALTER TABLE knowledge_published ALTER CONSTRAINT "
                    + "knowledge_published_version_fkey DEFERRABLE INITIALLY DEFERRED");
            Rows.execute(connection,
                    "ALTER TABLE knowledge_published DROP CONSTRAINT knowledge_published_entry_revision_fkey");
        }
        Rows.execute(connection, "INSERT INTO knowledge_published (version, entry, revision) VALUES (7, 'e', 1)");
        return true;
    }

    @ParameterizedTest
    @EnumSource
    void aCommitThatFailsFailsItsWholeGroup(Databases kind) throws InterruptedException {
        try (Database database = Databases.open(kind.url(folder))) {
            database.transact(Rows.insert("before"));
            Held held = new Held(database);
            held.add(Rows.insert("a"));
            held.add(connection -> breakTheCommit(connection, kind));
            held.add(Rows.insert("b"));
            for (Throwable failure : held.letGo()) {
                assertEquals(StoreException.Kind.FAILED, kind(failure));
            }
            assertEquals(List.of("before"), Rows.stored(database));
        }
    }

    @Test
    void sqliteTakesNoMoreWritesAfterACommitThatFailedButIsStillRead() {
        try (Database database = Databases.open(Databases.SQLITE.url(folder))) {
            assertEquals(Optional.empty(), database.fault());
            database.transact(Rows.insert("a"));
            assertThrows(StoreException.class,
                    () -> database.transact(connection -> breakTheCommit(connection, Databases.SQLITE)));
            StoreException refused = assertThrows(StoreException.class, () -> database.transact(Rows.insert("b")));
            assertEquals(StoreException.Kind.STOPPED, refused.kind());
            assertEquals(database.fault(), Optional.ofNullable(refused.getMessage()));
            assertTrue(database.fault().orElseThrow().contains("failed commit"));
            assertEquals(List.of("a"), Rows.stored(database));
        }
    }

    @Test
    void postgresWritesOnAfterACommitThatFailed() {
        try (Database database = Databases.open(Databases.POSTGRESQL.url(folder))) {
            assertThrows(StoreException.class,
                    () -> database.transact(connection -> breakTheCommit(connection, Databases.POSTGRESQL)));
            database.transact(Rows.insert("a"));
            assertEquals(List.of("a"), Rows.stored(database));
            assertEquals(Optional.empty(), database.fault());
        }
    }

    @Test
    void sqliteThatFailsBeforeTheCommitLosesTheGroupAndGoesOn() throws InterruptedException {
        try (Database database = Databases.open(Databases.SQLITE.url(folder))) {
            Held held = new Held(database);
            held.add(Rows.insert("a"));
            held.add(connection -> {
                // Rolls back all, the savepoint too, as SQLite does by itself when it has no memory or disk left.
                Rows.execute(connection, "ROLLBACK");
                throw new IllegalStateException("out of something");
            });
            assertEquals(StoreException.Kind.FAILED, kind(held.letGo().getFirst()));
            database.transact(Rows.insert("b"));
            assertEquals(List.of("b"), Rows.stored(database));
            assertEquals(Optional.empty(), database.fault());
        }
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
                Held.await(free);
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
                    () -> database.transact(_ -> database.transact(Rows.insert("a"))));
            assertEquals(List.of(), Rows.stored(database));
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingDoesFirstWhatWaits(Databases kind) throws InterruptedException {
        String url = kind.url(folder);
        try (Database database = Databases.open(url)) {
            Held held = new Held(database);
            held.add(Rows.insert("a"));
            held.add(Rows.insert("b"));
            Thread closing = Thread.startVirtualThread(database::close);
            while (closing.getState() != Thread.State.WAITING && closing.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(100_000);
            }
            assertThrows(StoreException.class, () -> database.transact(Rows.insert("late")));
            held.letGo();
            closing.join();
        }
        try (Database database = Databases.open(url)) {
            assertEquals(List.of("a", "b"), Rows.stored(database));
        }
    }
}
