package dev.yingda.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.Command;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;

import org.junit.jupiter.api.Test;

class DeskTest {

    private static final AgentId LIN = new AgentId("lin");
    private static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");

    private static final class TestClock extends Clock {
        private Instant now = NOON;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final TestClock clock = new TestClock();
    private final Desk desk = new Desk(clock,
            new Desk.Limits(Duration.ofMinutes(3), Duration.ofMinutes(1), Duration.ofHours(2)));

    private Conversation put(String id, Instant at, Event... events) {
        ConversationId conversation = new ConversationId(id);
        Conversation state = Conversation
                .opened(new Logged(conversation, 1, 1, at, new Event.Opened(new BuyerId("b" + id))));
        for (Event event : events) {
            state = state.apply(new Logged(conversation, 1, state.position().seq() + 1, at, event));
        }
        desk.happened(state, List.of());
        return state;
    }

    private static Event asks() {
        return new Event.BuyerMessage("m", null, "?", false);
    }

    private List<String> waiting() {
        return desk.waiting().stream().map(state -> state.id().value()).toList();
    }

    @Test
    void theLongestWaitingIsFirstWhoeverCameToTheDeskFirst() {
        put("c2", NOON.plusSeconds(20), asks(), new Event.HandedOff("x", 2));
        put("c1", NOON.plusSeconds(10), asks(), new Event.HandedOff("x", 2));
        put("c3", NOON, asks());
        assertEquals(List.of("c1", "c2"), waiting());
        assertEquals(new ConversationId("c1"), desk.next().orElseThrow());
        assertEquals(Map.of(new ConversationId("c1"), 1, new ConversationId("c2"), 2), desk.positions());
    }

    @Test
    void aWaitIsDueThreeMinutesAfterTheQuestion() {
        Conversation state = put("c1", NOON, asks(), new Event.HandedOff("x", 2));
        assertEquals(NOON.plusSeconds(180), desk.dueAt(state));
    }

    @Test
    void whoIsTakenOrClosedWaitsNoMore() {
        put("c1", NOON, asks(), new Event.HandedOff("x", 2), new Event.Assigned(LIN));
        assertEquals(List.of(), waiting());
        assertEquals(1, desk.servedBy(LIN).size());
        put("c1", NOON, asks(), new Event.HandedOff("x", 2), new Event.Assigned(LIN), new Event.Closed(Event.By.AGENT));
        assertEquals(0, desk.servedBy(LIN).size());
    }

    @Test
    void anAgentIsThereWithAConnectionAndSayingSo() {
        assertFalse(desk.staffed());
        desk.connected(LIN);
        assertTrue(desk.staffed());
        assertTrue(desk.say(LIN, "busy"));
        assertFalse(desk.staffed());
        assertEquals(Map.of(LIN, "busy"), desk.agents());
        assertFalse(desk.say(LIN, "asleep"));
        desk.disconnected(LIN);
        assertEquals("offline", desk.status(LIN));
    }

    @Test
    void theBuyersOfAnAgentWhoIsGoneGoBackToTheListAfterAWhile() {
        desk.connected(LIN);
        put("c1", NOON, asks(), new Event.HandedOff("x", 2), new Event.Assigned(LIN));
        put("c2", NOON, asks(), new Event.HandedOff("x", 2), new Event.Assigned(LIN),
                new Event.AgentMessage("m", null, LIN, Event.AgentKind.TYPED, "好"));
        desk.disconnected(LIN);
        clock.now = NOON.plusSeconds(59);
        assertEquals(List.of(), desk.sweep());
        clock.now = NOON.plusSeconds(60);
        assertEquals(List.of(new Command.Requeue(new ConversationId("c1"), LIN)), desk.sweep());
        desk.connected(LIN);
        assertEquals(List.of(), desk.sweep());
    }

    @Test
    void whatIsQuietIsClosedUnlessSomebodyWaits() {
        desk.connected(LIN);
        put("c1", NOON, asks());
        put("c2", NOON, asks(), new Event.HandedOff("x", 2));
        put("c3", NOON, asks(), new Event.HandedOff("x", 2), new Event.Assigned(LIN));
        clock.now = NOON.plus(Duration.ofHours(2));
        assertEquals(List.of(new Command.CloseIdle(new ConversationId("c1"))), desk.sweep());
    }
}
