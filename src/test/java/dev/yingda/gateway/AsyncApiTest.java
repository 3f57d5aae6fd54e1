package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.yingda.conversation.Outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `asyncapi.json` says what the sockets do: every golden frame is what it describes, it describes nothing that has no golden
/// frame, and what it allows a client to send is what the server takes, to the last character of every limit.
class AsyncApiTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true).build();
    private static final String REF = "#/components/schemas/";
    private static final ObjectNode DOCUMENT = read();
    /// As the document, but nothing may be there that it does not name: what the server writes is to be described whole.
    private static final ObjectNode STRICT = strict(DOCUMENT.deepCopy());

    private static ObjectNode read() {
        try {
            return (ObjectNode) JSON.readTree(Path.of("src/main/resources/asyncapi.json").toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ObjectNode strict(ObjectNode node) {
        node.findParents("properties").forEach(found -> {
            ObjectNode schema = (ObjectNode) found;
            if (schema.path("type").asText().equals("object")) {
                schema.put("additionalProperties", false);
            }
        });
        return node;
    }

    /// Why the value is not what the schema of that name says; empty if it is.
    private static String fault(ObjectNode document, String schema, JsonNode value) {
        ObjectNode root = JSON.createObjectNode().put("$ref", REF + schema);
        root.set("components", document.get("components"));
        return String.join("; ", JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root, CONFIG)
                .validate(value).stream().map(Object::toString).toList());
    }

    private static boolean allows(String schema, JsonNode value) {
        return fault(DOCUMENT, schema, value).isEmpty();
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.at("/components/schemas/" + name);
    }

    /// The messages of an operation, such as `hearBuyer`.
    private static List<String> messages(String operation) {
        return elements(DOCUMENT.at("/operations/" + operation + "/messages")).map(message -> {
            String[] path = message.path("$ref").asText().split("/", -1);
            assertEquals("#/components/messages/" + path[4],
                    DOCUMENT.at("/channels/" + path[2] + "/messages/" + path[4] + "/$ref").asText());
            return path[4];
        }).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static final List<String> HEARD = Stream.of("hearBuyer", "hearAgent")
            .flatMap(operation -> messages(operation).stream()).distinct().toList();
    private static final List<String> TOLD = Stream.of("tellBuyer", "tellAgent")
            .flatMap(operation -> messages(operation).stream()).distinct().toList();

    @TestFactory
    Stream<DynamicTest> everyGoldenFrameIsOneMessageOfItsChannels() {
        List<DynamicTest> tests = new ArrayList<>();
        GoldenFrames.client().forEach((name, frame) -> tests
                .add(DynamicTest.dynamicTest("client " + name, () -> isOneMessage(name, frame, "hear"))));
        GoldenFrames.server().forEach((name, frame) -> tests
                .add(DynamicTest.dynamicTest("server " + name, () -> isOneMessage(name, frame, "tell"))));
        return tests.stream();
    }

    private static void isOneMessage(String name, JsonNode frame, String operation) {
        List<String> all = new ArrayList<>();
        StringBuilder faults = new StringBuilder();
        for (String channel : List.of("Buyer", "Agent")) {
            List<String> fitting = new ArrayList<>();
            for (String message : messages(operation + channel)) {
                String fault = fault(STRICT, message, frame);
                if (fault.isEmpty()) {
                    fitting.add(message);
                } else if (schema(message).at("/properties/type/const").equals(frame.get("type"))) {
                    faults.append('\n').append(message).append(": ").append(fault);
                }
            }
            assertTrue(fitting.size() <= 1, name + " is " + fitting);
            boolean forOthers = name.endsWith(channel.equals("Buyer") ? "-for-agents" : "-for-buyers");
            assertTrue(forOthers || !name.contains("-for-") || fitting.size() == 1, name + " at " + channel + faults);
            all.addAll(fitting);
        }
        assertFalse(all.isEmpty(), name + " is no message:" + faults);
    }

    @Test
    void everyMessageAndEveryEventHasAGoldenFrame() {
        Set<String> missing = new TreeSet<>(HEARD);
        missing.removeIf(message -> GoldenFrames.client().values().stream().anyMatch(frame -> fits(message, frame)));
        List<JsonNode> events = new ArrayList<>();
        GoldenFrames.server().values().forEach(frame -> events.addAll(frame.findValues("event")));
        Set<String> told = new TreeSet<>(TOLD);
        told.removeIf(message -> GoldenFrames.server().values().stream().anyMatch(frame -> fits(message, frame)));
        missing.addAll(told);
        Stream.of("happened", "happenedForAgents").flatMap(one -> elements(schema(one).path("oneOf")))
                .map(one -> one.path("$ref").asText().substring(REF.length()))
                .filter(one -> events.stream().noneMatch(event -> fits(one, event))).forEach(missing::add);
        assertEquals(Set.of(), missing);
    }

    private static boolean fits(String schema, JsonNode value) {
        return fault(STRICT, schema, value).isEmpty();
    }

    @Test
    void nothingIsDescribedThatIsNotUsedAndNothingUsedThatIsNotDescribed() {
        Set<String> used = new TreeSet<>();
        DOCUMENT.findValuesAsText("$ref").forEach(reference -> {
            assertFalse(DOCUMENT.at(reference.substring(1)).isMissingNode(), reference);
            used.add(reference);
        });
        Set<String> described = new TreeSet<>();
        for (String kind : List.of("schemas", "messages", "correlationIds")) {
            DOCUMENT.at("/components/" + kind).fieldNames()
                    .forEachRemaining(name -> described.add("#/components/" + kind + "/" + name));
        }
        described.removeAll(used);
        assertEquals(Set.of(), described);
        DOCUMENT.at("/components/messages").properties()
                .forEach(message -> assertEquals(schema(message.getKey()).at("/properties/type/const"),
                        message.getValue().get("name"), message.getKey()));
    }

    @Test
    void ofEachSocketTheDocumentHasTheFramesItTakes() throws IOException {
        assertEquals(taken("BuyerSocket"), types("hearBuyer"));
        assertEquals(taken("AgentSocket"), types("hearAgent"));
    }

    private static Set<String> types(String operation) {
        Set<String> types = new TreeSet<>();
        messages(operation).forEach(message -> types.add(schema(message).at("/properties/type/const").asText()));
        return types;
    }

    /// The types of frame that the socket does not refuse, by its source.
    private static Set<String> taken(String socket) throws IOException {
        Matcher refusing = Pattern.compile("case ([^>]*)->\\s*refuseFrame\\(frame\\)")
                .matcher(Files.readString(Path.of("src/main/java/dev/yingda/gateway", socket + ".java")));
        assertTrue(refusing.find(), socket);
        Set<String> refused = new TreeSet<>(Pattern.compile("ClientFrame\\.(\\w+) _").matcher(refusing.group(1))
                .results().map(one -> one.group(1)).toList());
        refused.removeAll(List.of("Auth", "Ping", "Pong")); // which every socket takes before it asks
        Set<String> taken = new TreeSet<>();
        for (ObjectNode frame : GoldenFrames.client().values()) {
            if (!refused.contains(ClientFrame.decode(frame.toString()).getClass().getSimpleName())) {
                taken.add(frame.path("type").asText());
            }
        }
        return taken;
    }

    @TestFactory
    Stream<DynamicTest> theServerTakesWhatTheDocumentAllowsAndNoMore() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String message : HEARD) {
            Map.Entry<String, ObjectNode> file = GoldenFrames.client().entrySet().stream()
                    .filter(one -> fits(message, one.getValue())).findFirst().orElseThrow();
            tests.add(DynamicTest.dynamicTest(message, () -> {
                assertEquals(false, schema(message).path("additionalProperties").asBoolean(true));
                agree(message, file.getValue().deepCopy().put("surprise", 1), false);
                for (Map.Entry<String, JsonNode> property : schema(message).path("properties").properties()) {
                    bounds(message, file.getValue(), property.getKey(), resolved(property.getValue()));
                }
                for (JsonNode field : schema(message).path("required")) {
                    if (!(message + " " + field.asText()).equals("sendByAgent conversation")) { // AgentSocket asks for it
                        agree(message, file.getValue().deepCopy().without(field.asText()), false);
                    }
                }
            }));
        }
        return tests.stream();
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? DOCUMENT.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    /// Puts values at and beyond each bound of the schema into the field.
    private static void bounds(String message, ObjectNode frame, String field, JsonNode schema) {
        if (schema.has("maxLength") && !schema.has("format")) {
            int most = schema.get("maxLength").intValue();
            String sign = schema.path("pattern").asText().startsWith("^[") ? "c" : "\uD83D\uDE00";
            agree(message, frame.deepCopy().put(field, sign.repeat(most)), true);
            agree(message, frame.deepCopy().put(field, sign.repeat(most + 1)), false);
            agree(message, frame.deepCopy().put(field, ""), schema.path("minLength").intValue() == 0);
            agree(message, frame.deepCopy().put(field, "  "), schema.path("minLength").intValue() == 0);
            agree(message, frame.deepCopy().put(field, 7), false);
        }
        if (schema.has("minimum")) {
            agree(message, frame.deepCopy().put(field, schema.get("minimum").longValue()), true);
            agree(message, frame.deepCopy().put(field, schema.get("minimum").longValue() - 1), false);
            agree(message, frame.deepCopy().put(field, 1.5), false);
        }
        if (schema.has("maximum")) {
            agree(message, frame.deepCopy().put(field, schema.get("maximum").longValue()), true);
            agree(message, frame.deepCopy().put(field, schema.get("maximum").longValue() + 1), false);
        }
        if (schema.has("enum")) {
            schema.get("enum").forEach(value -> agree(message, frame.deepCopy().set(field, value), true));
            if (!field.equals("status")) { // which the desk checks, after it was decoded
                agree(message, frame.deepCopy().put(field, "other"), false);
            }
        }
        if (schema.has("maxItems")) {
            JsonNode item = Objects.requireNonNull(GoldenFrames.client().get("auth-resume")).at("/resume/0");
            ArrayNode items = JSON.createArrayNode();
            for (int i = 0; i < schema.get("maxItems").intValue(); i++) {
                items.add(item);
            }
            agree(message, frame.deepCopy().set(field, items), true);
            agree(message, frame.deepCopy().set(field, items.deepCopy().add(item)), false);
        }
    }

    private static void agree(String message, JsonNode frame, boolean allowed) {
        String shown = frame.toString().substring(0, Math.min(300, frame.toString().length()));
        assertEquals(allowed, allows(message, frame), "the document on " + shown);
        boolean taken;
        try {
            assertNotNull(ClientFrame.decode(frame.toString()));
            taken = true;
        } catch (Invalid _) {
            taken = false;
        }
        assertEquals(allowed, taken, "the server on " + shown);
    }

    @Test
    void theLimitsAreThoseOfTheCode() {
        assertEquals(ClientFrame.TEXT, schema("text").path("maxLength").intValue());
        assertEquals(ClientFrame.TEXT, schema("suggest").at("/properties/text/maxLength").intValue());
        assertEquals(ClientFrame.NAME, schema("shopName").path("maxLength").intValue());
        assertEquals(Socket.VERSION, schema("hello").at("/properties/version/const").intValue());
        assertEquals("`heartbeatMs` " + Socket.HEARTBEAT_MS + ", `maxFrameBytes` " + Socket.MAX_FRAME_BYTES
                + ", `maxUnacked` " + Socket.MAX_UNACKED + ".",
                DOCUMENT.at("/components/messages/hello/description").asText());
        assertTrue(allows("history", withBoth(null)));
        assertFalse(allows("history", withBoth(3)), "either before or after");
    }

    private static ObjectNode withBoth(@org.jspecify.annotations.Nullable Integer after) {
        ObjectNode frame = Objects.requireNonNull(GoldenFrames.client().get("history-before")).deepCopy();
        return after == null ? frame : frame.put("after", after);
    }

    @Test
    void everyCloseCodeAndEveryErrorCodeIsTold() {
        Set<Integer> codes = new TreeSet<>();
        for (JsonNode told : DOCUMENT.path("x-close-codes")) {
            int code = told.path("code").intValue();
            assertTrue(codes.add(code), code + " twice");
            boolean forGood = code == 1003 || code == 1007 || code == 1009 || code >= 4100 && code < 4200;
            assertEquals(!forGood, told.path("reconnect").booleanValue(), Integer.toString(code));
        }
        for (CloseCode code : CloseCode.values()) {
            assertTrue(codes.contains((int) code.code()), code.toString());
        }
        Map<String, Boolean> errors = new java.util.TreeMap<>();
        DOCUMENT.path("x-error-codes")
                .forEach(told -> errors.put(told.path("code").asText(), told.path("temporary").booleanValue()));
        Map<String, Boolean> known = new java.util.TreeMap<>(Map.of("bad-frame", false, "rate-limited", true));
        Arrays.stream(Outcome.Reason.values())
                .forEach(reason -> known.put(CloseCode.error(reason), reason.temporary()));
        assertEquals(known, errors);
    }
}
