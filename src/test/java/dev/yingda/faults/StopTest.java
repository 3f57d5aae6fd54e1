package dev.yingda.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import dev.yingda.journal.Journal;
import dev.yingda.store.Database;
import dev.yingda.store.Databases;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server is told to stop, by SIGTERM, while buyers and an agent write.
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {

    private static final int ROUNDS = Faults.rounds(1);
    private static final int BUYERS = 4;
    private static final int STOPS_WITHIN_S = 20;
    private static final int BY_SIGTERM = 143;
    private static final int DRAIN = 4001;

    @TempDir
    private Path folder;

    @Test
    void toldToStopItSendsEverybodyElsewhereAndLosesNothing() throws Exception {
        Random random = Faults.random();
        for (int round = 0; round < ROUNDS; round++) {
            stop(Files.createDirectories(folder.resolve("round" + round)), random);
        }
    }

    private static void stop(Path folder, Random random) throws Exception {
        AtomicReference<@Nullable Door> door = new AtomicReference<>();
        Child child = Child.start(folder);
        List<Talker> talkers = new ArrayList<>();
        try {
            for (int i = 0; i < BUYERS; i++) {
                talkers.add(Talker.buyer("buyer" + i, child.door().visitor(), door::get,
                        i % 2 == 0 ? Faults.KNOWN : Faults.UNKNOWN));
            }
            talkers.add(Talker.agent("lin", door::get));
            door.set(child.door());
            Faults.await(() -> "everybody writes",
                    () -> talkers.stream().allMatch(talker -> talker.acknowledged().size() > 5));
            LockSupport.parkNanos(1_000_000L * random.nextInt(500));
            // Whoever is sent elsewhere finds nothing there.
            door.set(null);
            child.stop();
            int status = child.end(STOPS_WITHIN_S);
            assertTrue(status == 0 || status == BY_SIGTERM, "status " + status + ": " + child.said());
            Faults.await(() -> "it says so: " + child.said(), () -> child.said().contains("yingda: stopped."));
            Faults.await(() -> "everybody notices", () -> talkers.stream().noneMatch(Talker::isConnected));
            try (Database database = Databases.open("jdbc:sqlite:" + folder.resolve("data/yingda.db"))) {
                Audit.of(new Journal(database)).holds(talkers);
            }
            for (Talker talker : talkers) {
                assertEquals(List.of(new Talker.End(DRAIN, true)), talker.ends(), talker.toString());
            }
        } finally {
            child.kill();
            talkers.forEach(Talker::close);
        }
    }
}
