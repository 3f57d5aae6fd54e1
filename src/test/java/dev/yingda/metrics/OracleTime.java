package dev.yingda.metrics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import dev.yingda.metrics.Policy.Schedule;
import dev.yingda.metrics.Policy.Time;
import dev.yingda.metrics.Policy.Window;

/// The time of a policy (response-metrics.md, section 2), once more and slowly: every window is laid out, and every
/// question is answered by looking at all of them. Shares nothing with [BusinessTime].
final class OracleTime {

    private final Schedule schedule;

    OracleTime(Schedule schedule) {
        this.schedule = schedule;
    }

    /// The date on the shop's wall.
    LocalDate date(long at) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(at), schedule.timezone());
    }

    /// "half-open windows `[start, end)`"
    boolean inWindow(long at) {
        return covered(windows(at, at), at);
    }

    /// "The wait of a round: end − start, or business time between them"
    long wait(long start, long end) {
        if (schedule.time() == Time.WALL) {
            return end - start;
        }
        return inside(start, end);
    }

    /// "`business`: only time inside the windows passes" and "time in both passes once": no time between two neighbouring
    /// ends of windows differs, so the first of its instants speaks for all.
    long inside(long start, long end) {
        List<Interval> windows = windows(start, end);
        TreeSet<Long> marks = new TreeSet<>(List.of(start, end));
        for (Interval window : windows) {
            marks.add(Math.clamp(window.start, start, end));
            marks.add(Math.clamp(window.end, start, end));
        }
        long passed = 0;
        for (long mark : marks) {
            Long next = marks.higher(mark);
            if (next != null && covered(windows, mark)) {
                passed += next - mark;
            }
        }
        return passed;
    }

    /// Rule 8: "the local midnight following" an instant.
    long midnightAfter(long at) {
        LocalDate day = date(at).minusDays(2);
        while (instant(day, 0) <= at) {
            day = day.plusDays(1);
        }
        return instant(day, 0);
    }

    private record Interval(long start, long end) {
    }

    private static boolean covered(List<Interval> windows, long at) {
        return windows.stream().anyMatch(window -> window.start <= at && at < window.end);
    }

    /// "A window is the interval between the instants of its two ends", here of all dates near the two instants; "one
    /// whose end is not after its start is empty" covers nothing.
    private List<Interval> windows(long from, long to) {
        List<Interval> windows = new ArrayList<>();
        for (LocalDate day = date(from).minusDays(3); !day.isAfter(date(to).plusDays(3)); day = day.plusDays(1)) {
            for (Window window : windowsOf(day)) {
                windows.add(new Interval(instant(day, window.start()), instant(day, window.end())));
            }
        }
        return windows;
    }

    private List<Window> windowsOf(LocalDate day) {
        var hours = schedule.hours();
        // "dates with no window, with or without `hours`"
        if (schedule.holidays().contains(day)) {
            return List.of();
        }
        // "none (always)"
        if (hours == null) {
            return List.of(new Window(0, 24 * 60));
        }
        // "With `hours` given, a weekday not named has none"
        return hours.getOrDefault(day.getDayOfWeek(), List.of());
    }

    /// "`24:00` is the day's end"; repeated and skipped local times "as `ZonedDateTime.of` does".
    private long instant(LocalDate day, int minute) {
        LocalDateTime local = minute == 24 * 60
                ? LocalDateTime.of(day.plusDays(1), LocalTime.MIDNIGHT)
                : LocalDateTime.of(day, LocalTime.of(minute / 60, minute % 60));
        return ZonedDateTime.of(local, schedule.timezone()).toInstant().toEpochMilli();
    }
}
