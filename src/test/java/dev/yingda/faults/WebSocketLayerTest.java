package dev.yingda.faults;

import static dev.yingda.faults.RawSocket.BINARY;
import static dev.yingda.faults.RawSocket.CLOSE;
import static dev.yingda.faults.RawSocket.CONTINUATION;
import static dev.yingda.faults.RawSocket.FIN;
import static dev.yingda.faults.RawSocket.PING;
import static dev.yingda.faults.RawSocket.PONG;
import static dev.yingda.faults.RawSocket.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.yingda.journey.Client;
import dev.yingda.journey.Server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server does with bytes that are no websocket frames, or none that are allowed: the cases that the Autobahn suite
/// looks at, and RFC 6455 with them. Each ends in one close, nothing is stored, and a well-behaved client hears nothing of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSocketLayerTest {

    private static final int RSV1 = 0x40;
    private static final int RSV2 = 0x20;
    private static final int RSV3 = 0x10;
    private static final Set<Integer> PROTOCOL_ERROR = Set.of(1002);
    private static final Set<Integer> INVALID_TEXT = Set.of(1007);

    @TempDir
    private static Path folder = Path.of("");
    private Server server;
    private Client bystander;
    private long events;

    @BeforeAll
    void start() throws Exception {
        server = Server.start(folder, "faq.model=false", "limits.buyerMessagesPerMinute=0", "bot.settle=0s");
        bystander = server.buyer();
        assertEquals("ok", bystander.say(null, "你好").path("type").asText());
        bystander.event("from=bot");
        events = events();
    }

    private long events() {
        long[] count = {0};
        server.yingda().journal().scan(null, null, _ -> count[0]++);
        return count[0];
    }

    @AfterEach
    void nothingIsStoredAndTheOthersAreServed() {
        assertEquals(events, events(), "something was stored");
        assertEquals("ok", bystander.ask("suggest", "text", "发货").path("type").asText());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /// Something a client does that is not allowed.
    interface Fault {
        void commit(RawSocket socket) throws IOException;
    }

    private static Arguments fault(String name, Set<Integer> closes, Fault fault) {
        return Arguments.of(name, closes, fault);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static final String PING_FRAME = "{\"type\":\"ping\"}";

    static Stream<Arguments> faults() {
        List<Arguments> all = new ArrayList<>();
        for (int bit : new int[]{RSV1, RSV2, RSV3, RSV1 | RSV2 | RSV3}) {
            all.add(fault("reserved bits " + bit, PROTOCOL_ERROR, s -> s.frame(FIN | bit | TEXT, PING_FRAME)));
            all.add(fault("reserved bits " + bit + " of a ping", PROTOCOL_ERROR, s -> s.frame(FIN | bit | PING, "x")));
        }
        for (int opcode : new int[]{3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            all.add(fault("reserved opcode " + opcode, PROTOCOL_ERROR, s -> s.frame(FIN | opcode, PING_FRAME)));
        }
        all.add(fault("a continuation of nothing", PROTOCOL_ERROR, s -> s.frame(FIN | CONTINUATION, PING_FRAME)));
        // Netty ends this one without a close frame.
        all.add(fault("a new message inside of one", Set.of(1002, 1006),
                s -> s.frame(TEXT, "{\"type\":").frame(FIN | TEXT, PING_FRAME)));
        all.add(fault("a ping in parts", PROTOCOL_ERROR, s -> s.frame(PING, "x")));
        all.add(fault("a close in parts", PROTOCOL_ERROR, s -> s.frame(CLOSE, bytes(3, 232))));
        all.add(fault("a ping of 126 bytes", PROTOCOL_ERROR, s -> s.frame(FIN | PING, new byte[126])));
        all.add(fault("a frame that is not masked", PROTOCOL_ERROR,
                s -> s.frame(FIN | TEXT, PING_FRAME.length(), false, PING_FRAME.getBytes(StandardCharsets.UTF_8))));
        all.add(fault("a length with the top bit", PROTOCOL_ERROR, s -> s.frame(FIN | TEXT, Long.MIN_VALUE, true)));
        all.add(fault("a length of all the memory there is", Set.of(1009), s -> s.frame(FIN | TEXT, 1L << 40, true)));
        all.add(fault("a frame over the limit", Set.of(1009), s -> s.frame(FIN | TEXT, "x".repeat(65_537))));
        all.add(fault("a message over the limit in parts", Set.of(1009), s -> {
            s.frame(TEXT, "x".repeat(40_000));
            s.frame(FIN | CONTINUATION, "x".repeat(40_000));
        }));
        all.add(fault("a binary frame", Set.of(1003), s -> s.frame(FIN | BINARY, 1, true, bytes(1))));
        for (int[] text : new int[][]{{0xC3}, {0xFF}, {0x80}, {0xC0, 0x80}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80},
                {0xF4, 0x90, 0x80, 0x80}, {0xF8, 0x88, 0x80, 0x80, 0x80}}) {
            all.add(fault("text that is no UTF-8: " + java.util.HexFormat.of().formatHex(bytes(text)), INVALID_TEXT,
                    s -> s.frame(FIN | TEXT, bytes(text))));
        }
        all.add(fault("no UTF-8 in the second part", INVALID_TEXT,
                s -> s.frame(TEXT, "{\"type\":\"").frame(FIN | CONTINUATION, bytes(0xFF))));
        all.add(fault("half a character and the end", INVALID_TEXT,
                s -> s.frame(TEXT, bytes(0xE4, 0xBD)).frame(FIN | CONTINUATION, "x")));
        for (int code : new int[]{0, 999, 1004, 1005, 1006, 1015, 1016, 2999}) {
            all.add(fault("close code " + code, PROTOCOL_ERROR, s -> s.frame(FIN | CLOSE, bytes(code >> 8, code))));
        }
        all.add(fault("a close of one byte", PROTOCOL_ERROR, s -> s.frame(FIN | CLOSE, bytes(3))));
        all.add(fault("a close reason that is no UTF-8", Set.of(1007),
                s -> s.frame(FIN | CLOSE, bytes(3, 232, 0xFF, 0xFE))));
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void whatIsNotAllowedEndsInTheCloseThatTheRfcGives(String name, Set<Integer> closes, Fault fault)
            throws IOException {
        try (RawSocket socket = new RawSocket(server.yingda().port())) {
            socket.read("hello");
            fault.commit(socket);
            RawSocket.Frame end = socket.read();
            assertEquals(CLOSE, end.opcode(), end::toString);
            assertTrue(closes.contains(end.closeCode()), () -> name + " was closed with " + end.closeCode());
            assertEquals(1006, socket.read().closeCode(), "something follows the close");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 3000, 4999})
    void aCloseThatIsAllowedIsAnsweredWithTheSame(int code) throws IOException {
        try (RawSocket socket = new RawSocket(server.yingda().port())) {
            socket.read("hello");
            socket.frame(FIN | CLOSE, bytes(code >> 8, code));
            assertEquals(code, socket.read().closeCode());
        }
    }

    @Test
    void aPingIsAnsweredWithItsOwnTextAlsoBetweenTheParts() throws IOException {
        try (RawSocket socket = new RawSocket(server.yingda().port())) {
            socket.read("hello");
            socket.frame(FIN | PONG, "not asked for");
            socket.frame(FIN | PING, "哪里");
            assertEquals(new RawSocket.Frame(PONG, "哪里", 0), socket.read());
            socket.frame(TEXT, "{\"type\"").frame(FIN | PING, new byte[125]).frame(FIN | CONTINUATION, ":\"ping\"}");
            assertEquals(PONG, socket.read().opcode());
            assertEquals(TEXT, socket.read("pong").opcode());
        }
    }

    @Test
    void aMessageMayComeByteByByteAndBreakACharacterInTwo() throws IOException {
        String token = server.visitor();
        try (RawSocket socket = new RawSocket(server.yingda().port())) {
            socket.read("hello");
            socket.frame(FIN | TEXT, "{\"type\":\"auth\",\"token\":\"" + token + "\"}");
            assertEquals(TEXT, socket.read("ready").opcode());
            byte[] text = "{\"type\":\"suggest\",\"id\":7,\"text\":\"发货📦\"}".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < text.length; i++) {
                socket.frame((i == text.length - 1 ? FIN : 0) | (i == 0 ? TEXT : CONTINUATION), text[i]);
            }
            assertTrue(socket.read("ok").text().contains("\"id\":7"));
        }
    }

    private static String handshake(String method, String... headers) {
        return method + " /ws/buyer HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    static Stream<String> noHandshakes() {
        String upgrade = "Upgrade: websocket";
        String connection = "Connection: Upgrade";
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        String version = "Sec-WebSocket-Version: 13";
        return Stream.of("nonsense\r\n\r\n", handshake("GET", "Accept: text/plain"),
                handshake("GET", upgrade, connection, version),
                handshake("GET", upgrade, connection, key, "Sec-WebSocket-Version: 7"),
                handshake("POST", upgrade, connection, key, version, "Content-Length: 0"));
    }

    @ParameterizedTest
    @MethodSource("noHandshakes")
    void whatIsNoHandshakeIsRefused(String handshake) throws IOException {
        try (RawSocket socket = new RawSocket(server.yingda().port(), handshake)) {
            String head = socket.head();
            assertTrue(head.matches("(?s)HTTP/1\\.[01] 4\\d\\d .*"), head);
        }
    }

    @Test
    void clientsThatHangUpInTheMiddleLeaveNothingBehind() throws Exception {
        long before = descriptors();
        for (int i = 0; i < 200; i++) {
            try (RawSocket socket = new RawSocket(server.yingda().port())) {
                switch (i % 3) {
                    case 0 -> socket.bytes((byte) (FIN | TEXT), (byte) 0xFE, (byte) 4);
                    case 1 -> socket.frame(TEXT, "{\"type\":");
                    default -> socket.frame(FIN | TEXT, 5_000, true, new byte[100]);
                }
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (descriptors() > before + 5 && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertTrue(descriptors() <= before + 5, () -> descriptors() + " descriptors, " + before + " before");
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException _) {
            return 0;
        }
    }

    @Test
    void badFramesAreToldOneByOneAndTheSixthInAMinuteCloses() throws IOException {
        try (RawSocket socket = new RawSocket(server.yingda().port())) {
            socket.read("hello");
            socket.frame(FIN | TEXT, "{\"type\":\"auth\",\"token\":\"" + server.visitor() + "\"}");
            socket.read("ready");
            for (String bad : List.of("", "[]", "{\"type\":\"send\",\"type\":\"send\"}", "{\"type\":\"\\ud800\"}",
                    "{\"type\":\"ping\"} x", "{\"type\":\"send\",\"id\":1e400}")) {
                socket.frame(FIN | TEXT, bad);
                assertTrue(socket.read("error").text().contains("\"code\":\"bad-frame\""), bad);
            }
            assertEquals(4100, socket.read().closeCode());
        }
    }
}
