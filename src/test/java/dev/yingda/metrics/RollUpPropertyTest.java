package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.conversation.Logged;
import dev.yingda.conversation.MemoryLog;
import dev.yingda.metrics.Report.By;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

/// The live figures are those of a replay of the log, at every prefix of every history.
class RollUpPropertyTest {

    private MemoryLog log = new MemoryLog();
    private SetClock clock = new SetClock();

    @BeforeTry
    void begin_anew() {
        log = new MemoryLog();
        clock = new SetClock();
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void live_is_replay_at_every_prefix(@ForAll long seed) {
        Case some = Case.random(seed);
        List<Policy> policies = List.of(some.policy(), Policy.presets().getFirst());
        Ledger ledger = new Ledger(log, clock, policies);
        for (Logged each : events(some)) {
            append(each).forEach(ledger::accept);
            assertLiveIsReplay(ledger, null, null);
        }
        wait(ledger, Duration.ofHours(30));
        assertLiveIsReplay(ledger, null, null);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void so_is_any_period_of_whole_days_and_any_other(@ForAll long seed, @ForAll long chance) {
        Case some = Case.random(seed);
        Random random = new Random(chance);
        Policy policy = some.policy();
        Ledger ledger = new Ledger(log, clock, List.of(policy));
        for (Logged each : events(some)) {
            append(each).forEach(ledger::accept);
            if (random.nextInt(4) == 0) {
                ZoneId zone = policy.schedule().timezone();
                LocalDate first = each.at().atZone(zone).toLocalDate().minusDays(random.nextInt(-1, 5));
                Instant from = random.nextInt(4) == 0 ? null : first.atStartOfDay(zone).toInstant();
                Instant to = random.nextInt(4) == 0
                        ? null
                        : first.plusDays(random.nextInt(4)).atStartOfDay(zone).toInstant();
                assertLiveIsReplay(ledger, from, to);
                assertLiveIsReplay(ledger, from == null ? null : from.minusMillis(random.nextInt(80_000_000)), to);
            }
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void a_conversation_that_was_forgotten_goes_on(@ForAll long seed, @ForAll long chance) {
        Case some = Case.random(seed);
        Random random = new Random(chance);
        Ledger ledger = new Ledger(log, clock, List.of(some.policy()));
        Duration late = Duration.ZERO;
        for (Logged each : events(some)) {
            late = random.nextInt(3) == 0 ? late.plus(Duration.ofHours(random.nextInt(60))) : late;
            append(new Logged(each.conversation(), 1, each.seq(), each.at().plus(late), each.event()))
                    .forEach(ledger::accept);
            assertLiveIsReplay(ledger, null, null);
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void totals_that_begin_in_the_middle_see_every_event_once(@ForAll long seed, @ForAll long chance) {
        Case some = Case.random(seed);
        Random random = new Random(chance);
        Ledger ledger = new Ledger(log, clock, List.of(some.policy()));
        boolean heard = false;
        List<Logged> news = new ArrayList<>();
        for (Logged each : events(some)) {
            heard = heard || random.nextInt(8) == 0;
            List<Logged> stored = append(each);
            if (heard) {
                news.addAll(stored);
            }
        }
        // The scan of the first question sees all of it, and so did the listener of a part.
        news.forEach(ledger::accept);
        assertLiveIsReplay(ledger, null, null);
        ledger.rebuild();
        assertLiveIsReplay(ledger, null, null);
    }

    private static List<Logged> events(Case some) {
        return Histories.inOrderOfTime(some.events());
    }

    private List<Logged> append(Logged event) {
        clock.now = event.at().isAfter(clock.now) ? event.at() : clock.now;
        var appended = log.append(event.conversation(), event.seq() - 1, event.at(), List.of(event.event()));
        return ((Appended.Stored) appended).events();
    }

    private void wait(Ledger ledger, Duration step) {
        for (int i = 0; i < 3; i++) {
            clock.now = clock.now.plus(step);
            assertLiveIsReplay(ledger, null, null);
        }
    }

    private void assertLiveIsReplay(Ledger ledger, @Nullable Instant from, @Nullable Instant to) {
        for (Policy policy : ledger.policies()) {
            Replay replay = Replay.of(policy.during(from, to), clock.now);
            log.scan(null, null, replay::accept);
            assertEquals(Histories.json(replay.result(Set.of(By.values()), false)),
                    Histories.json(ledger.report(policy.id(), from, to, Set.of(By.values()))));
        }
    }

    /// Stands until it is set.
    private static final class SetClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
