package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.yingda.metrics.Policy.Schedule;
import dev.yingda.metrics.Policy.Time;
import dev.yingda.metrics.Policy.Window;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Time inside the hours: clock changes, leap days, holidays, the end of the day.
class BusinessTimeTest {

    @Test
    void a_day_of_the_spring_change_has_23_hours_and_one_of_autumn_25() {
        assertEquals(23 * 3_600_000L, berlin(null, "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00"));
        assertEquals(25 * 3_600_000L, berlin(null, "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00"));
    }

    @Test
    void a_window_around_the_spring_change_is_an_hour_shorter() {
        assertEquals(3 * 3_600_000L,
                berlin(new Window(60, 300), "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00"));
    }

    @Test
    void an_end_that_occurs_twice_is_its_first_occurrence() {
        assertEquals(3_600_000L,
                berlin(new Window(90, 150), "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00"));
    }

    @Test
    void a_start_that_is_skipped_moves_forward_and_a_window_swallowed_by_it_is_empty() {
        assertEquals(0, berlin(new Window(150, 180), "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00"));
    }

    @Test
    void windows_that_a_clock_change_makes_overlap_pass_once() {
        BusinessTime time = new BusinessTime(new Schedule(ZoneId.of("Europe/Berlin"),
                Map.of(DayOfWeek.SUNDAY, List.of(new Window(120, 165), new Window(180, 240))), Set.of(),
                Time.BUSINESS));
        assertEquals(3_600_000L, time.wait(millis("2026-03-29T00:00+01:00"), millis("2026-03-30T00:00+02:00")));
    }

    @Test
    void the_29th_of_february_is_open_like_any_other_day() {
        BusinessTime time = time("Asia/Shanghai", new Window(540, 1440), Set.of());
        assertEquals(15 * 3_600_000L, time.wait(millis("2024-02-29T00:00+08:00"), millis("2024-03-01T00:00+08:00")));
    }

    @Test
    void a_window_to_24_00_meets_the_next_from_00_00() {
        Map<DayOfWeek, List<Window>> hours = new EnumMap<>(DayOfWeek.class);
        hours.put(DayOfWeek.FRIDAY, List.of(new Window(1320, 1440)));
        hours.put(DayOfWeek.SATURDAY, List.of(new Window(0, 120)));
        BusinessTime time = new BusinessTime(
                new Schedule(ZoneId.of("Asia/Shanghai"), hours, Set.of(), Time.BUSINESS));
        assertEquals(4 * 3_600_000L, time.wait(millis("2026-01-09T12:00+08:00"), millis("2026-01-12T12:00+08:00")));
        assertTrue(time.open(millis("2026-01-10T00:00+08:00")));
        assertFalse(time.open(millis("2026-01-10T02:00+08:00")));
    }

    @Test
    void a_holiday_is_closed_even_where_no_hours_are_given() {
        BusinessTime time = time("Asia/Shanghai", null, Set.of(LocalDate.parse("2026-01-01")));
        assertFalse(time.open(millis("2026-01-01T12:00+08:00")));
        assertTrue(time.open(millis("2026-01-02T00:00+08:00")));
        assertEquals(24 * 3_600_000L, time.wait(millis("2025-12-31T12:00+08:00"), millis("2026-01-02T12:00+08:00")));
    }

    @Test
    void a_wait_over_several_new_years_adds_up() {
        BusinessTime time = time("Asia/Shanghai", new Window(540, 600), Set.of());
        assertEquals((365 + 366 + 365) * 3_600_000L,
                time.wait(millis("2023-01-01T00:00+08:00"), millis("2026-01-01T00:00+08:00")));
    }

    @Test
    void a_window_swallowed_by_a_clock_change_is_not_open_for_an_instant() {
        BusinessTime time = time("Europe/Berlin", new Window(120, 180), Set.of());
        assertFalse(time.open(millis("2026-03-29T03:00+02:00")));
        assertTrue(time.open(millis("2026-03-28T02:00+01:00")));
    }

    @Test
    void a_window_that_a_clock_change_moves_over_a_shorter_one_keeps_its_end() {
        BusinessTime time = new BusinessTime(new Schedule(ZoneId.of("Europe/Berlin"),
                Map.of(DayOfWeek.SUNDAY, List.of(new Window(120, 165), new Window(180, 210))), Set.of(),
                Time.BUSINESS));
        assertEquals(45 * 60_000L, time.wait(millis("2026-03-29T00:00+01:00"), millis("2026-03-30T00:00+02:00")));
    }

    @Test
    void windows_may_be_listed_in_any_order() {
        BusinessTime time = new BusinessTime(new Schedule(ZoneId.of("Asia/Shanghai"),
                Map.of(DayOfWeek.WEDNESDAY, List.of(new Window(780, 840), new Window(540, 600))), Set.of(),
                Time.BUSINESS));
        assertEquals(7_200_000L, time.wait(millis("2026-01-07T00:00+08:00"), millis("2026-01-08T00:00+08:00")));
        assertTrue(time.open(millis("2026-01-07T09:30+08:00")));
        assertFalse(time.open(millis("2026-01-07T10:30+08:00")));
    }

    @Test
    void questions_may_come_in_any_order_of_time() {
        BusinessTime time = time("Europe/Berlin", new Window(540, 600), Set.of());
        List<String> instants = List.of("2026-07-01T23:30+02:00", "2026-01-01T23:30+01:00", "2027-07-01T00:30+02:00",
                "1970-01-01T12:00+01:00", "1965-06-01T23:30+01:00", "1945-06-01T23:30+03:00", "2025-03-30T00:30+01:00");
        for (String at : instants) {
            LocalDate date = OffsetDateTime.parse(at).toLocalDate();
            assertEquals(date.toEpochDay(), time.day(millis(at)), at);
            assertEquals(date.plusDays(1).atStartOfDay(ZoneId.of("Europe/Berlin")).toInstant().toEpochMilli(),
                    time.midnightAfter(millis(at)), at);
            assertEquals(3_600_000L, time.wait(time.startOf(time.day(millis(at))), time.midnightAfter(millis(at))), at);
        }
    }

    @Test
    void a_zone_whose_clock_never_changes_has_days_too() {
        BusinessTime time = time("Etc/UTC", null, Set.of(LocalDate.EPOCH));
        assertEquals(LocalDate.parse("2026-01-07").toEpochDay(), time.day(millis("2026-01-07T23:59+00:00")));
        assertEquals(millis("2026-01-08T00:00+00:00"), time.midnightAfter(millis("2026-01-07T23:59+00:00")));
    }

    /// There, at a minute past midnight, the clock went back to 23:01 of the day before.
    @Test
    void a_midnight_that_comes_twice_is_over_after_its_first_time() {
        BusinessTime time = time("America/St_Johns", null, Set.of(LocalDate.EPOCH));
        long first = millis("2010-11-07T00:00-02:30");
        assertEquals(first, time.midnightAfter(millis("2010-11-06T12:00-02:30")));
        assertEquals(millis("2010-11-08T00:00-03:30"), time.midnightAfter(first));
        assertEquals(millis("2010-11-08T00:00-03:30"), time.midnightAfter(millis("2010-11-06T23:30-03:30")));
    }

    @Test
    void on_the_wall_a_reply_is_due_whether_the_shop_is_open_or_not() {
        Window window = new Window(540, 600);
        long night = millis("2026-01-07T23:00+08:00");
        Map<DayOfWeek, List<Window>> hours = Map.of(DayOfWeek.THURSDAY, List.of(window));
        assertEquals(Instant.ofEpochMilli(night + 180_000), new BusinessTime(
                new Schedule(ZoneId.of("Asia/Shanghai"), hours, Set.of(), Time.WALL)).reached(night, 180_000));
        assertEquals(Instant.ofEpochMilli(millis("2026-01-08T09:03+08:00")), new BusinessTime(
                new Schedule(ZoneId.of("Asia/Shanghai"), hours, Set.of(), Time.BUSINESS)).reached(night, 180_000));
    }

    private static long berlin(@Nullable Window window, String from, String to) {
        return time("Europe/Berlin", window, Set.of(LocalDate.EPOCH)).wait(millis(from), millis(to));
    }

    private static BusinessTime time(String zone, @Nullable Window window, Set<LocalDate> holidays) {
        Map<DayOfWeek, List<Window>> hours = new EnumMap<>(DayOfWeek.class);
        if (window != null) {
            for (DayOfWeek day : DayOfWeek.values()) {
                hours.put(day, List.of(window));
            }
        }
        return new BusinessTime(new Schedule(ZoneId.of(zone), window == null ? null : hours, holidays,
                Time.BUSINESS));
    }

    private static long millis(String at) {
        return OffsetDateTime.parse(at).toInstant().toEpochMilli();
    }
}
