package dev.yingda.metrics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.yingda.metrics.Policy.Schedule;
import dev.yingda.metrics.Policy.Time;
import dev.yingda.metrics.Policy.Window;

import org.jspecify.annotations.Nullable;

/// When the shop is open, and how much time passes between two instants (response-metrics.md, section 2: `timezone`,
/// `hours`, `holidays`, `time`). Instants are epoch milliseconds.
///
/// Windows are worked out a UTC year at a time and kept; in a year they are disjoint and sorted, so that a question is a
/// binary search. Not for several threads.
final class BusinessTime {

    private static final List<Window> WHOLE_DAY = List.of(new Window(0, 24 * 60));
    /// Windows belong to local dates. No offset, and no clock change, takes a window further than this from its date.
    private static final int REACH_DAYS = 3;
    /// So far ahead a due time is looked for.
    private static final int SIGHT_DAYS = 731;
    private static final long MILLIS_OF_DAY = 24 * 60 * 60 * 1000L;

    private final Schedule schedule;
    private final ZoneId zone;
    private final boolean always;
    private final Map<Integer, Year> years = new HashMap<>();
    private Year last = new Year(0, 0, new long[0]);
    /// The zone's offset between two clock changes: `[offsetFrom, offsetTo)`.
    private long offset;
    private long offsetFrom;
    private long offsetTo;
    /// The day asked for last, and where the next one begins.
    private int cutDay;
    private long cut = Long.MIN_VALUE;

    BusinessTime(Schedule schedule) {
        this.schedule = schedule;
        this.zone = schedule.timezone();
        this.always = schedule.hours() == null && schedule.holidays().isEmpty();
    }

    /// Whether the instant is in a window.
    boolean open(long at) {
        return always || year(at).open(at);
    }

    /// How much of the time from `start` to `end` passes under the policy's `time`.
    long wait(long start, long end) {
        if (schedule.time() == Time.WALL || always) {
            return end - start;
        }
        long passed = 0;
        for (long at = start; at < end;) {
            Year year = year(at);
            long till = Math.min(end, year.end);
            passed += year.openBefore(till) - year.openBefore(at);
            at = till;
        }
        return passed;
    }

    /// The last instant until which no more than `length` has passed since `start`.
    ///
    /// @return null if that is not within two years, because no window comes
    @Nullable
    Instant reached(long start, long length) {
        if (schedule.time() == Time.WALL || always) {
            return Instant.ofEpochMilli(start + length);
        }
        long low = start;
        long high = start + SIGHT_DAYS * MILLIS_OF_DAY;
        if (wait(start, high) <= length) {
            return null;
        }
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (wait(start, middle) <= length) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Instant.ofEpochMilli(low);
    }

    /// The date on the shop's calendar, in days since 1970-01-01.
    int day(long at) {
        if (at < offsetFrom || at >= offsetTo) {
            findOffset(Instant.ofEpochMilli(at));
        }
        return (int) Math.floorDiv(at + offset, MILLIS_OF_DAY);
    }

    private void findOffset(Instant at) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition before = rules.previousTransition(at.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(at);
        offset = rules.getOffset(at).getTotalSeconds() * 1000L;
        offsetFrom = before == null ? Long.MIN_VALUE : before.getInstant().toEpochMilli();
        offsetTo = after == null ? Long.MAX_VALUE : after.getInstant().toEpochMilli();
    }

    /// The first local midnight after the instant. Where a clock change skips midnight, the day begins with the first
    /// instant it has.
    long midnightAfter(long at) {
        int day = day(at);
        if (day != cutDay || cut <= at) {
            cutDay = day;
            cut = startOf(day + 1);
        }
        long midnight = cut;
        while (midnight <= at) {
            midnight = startOf(++day + 1);
        }
        return midnight;
    }

    /// The first instant of a day.
    long startOf(int day) {
        return LocalDate.ofEpochDay(day).atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private Year year(long at) {
        if (at < last.start || at >= last.end) {
            int number = LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC).getYear();
            last = years.computeIfAbsent(number, this::workOut);
        }
        return last;
    }

    private Year workOut(int number) {
        LocalDate first = LocalDate.of(number, 1, 1);
        LocalDate next = first.plusYears(1);
        List<long[]> windows = new ArrayList<>();
        for (LocalDate day = first.minusDays(REACH_DAYS); day.isBefore(next.plusDays(REACH_DAYS)); day = day
                .plusDays(1)) {
            for (Window window : windows(day)) {
                windows.add(new long[]{instant(day, window.start()), instant(day, window.end())});
            }
        }
        windows.sort(Comparator.comparingLong(window -> window[0]));
        return new Year(utc(first), utc(next), merge(windows, utc(first), utc(next)));
    }

    private List<Window> windows(LocalDate day) {
        if (schedule.holidays().contains(day)) {
            return List.of();
        }
        var hours = schedule.hours();
        return hours == null ? WHOLE_DAY : hours.getOrDefault(day.getDayOfWeek(), List.of());
    }

    /// A local time that occurs twice is its first occurrence, one that is skipped moves forward: [ZonedDateTime#of].
    private long instant(LocalDate day, int minute) {
        LocalDateTime local = LocalDateTime.of(day.plusDays(minute / (24 * 60)),
                LocalTime.ofSecondOfDay(minute % (24 * 60) * 60L));
        return ZonedDateTime.of(local, zone).toInstant().toEpochMilli();
    }

    /// Sorted, disjoint bounds `start, end, start, end, …` inside `[from, to)`; time in two windows is there once.
    private static long[] merge(List<long[]> windows, long from, long to) {
        long[] bounds = new long[windows.size() * 2];
        int used = 0;
        for (long[] window : windows) {
            long start = Math.max(window[0], from);
            long end = Math.min(window[1], to);
            if (start >= end) {
                continue;
            }
            if (used > 0 && start <= bounds[used - 1]) {
                bounds[used - 1] = Math.max(bounds[used - 1], end);
            } else {
                bounds[used++] = start;
                bounds[used++] = end;
            }
        }
        return Arrays.copyOf(bounds, used);
    }

    private static long utc(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /// The windows of the UTC year `[start, end)`.
    private static final class Year {

        final long start;
        final long end;
        private final long[] bounds;
        /// How much open time lies before each bound.
        private final long[] before;

        Year(long start, long end, long[] bounds) {
            this.start = start;
            this.end = end;
            this.bounds = bounds;
            this.before = new long[bounds.length];
            for (int i = 1; i < bounds.length; i++) {
                before[i] = before[i - 1] + (i % 2 == 1 ? bounds[i] - bounds[i - 1] : 0);
            }
        }

        boolean open(long at) {
            return boundsUpTo(at) % 2 == 1;
        }

        long openBefore(long at) {
            int passed = boundsUpTo(at);
            if (passed == 0) {
                return 0;
            }
            return before[passed - 1] + (passed % 2 == 1 ? at - bounds[passed - 1] : 0);
        }

        private int boundsUpTo(long at) {
            int found = Arrays.binarySearch(bounds, at);
            return found >= 0 ? found + 1 : -found - 1;
        }
    }
}
