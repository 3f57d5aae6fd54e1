package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;
import dev.yingda.desk.Desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/// What clients are shown of each event, against the golden frames that the web client's decoder is held to.
class ServerFrameTest {

    private static final AgentId LIN = new AgentId("lin");
    private static final List<Event> ONE_OF_EACH = List.of(new Event.Opened(new BuyerId("b1")), new Event.Reopened(),
            new Event.BuyerMessage("m1", "u1", "?", false),
            new Event.BotMessage("m2", Event.BotKind.CLARIFY, "?", 1, "ship", List.of(new Event.Choice("ship", "?"))),
            new Event.AgentMessage("m3", "u3", LIN, Event.AgentKind.TYPED, "好"), new Event.HandedOff("asked", 1),
            new Event.Assigned(LIN), new Event.Transferred(LIN), new Event.Closed(Event.By.AGENT),
            new Event.Rated(5, Event.Of.AGENT, "好"), new Event.Classified(Event.ServiceType.REFUND),
            new Event.Flagged(Event.Flag.SPAM), new Event.Note("m4", "u4", LIN, "老客户"), new Event.Queued(),
            new Event.Helpful(2, true));

    private final Views views = new Views(_ -> "小林", new Desk(Clock.systemUTC(),
            new Desk.Limits(Duration.ofMinutes(3), Duration.ofMinutes(1), Duration.ofHours(2))));

    private JsonNode shown(Event event, Views.Eyes eyes) {
        return views.frame(new Logged(new ConversationId("c1"), 1, 7, Instant.EPOCH, event), 6, eyes);
    }

    private static String kind(JsonNode event) {
        return event.path("type").asText() + " " + event.path("from").asText();
    }

    private static Set<String> keys(JsonNode node) {
        Set<String> keys = new TreeSet<>();
        ((ObjectNode) node).fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void everyEventHasTheKeysOfItsGoldenFrame() throws IOException {
        Map<String, Set<String>> golden = new HashMap<>();
        Set<String> frame = new TreeSet<>();
        for (JsonNode each : JsonMapper.builder().build()
                .readTree(Path.of("src/main/web/shared/frames.golden.json").toFile())
                .path("server")) {
            List<JsonNode> events = new ArrayList<>();
            each.path("events").forEach(events::add);
            if (each.path("type").asText().equals("event")) {
                events.add(each);
            }
            for (JsonNode event : events) {
                frame.addAll(keys(event));
                golden.computeIfAbsent(kind(event.path("event")), _ -> new TreeSet<>())
                        .addAll(keys(event.path("event")));
            }
        }
        for (Event event : ONE_OF_EACH) {
            JsonNode shown = shown(event, Views.Eyes.AGENT);
            assertEquals(frame, keys(shown));
            Set<String> known = golden.getOrDefault(kind(shown.path("event")), Set.of());
            assertTrue(known.containsAll(keys(shown.path("event"))), shown.path("event") + " against " + known);
        }
        assertEquals(Event.class.getPermittedSubclasses().length, ONE_OF_EACH.size());
    }

    @Test
    void aBuyerSeesNoNoteNoFlagNoClassNoAccountAndNoEntry() {
        for (Event event : ONE_OF_EACH) {
            boolean secret = event instanceof Event.Note || event instanceof Event.Flagged
                    || event instanceof Event.Classified;
            assertEquals(!secret, Views.visible(event, Views.Eyes.BUYER), event.toString());
            if (!secret) {
                String text = shown(event, Views.Eyes.BUYER).toString();
                assertFalse(text.contains("\"account\"") || text.contains("\"lin\""), text);
                assertFalse(shown(event, Views.Eyes.BUYER).path("event").has("entry"), text);
            }
        }
    }
}
