package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When an entry is used, and with which answer.
class ConditionsTest {

    private static final ZoneId SHOP = ZoneId.of("Asia/Shanghai");
    private static final LocalDate FROM = LocalDate.of(2026, 6, 1);
    private static final LocalDate UNTIL = LocalDate.of(2026, 6, 20);

    @ParameterizedTest
    @CsvSource({"2026-05-31T23:59:59, false", "2026-06-01T00:00, true", "2026-06-20T23:59:59.999, true",
            "2026-06-21T00:00, false"})
    void bothDatesBelongToIt(LocalDateTime moment, boolean holds) {
        assertEquals(holds, new When(FROM, UNTIL, null, Set.of(), Set.of()).holds(at(moment, null, null)));
    }

    @Test
    void aDayIsTheShopsDay() {
        When when = new When(null, UNTIL, null, Set.of(), Set.of());
        ZonedDateTime lastMinute = ZonedDateTime.of(2026, 6, 20, 15, 59, 0, 0, ZoneOffset.UTC);
        assertTrue(when.holds(new Situation(lastMinute.withZoneSameInstant(SHOP), null, null)));
        assertFalse(when.holds(new Situation(lastMinute.plusMinutes(1).withZoneSameInstant(SHOP), null, null)));
    }

    @ParameterizedTest
    @CsvSource({
            "09:00-18:00, 2026-06-01T08:59:59, false", "09:00-18:00, 2026-06-01T09:00, true",
            "09:00-18:00, 2026-06-01T17:59:59, true", "09:00-18:00, 2026-06-01T18:00, false",
            "22:00-06:00, 2026-06-01T21:59, false", "22:00-06:00, 2026-06-01T22:00, true",
            "22:00-06:00, 2026-06-02T00:00, true", "22:00-06:00, 2026-06-02T05:59, true",
            "22:00-06:00, 2026-06-02T06:00, false",
            "18:00-24:00, 2026-06-01T23:59, true", "18:00-24:00, 2026-06-02T00:00, false",
            "00:00-24:00, 2026-06-01T12:00, true"})
    void hoursEndBeforeTheirEndAndMayCrossMidnight(String hours, LocalDateTime moment, boolean holds) {
        assertEquals(holds, hours(hours).contain(moment));
    }

    /// 2026-06-05 is a Friday.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "mon-fri 09:00-18:00 | 2026-06-05T10:00 | true", "mon-fri 09:00-18:00 | 2026-06-06T10:00 | false",
            "fri 22:00-02:00 | 2026-06-06T01:59 | true", "fri 22:00-02:00 | 2026-06-05T01:59 | false",
            "fri 22:00-02:00 | 2026-06-06T22:00 | false", "sat,sun 00:00-24:00 | 2026-06-07T23:59 | true",
            "sat,sun 00:00-24:00 | 2026-06-08T00:00 | false", "fri-mon 10:00-12:00 | 2026-06-08T11:00 | true",
            "fri-mon 10:00-12:00 | 2026-06-09T11:00 | false"})
    void hoursOverMidnightBelongToTheDayTheyBeginOn(String hours, LocalDateTime moment, boolean holds) {
        assertEquals(holds, hours(hours).contain(moment));
    }

    @Test
    void whereClocksChangeTheHoursAreThoseTheClocksShow() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        When night = new When(null, null, hours("02:00-03:00"), Set.of(), Set.of());
        ZonedDateTime before = ZonedDateTime.of(2026, 3, 29, 1, 59, 0, 0, berlin);
        assertFalse(night.holds(new Situation(before, null, null)));
        assertFalse(night.holds(new Situation(before.plusMinutes(1), null, null)));
        ZonedDateTime first = ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, berlin);
        assertNotEquals(first.getOffset(), first.plusHours(1).getOffset());
        assertTrue(night.holds(new Situation(first, null, null)));
        assertTrue(night.holds(new Situation(first.plusHours(1), null, null)));
        assertFalse(night.holds(new Situation(first.plusHours(2), null, null)));
    }

    @Test
    void aNamedProductOrStateDoesNotHoldWhereNoneIsKnown() {
        LocalDateTime noon = FROM.atTime(12, 0);
        When when = new When(null, null, null, Set.of("A-1", "B-2"), Set.of("shipped"));
        assertTrue(when.holds(at(noon, "a-1", "Shipped")));
        assertFalse(when.holds(at(noon, "A-1", "paid")));
        assertFalse(when.holds(at(noon, "C-3", "shipped")));
        assertFalse(when.holds(at(noon, null, "shipped")));
        assertFalse(when.holds(at(noon, "A-1", null)));
        assertTrue(When.ANY.holds(at(noon, null, null)));
    }

    @Test
    void anEntryAnswersByTheFirstVariantThatHoldsElseByItself() {
        When shipped = new When(null, null, null, Set.of(), Set.of("shipped"));
        When june = new When(FROM, UNTIL, null, Set.of(), Set.of());
        FaqEntry entry = entry(new Conditions(Mode.SMART, List.of(), When.ANY,
                List.of(new Variant(shipped, "已发出"), new Variant(june, "大促慢"))));
        assertEquals(Optional.of("已发出"), entry.in(at(FROM.atTime(9, 0), null, "shipped")).map(FaqEntry::answer));
        assertEquals(Optional.of("大促慢"), entry.in(at(FROM.atTime(9, 0), null, null)).map(FaqEntry::answer));
        assertEquals(Optional.of(entry), entry.in(at(UNTIL.plusDays(1).atTime(9, 0), null, null)));
    }

    @Test
    void anEntryThatIsNotUsedThereIsNotThereWhateverItsVariantsSay() {
        FaqEntry entry = entry(new Conditions(Mode.SMART, List.of(),
                new When(FROM, UNTIL, null, Set.of(), Set.of()), List.of(new Variant(When.ANY, "总是"))));
        assertEquals(Optional.empty(), entry.in(at(UNTIL.plusDays(1).atStartOfDay(), null, null)));
        assertEquals(Optional.of("总是"), entry.in(at(UNTIL.atStartOfDay(), null, null)).map(FaqEntry::answer));
    }

    @Test
    void aNegativeKeywordIsFoundAsQuestionsAreCompared() {
        Conditions conditions = new Conditions(Mode.SMART, List.of("运费险", "EMS"), When.ANY, List.of());
        assertEquals(Optional.of("运费险"), conditions.rejecting("亲，运费 险 怎么赔？"));
        assertEquals(Optional.of("EMS"), conditions.rejecting("发ｅｍｓ吗"));
        assertEquals(Optional.empty(), conditions.rejecting("运费多少"));
        assertEquals(Optional.empty(), new Conditions(Mode.SMART, List.of(" "), When.ANY, List.of()).rejecting("运费"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"09:00-18:00|09:00-18:00", "Mon-Fri 09:00 - 18:00|mon-fri 09:00-18:00",
            "9:00-18:30|09:00-18:30", "9：00 - 24：00|09:00-24:00",
            "sat,sun 00:00-24:00|sat,sun 00:00-24:00", "mon-sun 10:00-11:00|10:00-11:00",
            "fri, mon 22:00-00:00|mon,fri 22:00-24:00"})
    void hoursAreWrittenAsTheyAreRead(String text, String written) {
        assertEquals(written, hours(text).toString());
        assertEquals(hours(text), hours(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9-18", "09:00", "09:00-09:00", "25:00-26:00", "10:60-11:00", "24:00-10:00",
            "day 09:00-18:00", "mon- 09:00-18:00", "mon,,fri 09:00-18:00", "09:00-18:00 mon"})
    void whatIsNotWrittenAsHoursIsNone(String text) {
        assertEquals(Optional.empty(), Hours.parse(text));
    }

    @Test
    void hoursNeedADayAndADuration() {
        assertThrows(IllegalArgumentException.class,
                () -> new Hours(LocalTime.NOON, LocalTime.NOON, Set.of(DayOfWeek.MONDAY)));
        assertThrows(IllegalArgumentException.class, () -> new Hours(LocalTime.NOON, LocalTime.MIDNIGHT, Set.of()));
    }

    @Test
    void oneConditionCoversAnotherThatAsksForMore() {
        When june = new When(FROM, UNTIL, null, Set.of(), Set.of());
        When shippedInJune = new When(FROM.plusDays(1), UNTIL, null, Set.of(), Set.of("shipped"));
        assertTrue(When.ANY.covers(june));
        assertTrue(june.covers(shippedInJune));
        assertFalse(shippedInJune.covers(june));
        assertFalse(june.covers(When.ANY));
        When either = new When(null, null, null, Set.of(), Set.of("shipped", "paid"));
        assertTrue(either.covers(shippedInJune));
        assertFalse(either.covers(june));
        assertFalse(new When(null, null, hours("09:00-18:00"), Set.of(), Set.of()).covers(june));
    }

    private static Hours hours(String text) {
        return Hours.parse(text).orElseThrow();
    }

    private static Situation at(LocalDateTime moment, @Nullable String product, @Nullable String orderState) {
        return new Situation(moment.atZone(SHOP), product, orderState);
    }

    private static FaqEntry entry(Conditions conditions) {
        return new FaqEntry("delivery-when", "delivery", false, "多久发货", List.of(), "48 小时", conditions);
    }
}
