package dev.yingda.gateway;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// One REST request, read and bounded, with who makes it.
///
/// @param who    the signed-in caller; present on every route that needs one
/// @param remote the caller's address, for rate limits and the audit log
record Call(Map<String, String> path, Map<String, String> query, String body, Optional<SignedIn> who, String remote,
        boolean secure) {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    SignedIn caller() {
        return who.orElseThrow();
    }

    /// The body's fields; the reader must end with [Fields#end].
    Fields fields() {
        return new Fields(Json.read(body.isBlank() ? "{}" : body));
    }

    String part(String name) {
        return path.getOrDefault(name, "");
    }

    @Nullable
    String parameter(String name) {
        String value = query.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    int number(String name, int preset, int min, int max) {
        String value = parameter(name);
        if (value == null) {
            return preset;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new Invalid(name, "应为 " + min + " 到 " + max + " 的整数",
                "a whole number from " + min + " to " + max + " is expected");
    }

    /// A time: ISO-8601 with offset, epoch milliseconds, or a local date for its first instant.
    ///
    /// @param zone whose dates
    @Nullable
    Instant time(String name, ZoneId zone) {
        String value = parameter(name);
        if (value == null) {
            return null;
        }
        try {
            if (DATE.matcher(value).matches()) {
                return LocalDate.parse(value).atStartOfDay(zone).toInstant();
            }
            return value.chars().allMatch(Character::isDigit)
                    ? Instant.ofEpochMilli(Long.parseLong(value))
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException | NumberFormatException _) {
            throw new Invalid(name, "应为日期（2026-03-02）或带时区的 ISO-8601 时间，如 2026-03-02T09:00:00+08:00",
                    "a date (2026-03-02) or an ISO-8601 time with offset is expected, such as 2026-03-02T09:00:00+08:00");
        }
    }

    /// Refuses a query parameter that the route does not know.
    void only(String... names) {
        for (String name : query.keySet()) {
            if (!List.of(names).contains(name)) {
                throw new Invalid(name, "未知的参数", "unknown parameter");
            }
        }
    }
}
