package dev.yingda.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.yingda.metrics.BadInput.Faults;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/// The fields of one line of an event file, each of a known key and taken in the form that is expected of it. What does
/// not fit becomes a fault of the line and reads as null. Used again for every line.
final class LineFields {

    /// The keys, by their names in the file.
    enum Field {
        CONVERSATION("conversation"), AT("at"), TYPE("type"), FROM("from"), ID("id"), COURTESY("courtesy"),
        KIND("kind"), AGENT("agent"), BUYER("buyer"), REASON("reason"), BY("by"), STARS("stars"), OF("of"),
        SERVICE_TYPE("serviceType");

        final String wire;

        Field(String wire) {
            this.wire = wire;
        }
    }

    private static final Map<String, Field> BY_NAME = Arrays.stream(Field.values())
            .collect(Collectors.toUnmodifiableMap(key -> key.wire, Function.identity()));
    private static final JsonFactory JSON = new JsonFactory();
    private static final Object NEITHER = new Object();

    private final Faults faults;
    /// A String, Long or Boolean each, or NEITHER for any other JSON value.
    private final Map<Field, Object> values = new EnumMap<>(Field.class);
    private int number;

    LineFields(Faults faults) {
        this.faults = faults;
    }

    /// Takes the fields of the next line in place of those before.
    ///
    /// @return whether the line is a JSON object
    boolean read(int number, String json) {
        this.number = number;
        values.clear();
        try {
            return tokens(json);
        } catch (JsonProcessingException unreadable) {
            faults.add(number, "", "is no JSON object on one line: " + unreadable.getOriginalMessage());
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private boolean tokens(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                faults.add(number, "", "is no JSON object; write one event a line");
                return false;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                Object value = value(parser);
                Field key = BY_NAME.get(name);
                if (key == null) {
                    faults.add(number, name, "is no key of an event; check its spelling, or remove it");
                } else if (values.put(key, value) != null) {
                    faults.add(number, name, "is there twice; remove one");
                }
            }
            if (parser.nextToken() != null) {
                faults.add(number, "", "something follows the object; write one event a line");
            }
            return true;
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> {
                parser.skipChildren();
                yield NEITHER;
            }
        };
    }

    boolean has(Field key) {
        return values.containsKey(key);
    }

    void require(Set<Field> keys) {
        for (Field key : keys) {
            if (!values.containsKey(key)) {
                fault(key, "is missing; add it");
            }
        }
    }

    /// @param allowed the keys that the event may have
    void refuseOthers(Set<Field> allowed) {
        for (Field key : values.keySet()) {
            if (!allowed.contains(key)) {
                fault(key, "belongs to another type of event; remove it");
            }
        }
    }

    /// ISO-8601 with offset, or epoch milliseconds.
    @Nullable
    Instant time(Field key) {
        Object value = values.get(key);
        return switch (value) {
            case null -> null;
            case String iso when !iso.isEmpty() -> made(key, () -> Times.parseIso(iso));
            case Long millis -> made(key, () -> Times.ofMillis(millis));
            default -> {
                fault(key, "is no time; write ISO-8601 with offset, or epoch milliseconds");
                yield null;
            }
        };
    }

    @Nullable
    Boolean truth(Field key) {
        Object value = values.get(key);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        fault(key, "is neither true nor false");
        return null;
    }

    /// A whole number in the bounds.
    @Nullable
    Integer whole(Field key, int least, int most) {
        Object value = values.get(key);
        if (value instanceof Long whole && whole >= least && whole <= most) {
            return whole.intValue();
        }
        if (value != null) {
            fault(key, "is no whole number from " + least + " to " + most);
        }
        return null;
    }

    @Nullable
    String text(Field key) {
        Object value = values.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        fault(key, "is no text; put it in quotes");
        return null;
    }

    /// One of those known.
    <E> @Nullable E constant(Field key, Map<String, E> known) {
        String name = text(key);
        if (name == null) {
            return null;
        }
        E found = known.get(name);
        if (found == null) {
            fault(key, "`" + name + "` is not one of " + String.join(", ", new TreeSet<>(known.keySet())));
        }
        return found;
    }

    /// A value that checks itself.
    <T> @Nullable T made(Field key, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException refused) {
            fault(key, String.valueOf(refused.getMessage()));
            return null;
        }
    }

    void fault(Field key, String problem) {
        faults.add(number, key.wire, problem);
    }
}
