package dev.yingda.metrics;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;

/// Times in policies, event files and on the command line: ISO-8601 with offset, cut to milliseconds, or epoch
/// milliseconds.
final class Times {

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).appendOffset("+HH:MM:ss", "Z")
            .toFormatter().withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern MILLIS = Pattern.compile("-?\\d{1,18}");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX")
            .withZone(ZoneOffset.UTC);
    private static final long FIRST = OffsetDateTime.parse("0001-01-01T00:00:00Z").toInstant().toEpochMilli();
    private static final long LAST = OffsetDateTime.parse("9999-12-31T23:59:59.999Z").toInstant().toEpochMilli();

    private Times() {
    }

    /// @throws IllegalArgumentException if it is neither, or not in the years 1 to 9999
    static Instant parse(String text) {
        return MILLIS.matcher(text).matches() ? ofMillis(Long.parseLong(text)) : parseIso(text);
    }

    /// @throws IllegalArgumentException if it is not of that form, or not in the years 1 to 9999
    static Instant parseIso(String text) {
        try {
            return ofMillis(ISO.parse(text, OffsetDateTime::from).toInstant().toEpochMilli());
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("`" + text
                    + "` is no time; write ISO-8601 with offset, such as 2026-01-07T10:00:00+08:00, or epoch milliseconds",
                    unreadable);
        }
    }

    /// @throws IllegalArgumentException if it is not in the years 1 to 9999
    static Instant ofMillis(long millis) {
        if (millis < FIRST || millis > LAST) {
            throw new IllegalArgumentException("a time lies in the years 1 to 9999");
        }
        return Instant.ofEpochMilli(millis);
    }

    /// In UTC, with milliseconds and `Z`.
    static String write(Instant at) {
        return WRITTEN.format(at);
    }
}
