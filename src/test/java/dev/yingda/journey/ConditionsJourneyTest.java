package dev.yingda.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When an entry is used, by REST.
class ConditionsJourneyTest {

    private static final String ENTRIES = "/api/v1/knowledge/entries";
    private static final String CONDITIONS = """
            {"from":"2099-06-01","until":"2099-06-20","hours":"mon-fri 09:00-18:00","products":["A-1"],"orderStates":[],
             "mode":"contains","not":["到付"],
             "variants":[{"when":{"from":null,"until":null,"hours":null,"products":[],"orderStates":["shipped"]},
                          "answer":"已经寄出。"}]}""";

    @TempDir
    private Path folder;

    private Server server;
    private String admin = "";

    @BeforeEach
    void start() throws Exception {
        server = Server.start(folder);
        admin = server.signIn("admin");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whenAnEntryIsUsedIsKeptAndGivenBack() {
        JsonNode made = server.as(admin, "POST", ENTRIES, body(CONDITIONS).toString()).path("entry");
        String one = ENTRIES + "/" + made.path("id").asText();

        assertEquals(Server.json(CONDITIONS), made.path("conditions"));
        assertEquals(Server.json(CONDITIONS), server.as(admin, "GET", one, "").path("entry").path("conditions"));
        assertEquals(Server.json(CONDITIONS),
                server.as(admin, "GET", one + "/revisions", "").path("revisions").get(0).path("entry")
                        .path("conditions"));
    }

    @Test
    void anEditThatSaysNothingOfThemKeepsThemAndOneThatSaysNoneTakesThemAway() {
        JsonNode made = server.as(admin, "POST", ENTRIES, body(CONDITIONS).toString()).path("entry");
        String one = ENTRIES + "/" + made.path("id").asText();
        ObjectNode silent = body(CONDITIONS).put("revision", 1).put("answer", "另一个答案");
        silent.remove("conditions");

        JsonNode kept = server.as(admin, "PUT", one, silent.toString()).path("entry");
        JsonNode plain = server.as(admin, "PUT", one, body("{}").put("revision", 2).toString()).path("entry");

        assertEquals(Server.json(CONDITIONS), kept.path("conditions"));
        assertEquals("smart", plain.path("conditions").path("mode").asText());
        assertEquals(0, plain.path("conditions").path("variants").size());
    }

    @Test
    void whatIsWrongIsNamedByItsField() {
        assertRefused("{\"mode\":\"fuzzy\"}", "mode");
        assertRefused("{\"from\":\"6月1日\"}", "from");
        assertRefused("{\"hours\":\"nine\"}", "hours");
        assertRefused("{\"colour\":1}", "colour");
        assertRefused("{\"variants\":[{\"answer\":\"好\"}]}", "variants[0].when");
        assertRefused("{\"variants\":[{\"when\":{\"hours\":\"x\"},\"answer\":\"好\"}]}", "variants[0].when.hours");
        assertRefused("{\"from\":\"2099-06-02\",\"until\":\"2099-06-01\"}", "until");
        assertRefused("{\"not\":[\"店猫\"]}", "not[0]");
    }

    private void assertRefused(String conditions, String field) {
        HttpResponse<String> answer = server.send("POST", ENTRIES, body(conditions).toString(), "Cookie", admin,
                "X-Yingda", "1");
        assertEquals(422, answer.statusCode(), answer.body());
        JsonNode error = Server.json(answer.body()).path("error");
        JsonNode details = error.path("details");
        assertEquals(field, details.isEmpty() ? error.path("field").asText() : details.get(0).path("field").asText(),
                answer.body());
    }

    private static ObjectNode body(String conditions) {
        ObjectNode body = Server.JSON.createObjectNode().put("topic", "small-talk").put("question", "店猫叫什么名字?")
                .put("answer", "芝麻。");
        body.putArray("phrasings").add("你们的店猫");
        body.set("conditions", Server.json(conditions));
        return body;
    }
}
