package dev.yingda.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who buyers are: blocked by the staff, vouched for by the shop, known by a token that has run out.
class BuyersJourneyTest {

    private static final String SECRET = "a secret of the shop and this server";

    @TempDir
    private Path folder;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(folder, "shop.identitySecret=" + SECRET);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int status(String cookie, String method, String path, String body) {
        return server.send(method, "/api/v1" + path, body, "Cookie", cookie, "X-Yingda", "1").statusCode();
    }

    private String served(Client buyer, Client agent) {
        String conversation = buyer.say(null, "转人工").path("conversation").asText();
        agent.await(frame -> frame.path("type").asText().equals("desk") && frame.path("waiting").size() == 1);
        assertEquals("ok", agent.ask("take", "conversation", conversation).path("type").asText());
        return conversation;
    }

    private static String block(String conversation) {
        return "{\"conversation\":\"" + conversation + "\",\"reason\":\"辱骂客服\"}";
    }

    @Test
    void whoIsBlockedIsCutOffOnAllPagesAndComesBackWhenUnblocked() throws Exception {
        String admin = server.signIn("admin");
        String lin = server.signIn("lin");
        Client agent = server.agent(lin);
        String token = server.visitor();
        Client buyer = Client.connect(server, "/ws/buyer").auth(token);
        Client second = Client.connect(server, "/ws/buyer").auth(token);
        Client other = server.buyer();
        String conversation = served(buyer, agent);

        assertEquals(204, status(lin, "POST", "/blocked-buyers", block(conversation)));
        assertEquals(4105, buyer.closeCode());
        assertEquals(4105, second.closeCode());
        Client again = Client.connect(server, "/ws/buyer");
        again.raw("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
        assertEquals(4105, again.closeCode());
        agent.await(frame -> frame.path("mine").path(0).path("blocked").asBoolean());
        assertEquals("ok", other.say(null, "多久发货").path("type").asText());

        assertEquals(204, status(lin, "POST", "/blocked-buyers", block(conversation)), "twice is as good as once");
        JsonNode listed = server.as(admin, "GET", "/api/v1/blocked-buyers", "").path("blocked");
        assertEquals(1, listed.size());
        assertEquals("辱骂客服", listed.path(0).path("reason").asText());
        assertEquals("lin", listed.path(0).path("by").asText());
        String id = listed.path(0).path("buyer").asText();

        server.close();
        server = Server.start(folder, "shop.identitySecret=" + SECRET);
        Client afterRestart = Client.connect(server, "/ws/buyer");
        afterRestart.raw("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
        assertEquals(4105, afterRestart.closeCode());

        admin = server.signIn("admin");
        assertEquals(403, status(server.signIn("lin"), "DELETE", "/blocked-buyers/" + id, ""));
        assertEquals(204, status(admin, "DELETE", "/blocked-buyers/" + id, ""));
        assertEquals(404, status(admin, "DELETE", "/blocked-buyers/" + id, ""));
        Client back = Client.connect(server, "/ws/buyer").auth(token);
        assertEquals("ok", back.say(conversation, "对不起").path("type").asText());
        JsonNode audit = server.as(admin, "GET", "/api/v1/audit", "").path("entries");
        assertTrue(audit.findValuesAsText("action").containsAll(java.util.List.of("buyer.block", "buyer.unblock")));
        assertFalse(audit.toString().contains("辱骂"), "words about buyers stay out of the audit log");
    }

    @Test
    void onlyWhoServesABuyerOrSeesAllMayBlock() {
        String lin = server.signIn("lin");
        String wu = server.signIn("wu");
        Client agent = server.agent(lin);
        Client buyer = server.buyer();
        String conversation = served(buyer, agent);
        assertEquals(404, status(wu, "POST", "/blocked-buyers", block(conversation)));
        assertEquals(404, status(lin, "POST", "/blocked-buyers", block("none")));
        assertEquals(404, status(lin, "POST", "/blocked-buyers", block("not a name")));
        assertEquals(422, status(lin, "POST", "/blocked-buyers", "{\"conversation\":\"" + conversation + "\"}"));
        assertEquals(422, status(lin, "POST", "/blocked-buyers",
                "{\"conversation\":\"" + conversation + "\",\"reason\":\" \"}"));
        assertEquals(403, status(lin, "GET", "/blocked-buyers", ""));
        assertEquals("ok", buyer.say(conversation, "在吗").path("type").asText());
        assertEquals(204, status(server.signIn("admin"), "POST", "/blocked-buyers", block(conversation)));
        assertEquals(4105, buyer.closeCode());
    }

    private static String jwt(String subject, Instant until) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + base64.encodeToString(("{\"sub\":\"" + subject + "\",\"exp\":" + until.getEpochSecond() + "}")
                        .getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "." + base64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static Instant now() {
        return Instant.now().plus(Server.AHEAD);
    }

    private JsonNode visitor(String field, String token, int status) {
        var answer = server.send("POST", "/api/v1/visitors", "{\"" + field + "\":\"" + token + "\"}");
        assertEquals(status, answer.statusCode(), answer.body());
        return Server.json(answer.body());
    }

    private JsonNode ready(String token) {
        Client client = Client.connect(server, "/ws/buyer");
        client.raw("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
        return client.await("ready").path("conversations");
    }

    @Test
    void aBuyerForWhomTheShopVouchesIsTheSameOnEveryDevice() throws Exception {
        Instant until = now().plusSeconds(3600);
        JsonNode phone = visitor("identity", jwt("10086", until), 201);
        assertEquals("u.10086", phone.path("buyer").asText());
        assertEquals(until.getEpochSecond(), Instant.parse(phone.path("expiresAt").asText()).getEpochSecond());
        Client onPhone = Client.connect(server, "/ws/buyer").auth(phone.path("token").asText());
        String conversation = onPhone.say(null, "多久发货").path("conversation").asText();
        assertEquals(conversation, ready(jwt("10086", until.plusSeconds(60))).path(0).path("conversation").asText());
        JsonNode shown = server.as(server.signIn("admin"), "GET", "/api/v1/conversations/" + conversation, "");
        assertEquals("10086", shown.path("conversation").path("buyerName").asText());
        assertEquals(0, ready(jwt("10010", until)).size());
    }

    @Test
    void theShopsWordEndsWhenItSaysAndIsNotMadeLongerHere() throws Exception {
        JsonNode vouched = visitor("identity", jwt("10086", now().plusSeconds(3600)), 201);
        JsonNode renewed = visitor("token", vouched.path("token").asText(), 201);
        assertEquals(vouched.path("expiresAt"), renewed.path("expiresAt"));
        assertEquals("u.10086", renewed.path("buyer").asText());
        visitor("identity", jwt("10086", now().minusSeconds(1)), 401);
        visitor("identity", jwt("10086", now().plusSeconds(3600)) + "A", 401);
        assertEquals(422, server.send("POST", "/api/v1/visitors", "{\"identity\":\"x\",\"token\":\"y\"}").statusCode());
        Client late = Client.connect(server, "/ws/buyer");
        late.raw("{\"type\":\"auth\",\"token\":\"" + jwt("10086", now().minusSeconds(1)) + "\"}");
        assertEquals(4006, late.closeCode());
        Client forged = Client.connect(server, "/ws/buyer");
        forged.raw("{\"type\":\"auth\",\"token\":\"" + jwt("10086", now().plusSeconds(60)) + "A\"}");
        assertEquals(4101, forged.closeCode());
    }

    @Test
    void aTokenThatHasRunOutIsToldFromOneThatIsNone() throws Exception {
        JsonNode brief = visitor("identity", jwt("10086", now().plusSeconds(1)), 201);
        while (now().isBefore(Instant.parse(brief.path("expiresAt").asText()).plusMillis(50))) {
            Thread.sleep(50);
        }
        Client late = Client.connect(server, "/ws/buyer");
        late.raw("{\"type\":\"auth\",\"token\":\"" + brief.path("token").asText() + "\"}");
        assertEquals(4006, late.closeCode());
    }
}
