package dev.yingda.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// JSON as the gateway reads and writes it. Reading is strict: no key twice, nothing after the end, bounded depth.
final class Json {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).maxNumberLength(40)
                            .maxStringLength(200_000).maxNameLength(100).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Json() {
    }

    /// @throws Invalid if the text is no JSON object
    static ObjectNode read(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new Invalid("", "应为一个 JSON 对象", "a JSON object is expected");
        } catch (JsonProcessingException e) {
            throw new Invalid("", "不是合法的 JSON：" + e.getOriginalMessage(), "not valid JSON: " + e.getOriginalMessage());
        }
    }

    /// An object of keys and values in turn. Values may be what JSON has, instants (written in UTC with milliseconds),
    /// maps and collections of these, and null.
    static ObjectNode object(@Nullable Object... keysAndValues) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            node.set(String.valueOf(keysAndValues[i]), node(keysAndValues[i + 1]));
        }
        return node;
    }

    /// An array of such values.
    static ArrayNode array(Collection<?> values) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> node.add(node(value)));
        return node;
    }

    /// A text in both languages of the product.
    static ObjectNode texts(String chinese, String english) {
        return object("zh-CN", chinese, "en", english);
    }

    static JsonNode node(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case JsonNode node -> node;
            case String text -> nodes.textNode(text);
            case Boolean flag -> nodes.booleanNode(flag);
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            case Instant time -> nodes.textNode(time(time));
            case Collection<?> values -> array(values);
            case Map<?, ?> map -> {
                ObjectNode node = nodes.objectNode();
                map.forEach((key, each) -> node.set(String.valueOf(key), node(each)));
                yield node;
            }
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        };
    }

    static String time(Instant time) {
        return TIME.format(time);
    }
}
