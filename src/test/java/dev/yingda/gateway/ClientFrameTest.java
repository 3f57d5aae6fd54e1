package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The frames a client may send, by the golden examples that the web client is held to as well.
class ClientFrameTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<String> golden() {
        return GoldenFrames.clientTexts();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void everyFieldOfAWrongTypeIsRefusedByName(String line) throws IOException {
        ObjectNode frame = (ObjectNode) JSON.readTree(line);
        for (Map.Entry<String, JsonNode> field : List.copyOf(frame.properties())) {
            for (String wrong : List.of("[[1]]", "{\"a\":1}", "1.5", "\"\\u0000\"", "-7")) {
                ObjectNode broken = frame.deepCopy();
                broken.set(field.getKey(), JSON.readTree(wrong));
                Invalid refused = assertThrows(Invalid.class, () -> ClientFrame.decode(broken.toString()),
                        broken.toString());
                assertTrue(refused.field().startsWith(field.getKey()) || field.getKey().equals("resume"),
                        broken + " names " + refused.field());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void anUnknownFieldIsRefused(String line) throws IOException {
        ObjectNode frame = ((ObjectNode) JSON.readTree(line)).put("surprise", 1);
        assertEquals("surprise", assertThrows(Invalid.class, () -> ClientFrame.decode(frame.toString())).field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "[]", "{", "{}", "null", "{\"type\":\"ping\",\"type\":\"pong\"}",
            "{\"type\":\"ping\"} x",
            "{\"type\":\"PING\"}", "{\"type\":null}"})
    void whatIsNoFrameIsRefused(String text) {
        assertThrows(Invalid.class, () -> ClientFrame.decode(text));
    }

    @ParameterizedTest
    @CsvSource({"2000, true", "2001, false", "0, false"})
    void aTextHasItsLimit(int length, boolean allowed) {
        String frame = JSON.createObjectNode().put("type", "send").put("id", 1)
                .put("clientMessageId", "0b6e1c1e-8a51-4f0e-9d5d-0a1b2c3d4e5f").put("text", "字".repeat(length))
                .toString();
        if (allowed) {
            assertEquals(length, ((ClientFrame.Send) ClientFrame.decode(frame)).text().length());
        } else {
            assertEquals("text", assertThrows(Invalid.class, () -> ClientFrame.decode(frame)).field());
        }
    }

    @Test
    void deepNestingIsRefusedBeforeItIsBuilt() {
        String deep = "{\"type\":\"auth\",\"token\":\"t\",\"resume\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        assertThrows(Invalid.class, () -> ClientFrame.decode(deep));
    }

    @Test
    void aLoneSurrogateIsNoText() {
        assertEquals("text", assertThrows(Invalid.class, () -> ClientFrame.decode(
                "{\"type\":\"suggest\",\"id\":1,\"text\":\"\\ud800\"}")).field());
    }
}
