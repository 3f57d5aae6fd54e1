package dev.yingda.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The stored form must stay readable for ever: golden/events.jsonl holds one event of each kind, and lines are only ever
/// added to it.
class EventJsonTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Class<?>> kinds() {
        return List.of(Event.class.getPermittedSubclasses());
    }

    static List<String> golden() throws IOException {
        try (var file = Objects.requireNonNull(EventJsonTest.class.getResourceAsStream("/golden/events.jsonl"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void aGoldenLineIsReadAndWrittenAsItIs(String line) {
        assertEquals(line, EventJson.encode(EventJson.decode(line)).toString());
    }

    @Test
    void everyKindOfEventHasAGoldenLine() throws IOException {
        assertEquals(Set.copyOf(kinds()),
                golden().stream().map(line -> EventJson.decode(line).getClass()).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyEventComesBackAsItWas(Class<? extends Event> kind) throws ReflectiveOperationException {
        for (List<@Nullable Object> values : products(kind.getRecordComponents())) {
            var constructor = kind.getDeclaredConstructor(
                    Arrays.stream(kind.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
            Event event = constructor.newInstance(values.toArray());
            assertEquals(event, EventJson.decode(EventJson.encode(event).toString()));
        }
    }

    /// All combinations of sample values for the components of a record.
    private static List<List<@Nullable Object>> products(RecordComponent[] components) {
        List<List<@Nullable Object>> products = List.of(List.of());
        for (RecordComponent component : components) {
            products = products.stream().flatMap(before -> samples(component).stream().map(value -> {
                List<@Nullable Object> longer = new ArrayList<>(before);
                longer.add(value);
                return longer;
            })).toList();
        }
        return products;
    }

    private static List<@Nullable Object> samples(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isEnum()) {
            return Arrays.asList(type.getEnumConstants());
        }
        List<@Nullable Object> samples = new ArrayList<>(switch (type.getSimpleName()) {
            case "String" -> List.of("", "多久发货?🚚", "\"\\\n\t\u2028</script>");
            case "BuyerId" -> List.of(new BuyerId("b.1_2:3-4"));
            case "AgentId" -> List.of(new AgentId("lin"));
            case "boolean" -> List.of(true, false);
            case "int" -> List.of(1, 5);
            case "long" -> List.of(0L, 1L, 1L << 40);
            case "List" -> List.of(List.of(),
                    List.of(new Event.Choice("a", "甲?"), new Event.Choice("b", "乙?")));
            default -> throw new AssertionError("no samples of " + type);
        });
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            samples.add(null);
        }
        return samples;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void whatIsMissingIsOptionalOrAnErrorButNeverMadeUp(String line) {
        for (String key : keys(line)) {
            ObjectNode shorter = (ObjectNode) parse(line);
            shorter.remove(key);
            Event event;
            try {
                event = EventJson.decode(shorter.toString());
            } catch (IllegalArgumentException _) {
                continue;
            }
            assertEquals(shorter, parse(EventJson.encode(event).toString()), () -> "without " + key);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void aValueOfTheWrongTypeIsAnError(String line) {
        for (String key : keys(line)) {
            for (String wrong : List.of("{}", "1.5", "[[]]", "\"no such thing!\"")) {
                JsonNode before = parse(line).path(key);
                JsonNode value = parse(wrong);
                if (before.isTextual() && value.isTextual()) {
                    continue;
                }
                ObjectNode changed = (ObjectNode) parse(line);
                changed.set(key, value);
                assertThrows(IllegalArgumentException.class, () -> EventJson.decode(changed.toString()),
                        changed::toString);
            }
        }
    }

    @Test
    void namesThatNobodyKnowsAreErrors() {
        Stream.of("{\"type\":\"exploded\"}", "{\"type\":\"message\",\"from\":\"ghost\"}",
                "{\"type\":\"closed\",\"by\":\"BUYER\"}", "{\"type\":\"rated\",\"stars\":6,\"of\":\"bot\"}", "[]", "7")
                .forEach(json -> assertThrows(IllegalArgumentException.class, () -> EventJson.decode(json),
                        json));
    }

    private static List<String> keys(String line) {
        List<String> keys = new ArrayList<>();
        parse(line).fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
