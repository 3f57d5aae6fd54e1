package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;
import dev.yingda.desk.Desk;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// What buyers are not shown. What each event looks like is held by [GoldenFramesTest].
class ServerFrameTest {

    private final Views views = new Views(_ -> "小林", new Desk(Clock.systemUTC(),
            new Desk.Limits(Duration.ofMinutes(3), Duration.ofMinutes(1), Duration.ofHours(2))), _ -> false);

    private JsonNode shown(Event event, Views.Eyes eyes) {
        return views.frame(new Logged(new ConversationId("c1"), 1, 7, Instant.EPOCH, event), 6, eyes);
    }

    @Test
    void thereIsAnExampleOfEveryEvent() {
        assertEquals(Event.class.getPermittedSubclasses().length,
                ServerSamples.events().values().stream().map(Event::getClass).distinct().count());
    }

    @Test
    void aBuyerSeesNoNoteNoFlagNoClassNoAccountAndNoEntry() {
        for (Event event : ServerSamples.events().values()) {
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
