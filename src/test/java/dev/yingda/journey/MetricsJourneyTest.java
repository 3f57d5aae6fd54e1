package dev.yingda.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a supervisor and an agent see of the numbers while buyers wait, and the list behind each.
class MetricsJourneyTest {

    private static final String UNKNOWN = "你们老板养的猫叫什么名字";
    private static final String POLICY = "?policy=taobao-3min";

    @TempDir
    private Path folder;

    private Server server;
    private String admin;
    private String lin;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(folder);
        admin = server.signIn("admin");
        lin = server.signIn("lin");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLiveFiguresArePushedAndAnAgentSeesOnlyTheAgentsOwn() {
        Client boss = server.agent(admin);
        Client agent = server.agent(lin);
        Client waiting = server.buyer();
        String conversation = waiting.say(null, UNKNOWN).path("conversation").asText();

        JsonNode all = boss.await(frame -> frame.path("type").asText().equals("metrics") && open(frame).size() == 1);
        JsonNode round = open(all).get(0);
        assertEquals(conversation, round.path("conversation").asText());
        assertTrue(round.path("agent").isNull());
        assertFalse(round.path("since").asText().isEmpty());
        assertEquals(0, open(agent.await("metrics")).size(), "a round that is nobody's is not the agent's own");

        agent.ask("take");
        agent.await(frame -> frame.path("type").asText().equals("metrics") && open(frame).size() == 1);
        agent.say(conversation, "叫芝麻。");
        JsonNode own = agent
                .await(frame -> frame.path("type").asText().equals("metrics") && open(frame).size() == 0);
        assertEquals(List.of("lin"), names(own.path("policies").get(0).path("byAgent")));
        assertEquals(own.path("policies"), server.as(lin, "GET", "/api/v1/metrics/live", "").path("policies"));
        assertFalse(server.as(lin, "GET", "/api/v1/metrics/live", "").toString().contains("unassigned"));
    }

    private static JsonNode open(JsonNode frame) {
        return frame.path("policies").get(0).path("open");
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void everyNumberOpensTheListBehindItAndTheTableSaysTheSame() {
        Client agent = server.agent(lin);
        Client buyer = server.buyer();
        String conversation = buyer.say(null, UNKNOWN).path("conversation").asText();
        agent.ask("take");
        agent.say(conversation, "叫芝麻。");
        agent.say(conversation, "是只橘猫。");
        agent.ask("close", "conversation", conversation);
        buyer.event("type=closed");
        buyer.ask("rate", "conversation", conversation, "stars", 5, "of", "agent");

        JsonNode rounds = get("/api/v1/metrics/rounds" + POLICY).path("rounds");
        assertEquals(1, rounds.size());
        assertEquals("answered", rounds.get(0).path("outcome").asText());
        JsonNode replies = get("/api/v1/metrics/replies" + POLICY + "&verdict=counts");
        assertEquals(1, replies.path("total").asInt());
        assertEquals(1, replies.path("counts").path("no-question-waiting").asInt(), "counted though not asked for");
        assertEquals(rounds.get(0).path("reply"), replies.path("replies").get(0).path("seq"));
        assertEquals(rounds.get(0).path("waitMs"), replies.path("replies").get(0).path("waitMs"));
        assertTrue(get("/api/v1/metrics/replies" + POLICY + "&verdict=no-question-waiting").path("replies").get(0)
                .path("waitMs").isNull());
        JsonNode ratings = get("/api/v1/metrics/ratings?policy=shop-default&metric=satisfaction");
        assertEquals("good", ratings.path("ratings").get(0).path("standing").asText());
        assertEquals(get("/api/v1/metrics?policy=shop-default").path("result").path("metrics").get(3)
                .path("denominator").asInt(), ratings.path("total").asInt());

        for (String list : List.of("rounds" + POLICY, "replies" + POLICY,
                "ratings?policy=shop-default&metric=satisfaction")) {
            int total = get("/api/v1/metrics/" + list).path("total").asInt();
            String table = server.send("GET", "/api/v1/metrics/" + list.replace("?", ".csv?"), "", "Cookie", admin)
                    .body();
            assertEquals(total + 1L, table.lines().count(), list);
        }
        String figures = server.send("GET", "/api/v1/metrics.csv" + POLICY + "&by=agent,day", "", "Cookie", admin)
                .body();
        int agents = get("/api/v1/metrics" + POLICY + "&by=agent").path("result").path("byAgent").size();
        assertEquals(1 + 2 + 2 * agents + 2, figures.lines().count(), figures);
    }

    private JsonNode get(String path) {
        return server.as(admin, "GET", path, "");
    }

    @Test
    void aPeriodMayBeGivenInLocalDatesOfThePolicysZone() {
        server.buyer().say(null, UNKNOWN);
        LocalDate today = LocalDate.ofInstant(Server.START, ZoneId.of("Asia/Shanghai"));
        assertEquals(today.toString(), get("/api/v1/policies").path("policies").get(0).path("today").asText());
        String from = "/api/v1/metrics/rounds" + POLICY + "&from=";
        assertEquals(1, get(from + today + "&to=" + today.plusDays(1)).path("total").asInt());
        assertEquals(0, get(from + today.minusDays(1) + "&to=" + today).path("total").asInt());
        for (String wrong : List.of("gestern", "2026-02-30", "2026-01-07T10:00:00")) {
            assertEquals(422, server.send("GET", from + wrong, "", "Cookie", admin).statusCode(), wrong);
        }
    }

    @Test
    void anAgentSeesNoRatingsAndOnlyRoundsAndRepliesOfTheAgent() {
        Client agent = server.agent(lin);
        Client buyer = server.buyer();
        String conversation = buyer.say(null, UNKNOWN).path("conversation").asText();
        agent.ask("take");
        agent.say(conversation, "叫芝麻。");
        server.buyer().say(null, "下单后多久发货?");
        HttpResponse<String> ratings = server.send("GET",
                "/api/v1/metrics/ratings?policy=shop-default&metric=satisfaction", "", "Cookie", lin);
        assertEquals(403, ratings.statusCode());
        JsonNode replies = server.as(lin, "GET", "/api/v1/metrics/replies" + POLICY + "&agent=wu", "");
        assertEquals(1, replies.path("total").asInt());
        assertEquals("lin", replies.path("replies").get(0).path("agent").path("name").asText());
        assertEquals(1, server.as(lin, "GET", "/api/v1/metrics/rounds" + POLICY, "").path("total").asInt());
        String table = server.send("GET", "/api/v1/metrics.csv" + POLICY, "", "Cookie", lin).body();
        assertTrue(table.lines().skip(1).allMatch(line -> line.startsWith("agent,lin,")), table);
    }
}
