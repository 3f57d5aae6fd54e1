package dev.yingda.faq;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Hours of the day, on some days of the week: `09:00-18:00`, `22:00-06:00`, `mon-fri 09:00-18:00`,
/// `sat,sun 00:00-24:00`. Hours over midnight belong to the day on which they begin.
///
/// @param from  the first minute
/// @param until the first minute after; 00:00 is the end of the day
/// @param days  on which they begin, at least one
public record Hours(LocalTime from, LocalTime until, Set<DayOfWeek> days) {

    private static final Pattern TEXT = Pattern
            .compile("(?:([a-z, -]+) +)?(\\d{1,2}:\\d{2}) ?- ?(\\d{1,2}:\\d{2})", Pattern.CASE_INSENSITIVE);
    private static final Pattern RANGE = Pattern.compile("([a-z]+)(?: ?- ?([a-z]+))?");
    private static final String END = "24:00";
    private static final Set<DayOfWeek> DAILY = Collections.unmodifiableSet(EnumSet.allOf(DayOfWeek.class));

    public Hours {
        if (days.isEmpty() || from.equals(until) && !until.equals(LocalTime.MIDNIGHT)) {
            throw new IllegalArgumentException("hours need a day, and must not end when they begin");
        }
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    /// Reads `mon-fri 09:00-18:00`; empty if it is not written like that.
    public static Optional<Hours> parse(String text) {
        Matcher parts = TEXT.matcher(text.strip().replace('：', ':'));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String week = parts.group(1);
        Optional<Set<DayOfWeek>> days = week == null ? Optional.of(DAILY) : days(week);
        Optional<LocalTime> from = time(parts.group(2));
        Optional<LocalTime> until = parts.group(3).equals(END) ? Optional.of(LocalTime.MIDNIGHT) : time(parts.group(3));
        boolean none = days.isEmpty() || from.isEmpty() || until.isEmpty()
                || from.equals(until) && !parts.group(3).equals(END);
        return none ? Optional.empty() : Optional.of(new Hours(from.get(), until.get(), days.get()));
    }

    /// Whether they contain this moment, as clocks show it.
    public boolean contain(LocalDateTime moment) {
        LocalTime time = moment.toLocalTime();
        DayOfWeek day = moment.getDayOfWeek();
        boolean begun = !time.isBefore(from);
        if (until.equals(LocalTime.MIDNIGHT) || from.isBefore(until)) {
            boolean ended = !until.equals(LocalTime.MIDNIGHT) && !time.isBefore(until);
            return begun && !ended && days.contains(day);
        }
        return begun && days.contains(day) || time.isBefore(until) && days.contains(day.minus(1));
    }

    /// As [#parse] reads it.
    @Override
    public String toString() {
        String week = days.size() == DAILY.size() ? "" : week() + " ";
        return week + from + "-" + (until.equals(LocalTime.MIDNIGHT) ? END : until.toString());
    }

    private String week() {
        List<DayOfWeek> list = List.copyOf(days);
        int span = list.getLast().getValue() - list.getFirst().getValue() + 1;
        return span == list.size() && span > 2
                ? name(list.getFirst()) + "-" + name(list.getLast())
                : list.stream().map(Hours::name).collect(Collectors.joining(","));
    }

    private static Optional<LocalTime> time(String text) {
        int colon = text.indexOf(':');
        int hour = Integer.parseInt(text.substring(0, colon));
        int minute = Integer.parseInt(text.substring(colon + 1));
        return hour < 24 && minute < 60 ? Optional.of(LocalTime.of(hour, minute)) : Optional.empty();
    }

    private static Optional<Set<DayOfWeek>> days(String week) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : week.toLowerCase(Locale.ROOT).split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            Optional<DayOfWeek> first = range.matches() ? day(range.group(1)) : Optional.empty();
            Optional<DayOfWeek> last = first.isEmpty() || range.group(2) == null ? first : day(range.group(2));
            if (first.isEmpty() || last.isEmpty()) {
                return Optional.empty();
            }
            for (DayOfWeek day = first.get(); day != last.get(); day = day.plus(1)) {
                days.add(day);
            }
            days.add(last.get());
        }
        return Optional.of(days);
    }

    private static Optional<DayOfWeek> day(String name) {
        return Arrays.stream(DayOfWeek.values()).filter(day -> name(day).equals(name)).findFirst();
    }

    private static String name(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
