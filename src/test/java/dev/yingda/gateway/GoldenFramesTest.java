package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.yingda.conversation.About;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every frame of the protocol, as it stands in a file, is what this server reads and writes. `shared/golden.test.ts` holds
/// the web client to the same files and `AsyncApiTest` the description that others write their clients from.
class GoldenFramesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ConversationId C1 = new ConversationId("c1");
    private static final String ID = "0b6e5a52-6e57-4a6f-9a0c-4a4a3d7f3c1";

    /// What each file of a client means.
    private static Map<String, ClientFrame> meant() {
        Map<String, ClientFrame> meant = new TreeMap<>();
        String token = "v1.b7Qx2.1767225600.sig";
        meant.put("auth", new ClientFrame.Auth(token, null, List.of()));
        meant.put("auth-resume", new ClientFrame.Auth(token, "s7Kd2",
                List.of(new ClientFrame.Resume(C1, 1, 7), new ClientFrame.Resume(new ConversationId("c2"), 2, 0))));
        meant.put("send-first", said(1, null, "什么时候发货"));
        meant.put("send", said(2, C1, "到北京几天？\n急用"));
        meant.put("send-tapped", new ClientFrame.Send(3, null, ID + 3, "下单后多久发货？", null, false,
                "delivery-when-ships", new About("A-1001", "paid")));
        meant.put("send-by-agent", said(4, C1, "您好，马上为您查。"));
        meant.put("send-by-agent-canned", new ClientFrame.Send(5, C1, ID + 5, "请稍等。", Event.AgentKind.CANNED, false,
                null, About.NOTHING));
        meant.put("send-note", new ClientFrame.Send(6, C1, ID + 6, "老客户", null, true, null, About.NOTHING));
        meant.put("ack", new ClientFrame.Ack(C1, 7));
        meant.put("history", new ClientFrame.History(7, C1, null, null, 50));
        meant.put("history-before", new ClientFrame.History(8, C1, 12L, null, 50));
        meant.put("history-after", new ClientFrame.History(9, C1, null, 0L, 200));
        meant.put("hand-off-first", new ClientFrame.HandOff(10, null));
        meant.put("hand-off", new ClientFrame.HandOff(11, C1));
        meant.put("rate", new ClientFrame.Rate(12, C1, 5, "很好", Event.Of.BOT));
        meant.put("rate-stars-only", new ClientFrame.Rate(13, C1, 1, null, Event.Of.AGENT));
        meant.put("helpful", new ClientFrame.Helpful(14, C1, 3, true));
        meant.put("suggest", new ClientFrame.Suggest(15, "发货", About.NOTHING));
        meant.put("suggest-about", new ClientFrame.Suggest(16, "", new About("A-1001", null)));
        meant.put("take-next", new ClientFrame.Take(17, null));
        meant.put("take", new ClientFrame.Take(18, C1));
        meant.put("release", new ClientFrame.Release(19, C1));
        meant.put("transfer", new ClientFrame.Transfer(20, C1, "zhou"));
        meant.put("close", new ClientFrame.Close(21, C1));
        meant.put("reopen", new ClientFrame.Reopen(22, C1));
        meant.put("status", new ClientFrame.Status(23, "busy"));
        meant.put("classify", new ClientFrame.Classify(24, C1, Event.ServiceType.AFTER_SALES));
        meant.put("flag", new ClientFrame.Mark(25, C1, Event.Flag.SPAM));
        meant.put("watch", new ClientFrame.Watch(26, C1));
        meant.put("unwatch", new ClientFrame.Unwatch(27, C1));
        meant.put("typing", new ClientFrame.Typing(C1));
        meant.put("seen", new ClientFrame.Seen(C1, 5));
        meant.put("ping", new ClientFrame.Ping());
        meant.put("pong", new ClientFrame.Pong());
        return meant;
    }

    private static ClientFrame said(int id, @org.jspecify.annotations.Nullable ConversationId conversation,
            String text) {
        return new ClientFrame.Send(id, conversation, ID + id, text, null, false, null, About.NOTHING);
    }

    @TestFactory
    Stream<DynamicTest> whatAClientSendsIsUnderstoodAsItIsMeant() {
        Map<String, ClientFrame> meant = meant();
        return GoldenFrames.client().entrySet().stream().map(file -> DynamicTest.dynamicTest(file.getKey(),
                () -> assertEquals(meant.get(file.getKey()), ClientFrame.decode(file.getValue().toString()))));
    }

    @Test
    void everyFileOfAClientIsMeantAndEveryFrameAClientMaySendHasAFile() {
        assertEquals(meant().keySet(), GoldenFrames.client().keySet());
        Set<String> shown = new TreeSet<>();
        meant().values().forEach(frame -> shown.add(frame.getClass().getSimpleName()));
        assertEquals(records(ClientFrame.class), shown);
    }

    private static Set<String> records(Class<?> sealed) {
        Set<String> names = new TreeSet<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                names.addAll(records(permitted));
            } else {
                names.add(permitted.getSimpleName());
            }
        }
        return names;
    }

    @TestFactory
    Stream<DynamicTest> whatTheServerSendsStandsInItsFile() throws IOException {
        Map<String, ObjectNode> written = new ServerSamples().frames();
        Map<String, ObjectNode> files = GoldenFrames.server();
        Set<String> names = new TreeSet<>(written.keySet());
        names.addAll(files.keySet());
        Map<String, JsonNode> asJson = new LinkedHashMap<>();
        for (Map.Entry<String, ObjectNode> frame : written.entrySet()) {
            asJson.put(frame.getKey(), JSON.readTree(frame.getValue().toString()));
        }
        return names.stream().map(name -> DynamicTest.dynamicTest(name,
                () -> assertEquals(files.get(name), asJson.get(name), name)));
    }

    @Test
    void everyFrameTheServerCanWriteHasAFile() throws IOException {
        Set<String> types = Pattern.compile("Json\\.object\\(\"type\", \"([a-z-]+)\"").matcher(source("ServerFrames"))
                .results().map(type -> type.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertFalse(types.isEmpty());
        assertEquals(types, GoldenFrames.server().values().stream().map(frame -> frame.path("type").asText())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void noFrameIsWrittenButInServerFrames() throws IOException {
        for (String other : List.of("Socket", "BuyerSocket", "AgentSocket", "Feed", "Gateway", "Suggestions",
                "Subscriptions")) {
            assertFalse(source(other).contains("Json.object(\"type\""), other + " writes a frame of its own");
        }
    }

    private static String source(String type) throws IOException {
        return Files.readString(Path.of("src/main/java/dev/yingda/gateway", type + ".java"));
    }
}
