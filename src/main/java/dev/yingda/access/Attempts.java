package dev.yingda.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Failed attempts to sign in, by name. An attempt that is still being checked counts as if it had failed, or guesses made
/// at once would be more than guesses made in turn. In memory: a restart forgives all.
final class Attempts {

    private static final int FAILURES = 5;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration CHECKING = Duration.ofSeconds(1);
    /// More names than these at once are an attack on names at large; those tried longest ago are forgotten.
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    /// The name that failed last comes last.
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();
    private final Map<String, Integer> checking = new HashMap<>();

    Attempts(Clock clock) {
        this.clock = clock;
    }

    /// @return how long to wait; empty: go on, and tell [#ended] in any case
    synchronized Optional<Duration> begin(String name) {
        Instant now = clock.instant();
        Deque<Instant> failed = failures.getOrDefault(name, new ArrayDeque<>());
        failed.removeIf(at -> isOld(at, now));
        if (failed.size() >= FAILURES) {
            return Optional.of(Duration.between(now, failed.getFirst().plus(WINDOW)));
        }
        int open = checking.getOrDefault(name, 0);
        if (failed.size() + open >= FAILURES) {
            return Optional.of(CHECKING);
        }
        checking.put(name, open + 1);
        return Optional.empty();
    }

    private static boolean isOld(Instant failure, Instant now) {
        return !failure.plus(WINDOW).isAfter(now);
    }

    synchronized void failed(String name) {
        Instant now = clock.instant();
        Deque<Instant> failed = failures.remove(name);
        Deque<Instant> longer = failed == null ? new ArrayDeque<>() : failed;
        longer.addLast(now);
        failures.put(name, longer);
        Iterator<Deque<Instant>> eldest = failures.values().iterator();
        while (eldest.hasNext() && (isOld(eldest.next().getLast(), now) || failures.size() > REMEMBERED)) {
            eldest.remove();
        }
    }

    synchronized void succeeded(String name) {
        failures.remove(name);
    }

    /// The check of an attempt is over.
    synchronized void ended(String name) {
        checking.computeIfPresent(name, (_, open) -> open == 1 ? null : open - 1);
    }
}
