package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.yingda.metrics.Policy.Schedule;
import dev.yingda.metrics.Policy.Time;
import dev.yingda.metrics.Policy.Window;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/// Time inside the hours, against a second implementation that walks it minute by minute.
class BusinessTimePropertyTest {

    /// A clock change each: the usual two, a half-hour one, midnights that do not exist or exist twice, and a date that
    /// was left out.
    private static final Map<String, String> CHANGES = Map.of(
            "Asia/Shanghai", "2024-02-28", "Europe/Berlin", "2026-03-28", "America/New_York", "2026-10-31",
            "Australia/Lord_Howe", "2026-04-04", "America/Sao_Paulo", "2018-11-03", "Africa/Cairo", "2026-04-23",
            "America/Havana", "2026-10-31", "America/Santiago", "2026-09-05", "Pacific/Apia", "2011-12-28",
            "America/St_Johns", "2010-11-06");

    record Question(Schedule schedule, long start, int minutes) {
    }

    @Property(tries = 400)
    void business_time_is_what_a_walk_by_the_minute_finds(@ForAll("questions") Question question) {
        BusinessTime time = new BusinessTime(question.schedule);
        List<long[]> windows = windows(question.schedule, question.start);
        long passed = 0;
        for (int i = 0; i < question.minutes; i++) {
            long at = question.start + i * 60_000L;
            boolean open = windows.stream().anyMatch(window -> window[0] <= at && at < window[1]);
            assertEquals(open, time.open(at), () -> Instant.ofEpochMilli(at) + " " + question);
            passed += open ? 60_000 : 0;
        }
        assertEquals(passed, time.wait(question.start, question.start + question.minutes * 60_000L));
    }

    @Property(tries = 400)
    void time_in_two_parts_is_as_long_as_in_one(@ForAll("questions") Question question,
            @ForAll("cuts") double cut) {
        BusinessTime time = new BusinessTime(question.schedule);
        long end = question.start + question.minutes * 60_000L;
        long middle = question.start + (long) (cut * (end - question.start));
        assertEquals(time.wait(question.start, end), time.wait(question.start, middle) + time.wait(middle, end));
    }

    @Property(tries = 400)
    void the_midnight_after_an_instant_is_later_and_no_date_begins_between(@ForAll("questions") Question question) {
        BusinessTime time = new BusinessTime(question.schedule);
        long midnight = time.midnightAfter(question.start);
        assertTrue(midnight > question.start);
        for (long at = question.start + 60_000; at < midnight; at += 60_000) {
            long now = at;
            assertFalse(time.day(now) > time.day(midnight), () -> Instant.ofEpochMilli(now).toString());
        }
    }

    @Property(tries = 400)
    void what_is_due_is_in_time_till_then_and_late_a_moment_after(@ForAll("questions") Question question,
            @ForAll @LongRange(min = 0, max = 200_000_000L) long length) {
        BusinessTime time = new BusinessTime(question.schedule);
        Instant due = time.reached(question.start, length);
        if (due == null) {
            assertTrue(time.wait(question.start, question.start + 700 * 86_400_000L) <= length);
        } else {
            assertTrue(time.wait(question.start, due.toEpochMilli()) <= length);
            assertTrue(time.wait(question.start, due.toEpochMilli() + 1) > length);
        }
    }

    @Property(tries = 400)
    void the_day_of_an_instant_is_its_local_date(@ForAll("questions") Question question) {
        BusinessTime time = new BusinessTime(question.schedule);
        for (long at = question.start; at < question.start + 3 * 86_400_000L; at += 1_799_999) {
            assertEquals(LocalDate.ofInstant(Instant.ofEpochMilli(at), question.schedule.timezone()).toEpochDay(),
                    time.day(at));
        }
    }

    @Provide
    Arbitrary<Double> cuts() {
        return Arbitraries.doubles().between(0, 1);
    }

    @Provide
    Arbitrary<Question> questions() {
        Arbitrary<String> zones = Arbitraries.of(CHANGES.keySet().stream().sorted().toList());
        return Combinators.combine(zones, weeks(), Arbitraries.integers().between(0, 4 * 24 * 60),
                Arbitraries.integers().between(0, 3 * 24 * 60), Arbitraries.integers().between(-1, 4))
                .as((zone, hours, offset, minutes, holiday) -> {
                    ZoneId id = ZoneId.of(zone);
                    LocalDate date = LocalDate.parse(CHANGES.getOrDefault(zone, "2026-01-01"));
                    Set<LocalDate> holidays = holiday < 0 ? Set.of() : Set.of(date.plusDays(holiday));
                    long start = date.atStartOfDay(id).toInstant().toEpochMilli() + offset * 60_000L;
                    return new Question(new Schedule(id, hours.isEmpty() ? null : hours, holidays, Time.BUSINESS),
                            start,
                            minutes);
                });
    }

    private static Arbitrary<Map<DayOfWeek, List<Window>>> weeks() {
        Arbitrary<List<Window>> day = Arbitraries.integers().between(0, 48).set().ofMaxSize(6).map(ends -> {
            List<Integer> sorted = ends.stream().sorted().toList();
            List<Window> windows = new ArrayList<>();
            for (int i = 0; i + 1 < sorted.size(); i += 2) {
                windows.add(new Window(sorted.get(i) * 30, sorted.get(i + 1) * 30));
            }
            return windows;
        });
        return Arbitraries.maps(Arbitraries.of(DayOfWeek.class), day).ofMaxSize(7);
    }

    /// Straight from the contract: the intervals between the instants of their ends.
    private static List<long[]> windows(Schedule schedule, long around) {
        List<long[]> windows = new ArrayList<>();
        LocalDate middle = LocalDate.ofInstant(Instant.ofEpochMilli(around), schedule.timezone());
        for (LocalDate day = middle.minusDays(4); day.isBefore(middle.plusDays(8)); day = day.plusDays(1)) {
            Map<DayOfWeek, List<Window>> hours = schedule.hours();
            List<Window> ofDay = hours == null
                    ? List.of(new Window(0, 1440))
                    : hours.getOrDefault(day.getDayOfWeek(), List.of());
            for (Window window : schedule.holidays().contains(day) ? List.<Window>of() : ofDay) {
                windows.add(new long[]{instant(day, window.start(), schedule), instant(day, window.end(), schedule)});
            }
        }
        return windows;
    }

    private static long instant(LocalDate day, int minute, Schedule schedule) {
        LocalDateTime local = minute == 1440
                ? LocalDateTime.of(day.plusDays(1), LocalTime.MIDNIGHT)
                : LocalDateTime.of(day, LocalTime.of(minute / 60, minute % 60));
        return ZonedDateTime.of(local, schedule.timezone()).toInstant().toEpochMilli();
    }
}
