package dev.yingda.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/// What the store does on a disk that has no room, fails to sync, or loses its power. `-Dfaults.rounds=` and
/// `-Dfaults.seed=` make it longer, or the same again.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFaultsTest {

    private static final int ROUNDS = Integer.getInteger("faults.rounds", 12);
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
    private static final int WRITERS = 8;

    @TempDir
    private Path folder;

    /// Something that stores a row durably and says so by returning.
    private interface Storing {
        void store(String id) throws SQLException;
    }

    /// Writes without rest, loses the power at random instants, and counts what was said to be stored and is not there.
    private int lostInCuts(FaultyDisk disk, Storing storing, int writers, int rounds) throws Exception {
        Random random = new Random(SEED);
        System.out.println("faults.seed=" + SEED);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> threads = java.util.stream.IntStream.range(0, writers)
                .mapToObj(writer -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; !enough.get(); i++) {
                        try {
                            storing.store("w" + writer + "-" + i);
                            acknowledged.add("w" + writer + "-" + i);
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                })).toList();
        int lost = 0;
        for (int round = 0; round < rounds; round++) {
            LockSupport.parkNanos(1_000_000L * (1 + random.nextInt(60)));
            Set<String> before = Set.copyOf(acknowledged);
            Path found = folder.resolve("found" + round);
            disk.cut(found, random);
            try (Database database = Databases.open("jdbc:sqlite:" + found.resolve("x.db"))) {
                Set<String> stored = new HashSet<>(Rows.stored(database));
                lost += (int) before.stream().filter(id -> !stored.contains(id)).count();
                assertEquals("ok", database.read(DiskFaultsTest::integrity));
            }
        }
        enough.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(acknowledged.size() > rounds, "hardly anything was stored: " + acknowledged.size());
        return lost;
    }

    private static Connection careless(String url) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        return DriverManager.getConnection(url, config.toProperties());
    }

    private static String integrity(Connection connection) throws SQLException {
        try (var check = connection.createStatement(); var rows = check.executeQuery("PRAGMA integrity_check")) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    @Test
    void nothingAcknowledgedIsLostWithThePower() throws Exception {
        Path data = folder.resolve("data");
        try (FaultyDisk disk = FaultyDisk.under(data);
                Database database = Databases.open("jdbc:sqlite:" + data.resolve("x.db"))) {
            assertEquals(0, lostInCuts(disk, id -> database.transact(Rows.insert(id)), WRITERS, ROUNDS));
        }
    }

    /// That the test above can fail: SQLite with `synchronous=NORMAL` does not sync its log with each commit.
    @Test
    void thisDiskLosesWhatWasCommittedButNotSynced() throws Exception {
        Path data = folder.resolve("data");
        Databases.open("jdbc:sqlite:" + data.resolve("x.db")).close();
        try (FaultyDisk disk = FaultyDisk.under(data);
                Connection careless = careless("jdbc:sqlite:" + data.resolve("x.db"))) {
            assertTrue(lostInCuts(disk, id -> Rows.insert(id).run(careless), 1, ROUNDS) > 0);
        }
    }

    @Test
    void aFullDiskIsToldAndWritingGoesOnByItselfWhenThereIsRoomAgain() throws Exception {
        Path data = folder.resolve("data");
        try (FaultyDisk disk = FaultyDisk.under(data);
                Database database = Databases.open("jdbc:sqlite:" + data.resolve("x.db"))) {
            database.transact(Rows.insert("a"));
            disk.full(true);
            for (String id : List.of("b", "c")) {
                StoreException refused = assertThrows(StoreException.class, () -> database.transact(Rows.insert(id)));
                assertEquals(StoreException.Kind.FAILED, refused.kind());
            }
            assertTrue(database.fault().orElseThrow().contains("disk is full"), database.fault().toString());
            assertEquals(List.of("a"), Rows.stored(database));
            LockSupport.parkNanos(600_000_000);
            assertTrue(database.fault().isPresent(), "nobody asked the disk again");
            disk.full(false);
            while (database.fault().isPresent()) {
                LockSupport.parkNanos(1_000_000);
            }
            database.transact(Rows.insert("b"));
            assertEquals(List.of("a", "b"), Rows.stored(database));
        }
    }

    @Test
    void afterASyncThatFailedNothingIsAcknowledgedAndTheDiskIsNotAskedAgain() throws Exception {
        Path data = folder.resolve("data");
        try (FaultyDisk disk = FaultyDisk.under(data)) {
            int before;
            try (Database database = Databases.open("jdbc:sqlite:" + data.resolve("x.db"))) {
                database.transact(Rows.insert("a"));
                disk.failToSync();
                before = disk.syncs();
                assertEquals(StoreException.Kind.FAILED,
                        assertThrows(StoreException.class, () -> database.transact(Rows.insert("b"))).kind());
                assertEquals(before + 1, disk.syncs());
                for (int i = 0; i < 3; i++) {
                    assertEquals(StoreException.Kind.STOPPED,
                            assertThrows(StoreException.class, () -> database.transact(Rows.insert("c"))).kind());
                }
                assertTrue(database.fault().orElseThrow().contains("check the disk"));
                assertEquals(before + 1, disk.syncs());
            }
            assertEquals(before + 1, disk.syncs(), "closing has asked the disk again");
        }
    }
}
