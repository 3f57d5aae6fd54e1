package dev.yingda.faults;

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

/// The server is killed at a random instant while buyers and an agent write, again and again. `-Dfaults.rounds=200` for the
/// long run; the data is kept for ten rounds.
@Timeout(value = 7200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {

    private static final int ROUNDS = Faults.rounds(3);
    private static final int ROUNDS_A_JOURNAL = 10;
    private static final int BUYERS = 4;
    /// A killed server wrote for at most so long.
    private static final int LIVES_MS = 1_500;

    @TempDir
    private Path folder;

    @Test
    void nothingAcknowledgedIsLostOrTwiceWhenTheServerIsKilled() throws Exception {
        Random random = Faults.random();
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round += ROUNDS_A_JOURNAL) {
            acknowledged += journal(Files.createDirectories(folder.resolve("from" + round)),
                    Math.min(ROUNDS_A_JOURNAL, ROUNDS - round), random);
        }
        System.out.println(ROUNDS + " kills, " + acknowledged + " messages acknowledged");
    }

    private static long journal(Path folder, int rounds, Random random) throws Exception {
        AtomicReference<@Nullable Door> door = new AtomicReference<>();
        Child child = Child.start(folder);
        List<Talker> talkers = new ArrayList<>();
        try {
            for (int i = 0; i < BUYERS; i++) {
                talkers.add(Talker.buyer("buyer" + i, child.door().visitor(), door::get,
                        i % 2 == 0 ? Faults.KNOWN : Faults.UNKNOWN));
            }
            talkers.add(Talker.agent("lin", door::get));
            for (int round = 0; round < rounds; round++) {
                int before = acknowledged(talkers);
                door.set(child.door());
                Faults.await(() -> "everybody goes on: " + talkers.stream().map(Talker::wrong).toList(),
                        () -> acknowledged(talkers) >= before + BUYERS * 5
                                || talkers.stream().anyMatch(talker -> !talker.wrong().isEmpty()));
                LockSupport.parkNanos(1_000L * random.nextInt(1_000 * LIVES_MS));
                child.kill();
                door.set(null);
                Faults.await(() -> "everybody notices", () -> talkers.stream().noneMatch(Talker::isConnected));
                audit(folder, talkers);
                child = Child.start(folder);
            }
            return toTheEnd(folder, child, door, talkers);
        } finally {
            child.kill();
            talkers.forEach(Talker::close);
        }
    }

    /// Nobody writes anything new; what was sent is acknowledged, and shown.
    private static long toTheEnd(Path folder, Child child, AtomicReference<@Nullable Door> door, List<Talker> talkers)
            throws Exception {
        talkers.forEach(Talker::quiet);
        door.set(child.door());
        Faults.await(() -> "all that was sent is acknowledged: " + talkers.stream().map(Talker::waiting).toList(),
                () -> talkers.stream().allMatch(talker -> talker.waiting() == 0));
        try (Database database = Database.openReadOnly("jdbc:sqlite:" + folder.resolve("data/yingda.db"), "", "")) {
            Audit audit = Audit.of(new Journal(database));
            Faults.await(() -> "all that happened is shown", () -> talkers.stream().filter(talker -> !talker.isAgent())
                    .allMatch(talker -> talker.screens().keySet().stream()
                            .allMatch(each -> talker.shown(each) >= audit.last(each))));
            audit.holds(talkers).complete(talkers);
            for (int i = 0; i < BUYERS; i += 2) {
                audit.answered(talkers.get(i));
            }
        }
        return acknowledged(talkers);
    }

    private static int acknowledged(List<Talker> talkers) {
        return talkers.stream().mapToInt(talker -> talker.acknowledged().size()).sum();
    }

    private static void audit(Path folder, List<Talker> talkers) {
        try (Database database = Databases.open("jdbc:sqlite:" + folder.resolve("data/yingda.db"))) {
            Audit audit = Audit.of(new Journal(database)).holds(talkers);
            assertTrue(audit.events() >= acknowledged(talkers), "fewer events than messages");
        }
    }
}
