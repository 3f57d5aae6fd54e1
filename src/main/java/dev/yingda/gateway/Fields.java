package dev.yingda.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Reads the fields of one JSON object, each with its type and limit, and at the end refuses those nobody asked for: what
/// is unknown is never ignored.
final class Fields {

    private final ObjectNode node;
    private final Set<String> asked = new HashSet<>();

    Fields(ObjectNode node) {
        this.node = node;
    }

    /// A text of `min` to `max` characters, with no control characters but line breaks and tabs.
    String text(String field, int min, int max) {
        return optionalText(field, min, max).orElseThrow(() -> missing(field));
    }

    Optional<String> optionalText(String field, int min, int max) {
        return value(field).map(value -> {
            if (!value.isTextual()) {
                throw new Invalid(field, "应为文本", "a text is expected");
            }
            String text = value.textValue();
            int length = text.codePointCount(0, text.length());
            if (length < min || length > max || min > 0 && text.isBlank()) {
                throw new Invalid(field, "长度应为 " + min + "-" + max + " 个字符",
                        min + " to " + max + " characters are expected");
            }
            if (text.codePoints().anyMatch(Fields::isForbidden)) {
                throw new Invalid(field, "含有不允许的控制字符", "control characters are not allowed");
            }
            return text;
        });
    }

    private static boolean isForbidden(int c) {
        return c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /// A whole number in the range.
    long number(String field, long min, long max) {
        return optionalNumber(field, min, max).orElseThrow(() -> missing(field));
    }

    Optional<Long> optionalNumber(String field, long min, long max) {
        return value(field).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < min
                    || value.longValue() > max) {
                throw new Invalid(field, "应为 " + min + " 到 " + max + " 的整数",
                        "a whole number from " + min + " to " + max + " is expected");
            }
            return value.longValue();
        });
    }

    boolean flag(String field) {
        return optionalFlag(field).orElseThrow(() -> missing(field));
    }

    Optional<Boolean> optionalFlag(String field) {
        return value(field).map(value -> {
            if (!value.isBoolean()) {
                throw new Invalid(field, "应为 true 或 false", "true or false is expected");
            }
            return value.booleanValue();
        });
    }

    /// One of the values of which `wire` gives the names.
    <E> E oneOf(String field, E[] values, Function<E, String> wire) {
        return optionalOneOf(field, values, wire).orElseThrow(() -> missing(field));
    }

    <E> Optional<E> optionalOneOf(String field, E[] values, Function<E, String> wire) {
        return optionalText(field, 1, 100).map(text -> {
            List<String> names = new ArrayList<>();
            for (E value : values) {
                if (wire.apply(value).equals(text)) {
                    return value;
                }
                names.add(wire.apply(value));
            }
            throw new Invalid(field, "应为其中之一：" + String.join("、", names),
                    "one of " + String.join(", ", names) + " is expected");
        });
    }

    /// A value that a constructor checks, such as an id.
    <T> Optional<T> optionalValue(String field, Function<String, T> make) {
        return optionalText(field, 1, 200).map(text -> {
            try {
                return make.apply(text);
            } catch (IllegalArgumentException e) {
                throw new Invalid(field, "格式不正确", String.valueOf(e.getMessage()));
            }
        });
    }

    <T> T value(String field, Function<String, T> make) {
        return optionalValue(field, make).orElseThrow(() -> missing(field));
    }

    /// A list of texts.
    List<String> texts(String field, int mostTexts, int maxLength) {
        return list(field, mostTexts, element -> {
            if (!element.isTextual()
                    || element.textValue().codePointCount(0, element.textValue().length()) > maxLength) {
                throw new Invalid(field, "应为不超过 " + maxLength + " 个字符的文本列表",
                        "a list of texts of at most " + maxLength + " characters is expected");
            }
            return element.textValue();
        });
    }

    /// A list of objects.
    <T> List<T> objects(String field, int most, Function<Fields, T> read) {
        return list(field, most, element -> {
            if (!(element instanceof ObjectNode object)) {
                throw new Invalid(field, "应为对象列表", "a list of objects is expected");
            }
            Fields fields = new Fields(object);
            T value = read.apply(fields);
            fields.end();
            return value;
        });
    }

    private <T> List<T> list(String field, int most, Function<JsonNode, T> read) {
        Optional<JsonNode> value = value(field);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray() || value.get().size() > most) {
            throw new Invalid(field, "应为最多 " + most + " 项的列表", "a list of at most " + most + " items is expected");
        }
        List<T> values = new ArrayList<>();
        value.get().forEach(element -> values.add(read.apply(element)));
        return values;
    }

    /// An object whose keys are free.
    ObjectNode object(String field) {
        return value(field).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast)
                .orElseThrow(() -> new Invalid(field, "应为对象", "an object is expected"));
    }

    /// An object with fields of its own.
    <T> Optional<T> optionalObject(String field, Function<Fields, T> read) {
        return value(field).map(value -> {
            if (!(value instanceof ObjectNode object)) {
                throw new Invalid(field, "应为对象", "an object is expected");
            }
            Fields fields = new Fields(object);
            try {
                T made = read.apply(fields);
                fields.end();
                return made;
            } catch (Invalid e) {
                throw new Invalid(field + "." + e.field(), e.chinese(), e.english());
            }
        });
    }

    /// As [#object], if it is there.
    Optional<ObjectNode> optionalObject(String field) {
        return value(field).isPresent() ? Optional.of(object(field)) : Optional.empty();
    }

    private Optional<JsonNode> value(String field) {
        asked.add(field);
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    private static Invalid missing(String field) {
        return new Invalid(field, "缺少此项", "this field is required");
    }

    /// Refuses a field that was not asked for.
    void end() {
        node.fieldNames().forEachRemaining(field -> {
            if (!asked.contains(field)) {
                throw new Invalid(field, "未知的字段", "unknown field");
            }
        });
    }
}
