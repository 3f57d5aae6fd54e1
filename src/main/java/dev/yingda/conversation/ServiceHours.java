package dev.yingda.conversation;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// When people answer, every day the same, by the clock of the shop. With no span at all, always.
public record ServiceHours(List<Span> spans) {

    /// Day and night.
    public static final ServiceHours ALWAYS = new ServiceHours(List.of());

    private static final Pattern BETWEEN = Pattern.compile("[,，、;；]|\\s和\\s?");
    private static final Pattern SPAN = Pattern
            .compile("(\\d{1,2})[:：](\\d{2})\\s*[-–—~～至到]\\s*(\\d{1,2})[:：](\\d{2})");
    private static final Pattern DAY_AND_NIGHT = Pattern.compile("(?i)24\\s*(小时|h|hours)(在线|服务)?|全天|全天候|24/7|always");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    public ServiceHours {
        spans = List.copyOf(spans);
    }

    /// From one time of the day to another, which is not in it; to a smaller one means over midnight.
    public record Span(LocalTime from, LocalTime until) {

        boolean contains(LocalTime time) {
            return from.isBefore(until)
                    ? !time.isBefore(from) && time.isBefore(until)
                    : !time.isBefore(from) || time.isBefore(until);
        }

        @Override
        public String toString() {
            return CLOCK.format(from) + "-" + (until.equals(LocalTime.MIDNIGHT) ? "24:00" : CLOCK.format(until));
        }
    }

    /// As a person writes them: `9:00-23:00`, `9:00-12:00、14:00-18:00`, `20:00-02:00`, `24小时`. Empty if it is none of
    /// these.
    public static Optional<ServiceHours> read(String written) {
        if (DAY_AND_NIGHT.matcher(written.strip()).matches()) {
            return Optional.of(ALWAYS);
        }
        List<Span> spans = new ArrayList<>();
        for (String part : BETWEEN.split(written, -1)) {
            Matcher span = SPAN.matcher(part.strip());
            if (!span.matches()) {
                return Optional.empty();
            }
            Optional<LocalTime> from = time(span.group(1), span.group(2));
            Optional<LocalTime> until = time(span.group(3), span.group(4));
            if (from.isEmpty() || until.isEmpty()) {
                return Optional.empty();
            }
            spans.add(new Span(from.get(), until.get()));
        }
        return Optional.of(new ServiceHours(spans));
    }

    private static Optional<LocalTime> time(String hour, String minute) {
        int h = Integer.parseInt(hour);
        int m = Integer.parseInt(minute);
        return h == 24 && m == 0
                ? Optional.of(LocalTime.MIDNIGHT)
                : h < 24 && m < 60 ? Optional.of(LocalTime.of(h, m)) : Optional.empty();
    }

    /// Whether people answer at this time of the day.
    public boolean contain(LocalTime time) {
        return spans.isEmpty() || spans.stream().anyMatch(span -> span.contains(time));
    }

    /// As buyers read them: `09:00-23:00`.
    @Override
    public String toString() {
        return spans.stream().map(Span::toString).collect(Collectors.joining(", "));
    }
}
