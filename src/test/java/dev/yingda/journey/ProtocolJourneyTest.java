package dev.yingda.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules of gateway-protocol.md that a client meets now and then: sessions, versions, limits, the waiting list.
class ProtocolJourneyTest {

    private static final int REQUESTS = 180;

    @TempDir
    private Path folder = Path.of("");
    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(folder, "faq.model=false", "limits.buyerMessagesPerMinute=0");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode enter(Client client, String token, String session) {
        client.send(Server.JSON.createObjectNode().put("type", "auth").put("token", token).put("session", session));
        return client.await("ready");
    }

    private Client connect() {
        return Client.connect(server, "/ws/buyer");
    }

    @Test
    void aClientThatComesBackReplacesItsOlderConnectionAndNobodyElses() {
        String token = server.visitor();
        Client tab = connect();
        tab.auth(token);
        String session = tab.frames().getLast().path("session").asText();
        Client otherTab = connect().auth(token);
        assertNotEquals(session, otherTab.frames().getLast().path("session").asText());
        Client stranger = connect();
        assertEquals(session, enter(stranger, server.visitor(), session).path("session").asText());
        Client again = connect();
        assertEquals(session, enter(again, token, session).path("session").asText());
        assertEquals(4104, tab.closeCode());
        assertEquals("ok", again.say(null, "你好").path("type").asText());
        otherTab.event("from=bot");
        assertEquals("ok", stranger.say(null, "你好").path("type").asText());
    }

    @Test
    void whoSaysTwiceInOneBreathWhoItIsIsWelcomedOnce() {
        Client tab = connect();
        JsonNode auth = Server.JSON.createObjectNode().put("type", "auth").put("token", server.visitor());
        for (int i = 0; i < 3; i++) {
            tab.send(auth.deepCopy());
        }
        tab.await("ready");
        assertEquals("ok", tab.say(null, "你好").path("type").asText());
        assertEquals(1, tab.frames().stream().filter(frame -> frame.path("type").asText().equals("ready")).count());
        assertEquals(2, tab.frames().stream().filter(frame -> frame.path("code").asText().equals("bad-frame")).count());
    }

    @Test
    void theOldConnectionOfASessionDoesNotCountTowardsTheLimitOfConnections() {
        String token = server.visitor();
        List<Client> tabs = new java.util.ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tabs.add(connect().auth(token));
        }
        Client sixth = connect();
        sixth.send(Server.JSON.createObjectNode().put("type", "auth").put("token", token));
        assertEquals("rate-limited", sixth.await("error").path("code").asText());
        assertEquals(4005, sixth.closeCode());
        String session = tabs.get(2).frames().getLast().path("session").asText();
        enter(connect(), token, session);
        assertEquals(4104, tabs.get(2).closeCode());
    }

    @Test
    void aVersionThatTheServerDoesNotSpeakIsClosedAsSuch() {
        assertEquals(new RawHandshake(101, 4103), RawHandshake.of(server.yingda().port(), "/ws/buyer", "yingda.v9"));
        assertEquals(new RawHandshake(101, 0),
                RawHandshake.of(server.yingda().port(), "/ws/buyer", "yingda.v9, yingda.v1"));
    }

    @Test
    void moreRequestsThanTheLimitAreRefusedAndThoseBeforeAreAnswered() {
        Client buyer = connect().auth(server.visitor());
        String conversation = buyer.say(null, "转人工").path("conversation").asText();
        // Fewer than the answers that may wait for a client who reads slowly.
        for (int id = 1_000; id < 1_000 + REQUESTS; id++) {
            buyer.send(Server.JSON.createObjectNode().put("type", "history").put("id", id).put("conversation",
                    conversation));
        }
        int answered = 0;
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            JsonNode answer = buyer.await(frame -> frame.path("id").asLong(0) >= 1_000);
            if (answer.path("type").asText().equals("ok")) {
                answered++;
            } else {
                assertEquals("overloaded", answer.path("code").asText());
                assertTrue(answer.path("temporary").asBoolean());
                refused++;
            }
        }
        assertEquals(REQUESTS, answered + refused);
        assertTrue(answered >= 64, "answered " + answered);
        assertTrue(refused > 0, "nothing was refused");
        assertEquals("ok", buyer.say(conversation, "还在吗").path("type").asText());
    }

    @Test
    void aFloodOfSignsDoesNotReachTheAgent() {
        Client buyer = connect().auth(server.visitor());
        Client agent = server.agent(server.signIn("lin"));
        String conversation = buyer.say(null, "转人工").path("conversation").asText();
        agent.await(frame -> frame.path("type").asText().equals("desk") && frame.path("waiting").size() == 1);
        assertEquals("ok", agent.ask("take", "conversation", conversation).path("type").asText());
        buyer.event("type=assigned");
        for (int i = 0; i < 500; i++) {
            buyer.send(Server.JSON.createObjectNode().put("type", "typing").put("conversation", conversation));
        }
        buyer.say(conversation, "说完了");
        agent.event("text=说完了");
        long signs = agent.frames().stream().filter(frame -> frame.path("type").asText().equals("typing")).count();
        assertTrue(signs >= 1 && signs <= 30, () -> signs + " signs");
    }

    @Test
    void bothTabsOfAWaitingBuyerAreToldThePlaceAndLaterHowLongItMayTake() {
        String token = server.visitor();
        Client first = connect().auth(token);
        Client second = connect().auth(token);
        String conversation = first.say(null, "转人工").path("conversation").asText();
        for (Client tab : List.of(first, second)) {
            JsonNode place = tab.await("queue");
            assertEquals(conversation, place.path("conversation").asText());
            assertEquals(1, place.path("position").asInt());
            assertTrue(place.path("expectedWaitMs").isNull());
        }
        Client agent = server.agent(server.signIn("lin"));
        for (int i = 0; i < 3; i++) {
            Client other = connect().auth(server.visitor());
            String next = other.say(null, "转人工").path("conversation").asText();
            assertEquals(2, other.await("queue").path("position").asInt());
            assertEquals("ok", agent.ask("take", "conversation", next).path("type").asText());
        }
        Client late = connect().auth(server.visitor());
        late.say(null, "转人工");
        assertTrue(late.await("queue").path("expectedWaitMs").asLong() > 0);
    }

    @Test
    void aClientThatOnlyPingsAndNeverSaysWhoItIsIsClosedAfterTenSeconds() throws Exception {
        Client nobody = connect();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(9)) {
            nobody.send(Server.JSON.createObjectNode().put("type", "ping"));
            nobody.await("pong");
            Thread.sleep(500);
        }
        assertEquals(4101, nobody.closeCode());
    }
}
