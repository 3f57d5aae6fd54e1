package dev.yingda.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.UUID;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the assistant does beyond one question and one answer, over raw websockets.
class DialogueJourneyTest {

    @TempDir
    private Path folder;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(folder, "shop.zone=UTC", "bot.settle=300ms");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static boolean isBot(JsonNode frame) {
        return frame.path("event").path("from").asText().equals("bot");
    }

    private static long seq(JsonNode ok) {
        assertEquals("ok", ok.path("type").asText(), ok.toString());
        return ok.path("seq").asLong();
    }

    private void publishFact(String key, String value) {
        String admin = server.signIn("admin");
        ObjectNode settings = (ObjectNode) server.as(admin, "GET", "/api/v1/knowledge/settings", "").path("settings");
        settings.put(key, value);
        server.as(admin, "PUT", "/api/v1/knowledge/settings",
                Server.JSON.createObjectNode().<ObjectNode>set("settings", settings).toString());
        server.as(admin, "POST", "/api/v1/knowledge/publish", "");
    }

    @Test
    void aQuestionInPiecesIsAcknowledgedAtOnceAndAnsweredOnce() {
        Client buyer = server.buyer();
        JsonNode first = buyer.say(null, "下单后");
        String conversation = first.path("conversation").asText();
        assertEquals(2, seq(first));
        long last = seq(buyer.say(conversation, "多久发货?"));
        JsonNode answer = buyer.event("from=bot");
        assertEquals("answer", answer.path("event").path("kind").asText(), answer.toString());
        assertEquals(last, answer.path("event").path("replyTo").asLong());
        // What comes next shows that nothing was said in between.
        buyer.say(conversation, "转人工");
        assertEquals(last + 1, answer.path("seq").asLong());
        assertEquals(4, buyer.event("from=bot", "kind=away").path("event").path("replyTo").asLong() - 1);
        assertEquals(2, buyer.frames().stream().filter(DialogueJourneyTest::isBot).count());
    }

    @Test
    void aPieceThatNothingFollowsIsReactedToEvenOverARestart() throws Exception {
        server.close();
        server = Server.start(folder, "bot.settle=10m");
        Client buyer = server.buyer();
        String conversation = buyer.say(null, "喵喵").path("conversation").asText();
        assertFalse(buyer.frames().stream().anyMatch(DialogueJourneyTest::isBot));
        server.close();
        server = Server.start(folder, "bot.settle=10m");
        // Commands of one conversation are done in order, and the reaction was asked for at the start.
        long handedOff = 0;
        for (long end = System.nanoTime() + 20_000_000_000L; handedOff == 0 && System.nanoTime() < end;) {
            handedOff = server.yingda().journal().after(new ConversationId(conversation), 0, 10).stream()
                    .filter(logged -> logged.event() instanceof Event.HandedOff).count();
            Thread.onSpinWait();
        }
        assertEquals(1, handedOff);
    }

    @Test
    void aComplaintGoesToAPersonBeforeAnyAnswerAndTheWordsAreTheShops() {
        Client buyer = server.buyer();
        String conversation = buyer.say(null, "下单后多久发货?再不发我就打12315").path("conversation").asText();
        assertEquals("complaint", buyer.event("type=handed-off").path("event").path("reason").asText());
        assertTrue(
                buyer.event("from=bot").path("event").path("text").asText().startsWith("很抱歉给您带来不好的体验，"));
        assertFalse(conversation.isEmpty());

        publishFact("handOffWords", "团购、批发");
        Client other = server.buyer();
        other.say(null, "你们团购怎么收费，要多少件起订");
        assertEquals("keyword", other.event("type=handed-off").path("event").path("reason").asText());
    }

    @Test
    void outOfHoursTheNoticeSaysWhenPeopleAreBack() {
        // Server.START is before these in UTC as in the shop.
        String hours = "12:00-14:00";
        publishFact("hours", hours);
        Client buyer = server.buyer();
        buyer.say(null, "转人工");
        JsonNode away = buyer.event("from=bot", "kind=away");
        assertTrue(away.path("event").path("text").asText().contains("人工客服 " + hours + " 在线"), away.toString());

        Client late = server.agent(server.signIn("lin"));
        assertEquals("ok", late.ask("status", "status", "online").path("type").asText());
        Client other = server.buyer();
        other.say(null, "转人工");
        other.event("from=bot", "kind=notice");
    }

    @Test
    void aTapOnAQuestionAnswersThatVeryEntry() {
        Client buyer = server.buyer();
        String question = "我要投诉，怎么投诉？";
        JsonNode ok = buyer.ask("send", "clientMessageId", UUID.randomUUID().toString(), "text", question, "entry",
                "complaints-want-to-complain");
        JsonNode answer = buyer.event("from=bot", "kind=answer");
        assertEquals(seq(ok), answer.path("event").path("replyTo").asLong());
        buyer.say(ok.path("conversation").asText(), question);
        assertEquals("complaint", buyer.event("type=handed-off").path("event").path("reason").asText());
    }

    @Test
    void whatThePageShowsIsCheckedAndIsTheBuyersToSay() {
        Client buyer = server.buyer();
        ObjectNode about = Server.JSON.createObjectNode().put("product", "coat-01").put("orderState", "paid");
        JsonNode ok = buyer.ask("send", "clientMessageId", UUID.randomUUID().toString(), "text", "下单后多久发货?",
                "about", about);
        assertEquals(2, seq(ok));
        for (ObjectNode wrong : new ObjectNode[]{Server.JSON.createObjectNode().put("colour", "red"),
                Server.JSON.createObjectNode().put("product", 7),
                Server.JSON.createObjectNode().put("product", "x".repeat(101))}) {
            buyer.send(message("在吗").set("about", wrong));
            JsonNode refused = buyer.await("error");
            assertEquals("bad-frame", refused.path("code").asText(), refused.toString());
        }
        Client agent = server.agent(server.signIn("lin"));
        agent.send(message("您好").put("conversation", ok.path("conversation").asText()).set("about", about));
        assertEquals("bad-frame", agent.await("error").path("code").asText());
    }

    private static ObjectNode message(String text) {
        return Server.JSON.createObjectNode().put("type", "send").put("id", 77)
                .put("clientMessageId", UUID.randomUUID().toString()).put("text", text);
    }

    @Test
    void tryingOutSaysTheRuleAndItsSentence() {
        String admin = server.signIn("admin");
        JsonNode said = server.as(admin, "POST", "/api/v1/knowledge/try", "{\"question\":\"我要投诉你们\"}");
        assertEquals("hand-off", said.path("decision").path("kind").asText());
        assertEquals("complaint", said.path("decision").path("rule").asText());
        assertEquals("出现了投诉关键词，转人工。", said.path("decision").path("sentence").path("zh-CN").asText());
        assertEquals("Word of complaints: \"投诉\".", said.path("why").path("en").asText());
    }
}
