package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
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
