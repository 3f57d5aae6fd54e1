package dev.yingda.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import dev.yingda.journey.Invariants;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The machine's clock jumps by an hour, forth and back, while buyers and an agent write.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClockTest {

    private static final int BUYERS = 3;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int HEARTBEAT_S = 25;

    @TempDir
    private Path folder;

    /// The machine's clock, set to another time.
    private static final class Jumping extends Clock {

        private volatile Duration by = Duration.ZERO;

        void jump(Duration further) {
            by = by.plus(further);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            Jumping own = this;
            return new Clock() {
                @Override
                public ZoneId getZone() {
                    return zone;
                }

                @Override
                public Clock withZone(ZoneId other) {
                    return own.withZone(other);
                }

                @Override
                public Instant instant() {
                    return own.instant();
                }
            };
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(by);
        }
    }

    private static void goesOn(List<Talker> talkers) {
        List<Integer> before = talkers.stream().map(talker -> talker.acknowledged().size()).toList();
        // Longer than the server's looks at its sockets are apart.
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_500);
        Faults.await(() -> "everybody goes on", () -> {
            for (int i = 0; i < talkers.size(); i++) {
                if (talkers.get(i).acknowledged().size() < before.get(i) + 10) {
                    return false;
                }
            }
            return System.nanoTime() > end;
        });
    }

    private static void allQuiet(List<Talker> talkers) {
        talkers.forEach(Talker::quiet);
        Faults.await(() -> "all that was sent is acknowledged",
                () -> talkers.stream().allMatch(talker -> talker.waiting() == 0));
    }

    /// Writes through jumps forth and back, and further back than the start.
    private static void jumps(House house, Jumping clock, List<Talker> talkers) throws Exception {
        for (int i = 0; i < BUYERS; i++) {
            talkers.add(Talker.buyer("buyer" + i, house.door().visitor(), house::door,
                    i % 2 == 0 ? Faults.KNOWN : Faults.UNKNOWN));
        }
        talkers.add(Talker.agent("lin", house::door));
        goesOn(talkers);
        for (Duration jump : List.of(HOUR, HOUR.negated(), HOUR.negated(), HOUR)) {
            clock.jump(jump);
            goesOn(talkers);
            allQuiet(talkers);
            Invariants.check(house.yingda().journal(), house.yingda().ledger());
            talkers.forEach(Talker::talk);
        }
        allQuiet(talkers);
        Audit audit = Audit.of(house.yingda().journal());
        Faults.await(() -> "all that happened is shown",
                () -> talkers.stream().filter(talker -> !talker.isAgent()).allMatch(talker -> talker.screens().keySet()
                        .stream().allMatch(each -> talker.shown(each) >= audit.last(each))));
        audit.holds(talkers).complete(talkers).answered(talkers.getFirst());
        Invariants.check(house.yingda().journal(), house.yingda().ledger());
    }

    @Test
    void orderTimesAndFiguresAreRightThoughTheClockJumps() throws Exception {
        Jumping clock = new Jumping();
        List<Talker> talkers = new ArrayList<>();
        try (House house = House.open(folder, clock)) {
            try {
                jumps(house, clock, talkers);
            } finally {
                talkers.forEach(Talker::close);
            }
        }
    }

    @Test
    void noSocketIsClosedNobodyLockedOutAndAQuietOneIsAskedForALifeSign() throws Exception {
        Jumping clock = new Jumping();
        List<Talker> talkers = new ArrayList<>();
        try (House house = House.open(folder, clock, "limits.buyerMessagesPerMinute=100000");
                Wire quiet = Wire.connect(house.door().port(), "/ws/buyer")) {
            quiet.patience((HEARTBEAT_S + 10) * 1_000);
            quiet.await("hello");
            quiet.send(Wire.frame("auth").put("token", house.door().visitor()));
            quiet.await("ready");
            long since = System.nanoTime();
            FutureTask<Long> asked = new FutureTask<>(() -> {
                quiet.await("ping");
                return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
            });
            Thread.ofVirtual().start(asked);
            try {
                jumps(house, clock, talkers);
                for (Talker talker : talkers) {
                    assertEquals(List.of(), talker.ends(), talker + " was sent away");
                    assertEquals(0, talker.temporary(), talker + " was refused");
                }
            } finally {
                talkers.forEach(Talker::close);
            }
            long after = asked.get(HEARTBEAT_S + 10, TimeUnit.SECONDS);
            assertTrue(after >= HEARTBEAT_S - 1 && after <= HEARTBEAT_S + 6, "asked after " + after + " s");
        }
    }
}
