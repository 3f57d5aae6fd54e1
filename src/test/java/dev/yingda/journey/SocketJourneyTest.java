package dev.yingda.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first conversation, driven by raw websocket clients, and what the protocol promises around it.
class SocketJourneyTest {

    private static final String UNKNOWN = "你们老板养的猫叫什么名字";

    @TempDir
    private Path folder;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Seen to fail when what a buyer may not see counted towards the limit.
    @Test
    void aPageOfHistoryIsAsLongAsItWasAskedForThoughNotesLieBetween() {
        Client buyer = server.buyer();
        Client agent = server.agent(server.signIn("lin"));
        String conversation = buyer.say(null, "转人工").path("conversation").asText();
        agent.await(frame -> frame.path("type").asText().equals("desk") && frame.path("waiting").size() == 1);
        agent.ask("take", "conversation", conversation);
        buyer.say(conversation, "第一句");
        for (int i = 0; i < 7; i++) {
            assertEquals("ok", agent.ask("send", "conversation", conversation, "clientMessageId",
                    UUID.randomUUID().toString(), "text", "备注 " + i, "visibility", "note").path("type").asText());
        }
        long last = buyer.say(conversation, "第二句").path("seq").asLong();
        JsonNode older = buyer.ask("history", "conversation", conversation, "before", last, "limit", 2).path("events");
        assertEquals(2, older.size());
        assertEquals("第一句", older.path(1).path("event").path("text").asText());
        long first = older.path(1).path("seq").asLong();
        JsonNode newer = buyer.ask("history", "conversation", conversation, "after", first, "limit", 3).path("events");
        assertEquals(List.of(last), newer.findValues("seq").stream().map(JsonNode::asLong).toList());
        assertEquals(first, newer.path(0).path("previous").asLong());
    }

    @Test
    void aBuyerIsAnsweredHandedOverRepliedToAndCounted() {
        String cookie = server.signIn("lin");
        Client agent = server.agent(cookie);
        Client buyer = server.buyer();
        JsonNode first = buyer.say(null, "下单后多久发货?");
        String conversation = first.path("conversation").asText();
        assertEquals(2, first.path("seq").asLong());
        JsonNode answer = buyer.event("from=bot", "kind=answer");
        assertEquals(2, answer.path("event").path("replyTo").asLong());
        assertFalse(answer.path("event").has("entry"), "a buyer sees no entry id");
        assertEquals(2, answer.path("previous").asLong());

        buyer.say(conversation, UNKNOWN);
        buyer.event("type=handed-off");
        buyer.event("from=bot", "kind=notice");
        JsonNode waiting = agent.await(frame -> frame.path("type").asText().equals("desk")
                && frame.path("waiting").size() == 1).path("waiting").get(0);
        assertEquals(conversation, waiting.path("conversation").asText());
        assertEquals(UNKNOWN, waiting.path("lastText").asText());
        buyer.await(frame -> frame.path("type").asText().equals("queue") && frame.path("position").asInt() == 1);

        assertEquals("ok", agent.ask("take").path("type").asText());
        JsonNode taken = buyer.event("type=assigned");
        assertEquals("小林", taken.path("event").path("agent").path("name").asText());
        assertFalse(taken.path("event").path("agent").has("account"), "a buyer sees no account name");
        agent.ask("send", "conversation", conversation, "clientMessageId", UUID.randomUUID().toString(), "text", "内部备注",
                "visibility", "note");
        assertEquals("ok", agent.say(conversation, "叫芝麻。").path("type").asText());
        JsonNode reply = buyer.event("from=agent");
        assertEquals("叫芝麻。", reply.path("event").path("text").asText());
        assertTrue(buyer.frames().stream().noneMatch(frame -> frame.toString().contains("内部备注")), "a note leaked");
        assertEquals(reply.path("seq").asLong() - 2, reply.path("previous").asLong(), "previous skips the note");

        JsonNode counts = server.as(server.signIn("admin"), "GET", "/api/v1/metrics?policy=shop-default", "")
                .path("result").path("replies");
        assertEquals(1, counts.path("counts").asInt());
        assertEquals(2, counts.path("auto-reply").asInt());
        JsonNode own = server.as(cookie, "GET", "/api/v1/metrics?policy=shop-default", "").path("result");
        assertFalse(own.has("replies"), "an agent sees no totals of the shop");
        assertEquals(1, own.path("byAgent").size());
    }

    @Test
    void aSecondPageOfABuyerIsToldTheSameInOrderAndOnceAndThePlaceInTheWaitingListToo() {
        String token = server.visitor();
        Client first = Client.connect(server, "/ws/buyer").auth(token);
        Client second = Client.connect(server, "/ws/buyer").auth(token);
        String conversation = first.say(null, "下单后多久发货?").path("conversation").asText();
        second.event("from=bot", "kind=answer");
        first.say(conversation, UNKNOWN);
        for (Client page : List.of(first, second)) {
            page.event("type=queued");
            assertEquals(1, page.await("queue").path("position").asInt());
        }
        List<Long> seqs = second.frames().stream().filter(frame -> frame.path("type").asText().equals("event"))
                .map(frame -> frame.path("seq").asLong()).toList();
        assertEquals(seqs.stream().sorted().distinct().toList(), seqs);
        assertEquals(seqs, first.frames().stream().filter(frame -> frame.path("type").asText().equals("event"))
                .map(frame -> frame.path("seq").asLong()).toList());
    }

    @Test
    void aMissedQuestionBecomesAnEntryAndTheNextBuyerIsAnswered() {
        String admin = server.signIn("admin");
        Client buyer = server.buyer();
        buyer.say(null, UNKNOWN);
        buyer.event("type=handed-off");
        JsonNode missed = server.as(admin, "GET", "/api/v1/knowledge/missed", "").path("missed").get(0);
        assertEquals(UNKNOWN, missed.path("question").asText());
        JsonNode body = Server.JSON.createObjectNode().put("topic", "small-talk").put("question", "店里的猫叫什么?")
                .put("answer", "店里的猫叫芝麻,是只橘猫。").put("fromMissed", missed.path("id").asText())
                .set("phrasings", Server.JSON.valueToTree(List.of(UNKNOWN, "猫咪叫啥", "老板的猫叫什么")));
        server.as(admin, "POST", "/api/v1/knowledge/entries", body.toString());
        server.as(admin, "POST", "/api/v1/knowledge/publish", "{}");
        Client next = server.buyer();
        next.say(null, UNKNOWN);
        assertEquals("店里的猫叫芝麻,是只橘猫。", next.event("from=bot").path("event").path("text").asText());
        assertEquals(0, server.as(admin, "GET", "/api/v1/knowledge/missed", "").path("missed").size());
        assertEquals("added", server.as(admin, "GET", "/api/v1/knowledge/missed?state=done", "").path("missed").get(0)
                .path("state").asText());
    }

    @Test
    void theSameMessageAgainIsStoredOnceAndAnsweredTheSame() {
        Client buyer = server.buyer();
        String id = UUID.randomUUID().toString();
        JsonNode first = buyer.ask("send", "clientMessageId", id, "text", "多久发货");
        JsonNode again = buyer.ask("send", "clientMessageId", id, "text", "多久发货");
        assertFalse(first.path("duplicate").asBoolean());
        assertTrue(again.path("duplicate").asBoolean());
        assertEquals(first.path("conversation"), again.path("conversation"));
        assertEquals(first.path("seq"), again.path("seq"));
        assertEquals("conflict", buyer.ask("send", "clientMessageId", id, "text", "别的").path("code").asText());
    }

    @Test
    void whoComesBackGetsWhatWasMissedAndNothingTwice() {
        String token = server.visitor();
        Client buyer = Client.connect(server, "/ws/buyer").auth(token);
        String conversation = buyer.say(null, UNKNOWN).path("conversation").asText();
        long shown = buyer.event("kind=away").path("seq").asLong();
        buyer.leave();

        Client agent = server.agent(server.signIn("wu"));
        agent.ask("take", "conversation", conversation);
        agent.say(conversation, "一");
        agent.say(conversation, "二");

        Client back = Client.connect(server, "/ws/buyer");
        back.raw("{\"type\":\"auth\",\"token\":\"" + token + "\",\"resume\":[{\"conversation\":\"" + conversation
                + "\",\"epoch\":1,\"seq\":" + shown + "}]}");
        JsonNode place = back.await("ready").path("conversations").get(0);
        assertTrue(place.path("recovered").asBoolean());
        back.await("caught-up");
        List<String> texts = back.frames().stream().filter(frame -> frame.path("type").asText().equals("event"))
                .map(frame -> frame.path("event").path("text").asText()).filter(text -> !text.isEmpty()).toList();
        assertEquals(List.of("一", "二"), texts);
        List<Long> seqs = back.frames().stream().filter(frame -> frame.path("type").asText().equals("event"))
                .map(frame -> frame.path("seq").asLong()).toList();
        assertEquals(seqs.stream().distinct().sorted().toList(), seqs);
    }

    @Test
    void aWrongPlaceIsNotRecoveredAndHistoryHasItAll() {
        String token = server.visitor();
        Client buyer = Client.connect(server, "/ws/buyer").auth(token);
        String conversation = buyer.say(null, "多久发货").path("conversation").asText();
        buyer.event("from=bot");
        Client back = Client.connect(server, "/ws/buyer");
        back.raw("{\"type\":\"auth\",\"token\":\"" + token + "\",\"resume\":[{\"conversation\":\"" + conversation
                + "\",\"epoch\":2,\"seq\":1}]}");
        assertFalse(back.await("ready").path("conversations").get(0).path("recovered").asBoolean());
        JsonNode history = back.ask("history", "conversation", conversation, "after", 0).path("events");
        assertEquals(3, history.size());
        assertEquals(1, history.get(0).path("seq").asLong());
        assertEquals(2, history.get(2).path("previous").asLong());
    }

    @Test
    void nobodySeesAnotherBuyersConversation() {
        Client buyer = server.buyer();
        String conversation = buyer.say(null, "多久发货").path("conversation").asText();
        Client other = server.buyer();
        assertEquals("not-found", other.ask("history", "conversation", conversation).path("code").asText());
        assertEquals("not-found", other.say(conversation, "hi").path("code").asText());
        assertEquals("not-found", other.ask("hand-off", "conversation", conversation).path("code").asText());
    }

    @Test
    void aTokenThatIsNoneClosesTheSocket() {
        Client buyer = Client.connect(server, "/ws/buyer");
        buyer.raw("{\"type\":\"auth\",\"token\":\"v1.b.99999999999.x\"}");
        assertEquals(4101, buyer.closeCode());
        Client agent = Client.connect(server, "/ws/agent");
        agent.raw("{\"type\":\"auth\",\"token\":\"" + server.visitor() + "\"}");
        assertEquals(4101, agent.closeCode());
        Client impatient = Client.connect(server, "/ws/buyer");
        impatient.raw("{\"type\":\"send\",\"id\":1,\"clientMessageId\":\"" + UUID.randomUUID() + "\",\"text\":\"hi\"}");
        assertEquals(4101, impatient.closeCode());
    }

    @Test
    void badFramesAreNamedAndTheSixthInAMinuteClosesTheSocket() {
        Client buyer = server.buyer();
        String[] bad = {"{\"type\":\"nonsense\",\"id\":1}", "not json", "{\"type\":\"send\",\"id\":1,\"text\":\"x\"}",
                "{\"type\":\"ack\",\"conversation\":\"c\",\"seq\":\"1\"}", "{\"type\":\"ping\",\"extra\":1}"};
        for (String frame : bad) {
            buyer.raw(frame);
            assertEquals("bad-frame", buyer.await("error").path("code").asText(), frame);
        }
        buyer.raw("{\"type\":\"take\",\"id\":1}");
        assertEquals(4100, buyer.closeCode());
    }

    @Test
    void aSlowReaderIsWaitedForAndGoesOnAfterItsAck() {
        Client buyer = server.buyer();
        String conversation = buyer.say(null, UNKNOWN).path("conversation").asText();
        Client agent = server.agent(server.signIn("lin"));
        agent.ask("take", "conversation", conversation);
        for (int i = 1; i <= 80; i++) {
            assertEquals("ok", agent.say(conversation, "第 " + i + " 句").path("type").asText());
        }
        buyer.event("text=第 50 句");
        long pushed = buyer.frames().stream().filter(frame -> frame.path("type").asText().equals("event")).count();
        assertTrue(pushed <= 64, pushed + " events without an ack");
        long last = buyer.frames().stream().filter(frame -> frame.path("type").asText().equals("event"))
                .mapToLong(frame -> frame.path("seq").asLong()).max().orElseThrow();
        buyer.raw("{\"type\":\"ack\",\"conversation\":\"" + conversation + "\",\"seq\":" + last + "}");
        buyer.event("text=第 80 句");
    }

    @Test
    void anotherOriginsPageIsRefused() {
        var answer = server.send("POST", "/api/v1/visitors", "{}", "Origin", "https://evil.example");
        assertEquals(403, answer.statusCode());
        var own = server.send("POST", "/api/v1/visitors", "{}", "Origin", server.address(""));
        assertEquals(201, own.statusCode());
    }

    @Test
    void newBuyersAreLimitedByAddressAndBehindAProxyByTheAddressItNames() throws Exception {
        try (Server limited = Server.start(folder.resolve("limited"), "limits.newBuyersPerMinute=1",
                "server.behindProxy=true")) {
            assertEquals(201,
                    limited.send("POST", "/api/v1/visitors", "{}", "X-Forwarded-For", "x, 10.0.0.1").statusCode());
            assertEquals(429,
                    limited.send("POST", "/api/v1/visitors", "{}", "X-Forwarded-For", "y, 10.0.0.1").statusCode());
            assertEquals(201,
                    limited.send("POST", "/api/v1/visitors", "{}", "X-Forwarded-For", "x, 10.0.0.2").statusCode());
        }
        try (Server direct = Server.start(folder.resolve("direct"), "limits.newBuyersPerMinute=1")) {
            assertEquals(201,
                    direct.send("POST", "/api/v1/visitors", "{}", "X-Forwarded-For", "10.0.0.1").statusCode());
            assertEquals(429,
                    direct.send("POST", "/api/v1/visitors", "{}", "X-Forwarded-For", "10.0.0.2").statusCode());
        }
    }

    @Test
    void aBuyerWhoWritesTooFastIsToldWhenToGoOn() throws Exception {
        try (Server limited = Server.start(folder.resolve("limited"), "limits.buyerMessagesPerMinute=2")) {
            Client buyer = limited.buyer();
            String conversation = buyer.say(null, UNKNOWN).path("conversation").asText();
            assertEquals("ok", buyer.say(conversation, "一").path("type").asText());
            JsonNode refused = buyer.say(conversation, "二");
            assertEquals("rate-limited", refused.path("code").asText());
            assertTrue(refused.path("temporary").asBoolean() && refused.path("retryAfterMs").asLong() > 0,
                    refused.toString());
        }
    }
}
