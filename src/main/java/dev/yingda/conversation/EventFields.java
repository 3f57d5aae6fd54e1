package dev.yingda.conversation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/// The keys of one stored event, read as a stream: a report goes through millions of them, and a tree of nodes for each
/// would cost more than all the rest.
final class EventFields {

    private static final JsonFactory JSON = new JsonFactory();
    /// A value of a type that no event has.
    private static final Object STRANGE = new Object();

    /// Texts, longs, booleans, lists of choices, or [#STRANGE].
    private final Map<String, Object> values = new HashMap<>();

    private EventFields() {
    }

    /// @throws IllegalArgumentException if the text is no JSON object
    static EventFields read(String json) {
        EventFields fields = new EventFields();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("an event is a JSON object");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                fields.values.put(key, value(parser, key));
            }
        } catch (IOException broken) {
            throw new IllegalArgumentException("the event is no JSON: " + broken.getMessage(), broken);
        }
        return fields;
    }

    private static Object value(JsonParser parser, String key) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? STRANGE
                    : (Object) parser.getLongValue();
            case START_ARRAY -> key.equals("choices") ? choices(parser) : strange(parser);
            case START_OBJECT -> strange(parser);
            case VALUE_NUMBER_FLOAT, VALUE_NULL, VALUE_EMBEDDED_OBJECT, END_ARRAY, END_OBJECT, FIELD_NAME,
                    NOT_AVAILABLE ->
                STRANGE;
        };
    }

    private static Object strange(JsonParser parser) throws IOException {
        parser.skipChildren();
        return STRANGE;
    }

    private static Object choices(JsonParser parser) throws IOException {
        List<Event.Choice> choices = new ArrayList<>();
        boolean understood = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String entry = null;
            String question = null;
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                understood = false;
                continue;
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
                if (text && key.equals("entry")) {
                    entry = parser.getText();
                } else if (text && key.equals("question")) {
                    question = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            if (entry == null || question == null) {
                understood = false;
            } else {
                choices.add(new Event.Choice(entry, question));
            }
        }
        return understood ? choices : STRANGE;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key) {
        return of(key, String.class);
    }

    @Nullable
    String optional(String key) {
        return has(key) ? text(key) : null;
    }

    long number(String key) {
        return of(key, Long.class);
    }

    /// 0 if it is not there.
    long optionalNumber(String key) {
        return has(key) ? number(key) : 0;
    }

    boolean truth(String key) {
        return of(key, Boolean.class);
    }

    List<Event.Choice> choices() {
        return has("choices")
                ? ((List<?>) of("choices", List.class)).stream().map(Event.Choice.class::cast).toList()
                : List.of();
    }

    private <T> T of(String key, Class<T> type) {
        Object value = values.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "the event's " + key + (value == null ? " is missing" : " is of a wrong type"));
        }
        return type.cast(value);
    }
}
