package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.AgentKind;
import dev.yingda.conversation.Event.BotKind;
import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.conversation.MemoryLog;
import dev.yingda.metrics.Evidence.Reply;
import dev.yingda.metrics.Evidence.RoundFilter;
import dev.yingda.metrics.Evidence.Slice;
import dev.yingda.metrics.Report.By;

import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Instant TEN = Instant.parse("2026-01-07T02:00:00Z");
    private static final Slice ALL = new Slice(0, 100);
    private static final AgentId LIN = new AgentId("lin");

    private final Tick clock = new Tick();
    private final MemoryLog log = new MemoryLog();
    private final Ledger ledger = new Ledger(log, clock, Policy.presets());
    private final ConversationId first = new ConversationId("c1");
    private final ConversationId second = new ConversationId("c2");

    @Test
    void the_live_figures_are_those_of_a_replay_of_the_log() {
        story();
        Replay replay = Replay.of(Policy.preset("shop-default").orElseThrow(), clock.instant());
        log.scan(null, null, replay::accept);
        assertEquals(Histories.json(replay.result(Set.of(By.AGENT, By.DAY), false)),
                Histories.json(ledger.report("shop-default", null, null, Set.of(By.AGENT, By.DAY))));
    }

    @Test
    void every_reply_is_listed_with_its_verdict_the_newest_first() {
        story();
        assertEquals(List.of("lin no-question-waiting And so on", "lin counts Here you are", "null auto-reply Hello"),
                ledger.evidence("shop-default", null, null).replies(Set.of(), null, ALL).page().items().stream()
                        .map(each -> each.agent() + " " + each.verdict().wire() + " " + each.text()).toList());
        Reply reply = ledger.evidence("shop-default", null, null).replies(Set.of(Verdict.COUNTS), LIN, ALL).page()
                .items()
                .getFirst();
        assertEquals(first, reply.message().conversation());
        assertEquals(5, reply.message().seq());
        assertEquals("typed", reply.kind());
        assertEquals(TEN.plusSeconds(40), reply.message().at());
    }

    @Test
    void a_list_is_given_in_slices_and_says_how_long_it_is() {
        story();
        var page = ledger.evidence("shop-default", null, null).replies(Set.of(), null, new Slice(1, 1)).page();
        assertEquals(List.of(Verdict.COUNTS), page.items().stream().map(Reply::verdict).toList());
        assertEquals(3, page.total());
    }

    @Test
    void replies_outside_the_period_are_not_listed() {
        story();
        assertEquals(0,
                ledger.evidence("shop-default", TEN.plusSeconds(3600), null).replies(Set.of(), null, ALL).page()
                        .total());
        assertEquals(1,
                ledger.evidence("shop-default", TEN, TEN.plusSeconds(5)).replies(Set.of(), null, ALL).page().total());
    }

    @Test
    void a_figure_opens_the_rounds_behind_it() {
        story();
        assertEquals(List.of(second, first), conversations(RoundFilter.ALL));
        assertEquals(List.of(first), conversations(new RoundFilter("reply_rate_3m", Set.of("hit"), Set.of(), null)));
        assertEquals(List.of(second),
                conversations(new RoundFilter("reply_rate_3m", Set.of("pending"), Set.of(), null)));
        assertEquals(List.of(first),
                conversations(new RoundFilter("average_response_time", Set.of("measured"), Set.of(), null)));
        assertEquals(List.of(first), conversations(new RoundFilter(null, Set.of(), Set.of(), "lin")));
        assertEquals(List.of(second),
                conversations(new RoundFilter(null, Set.of(), Set.of(Round.Outcome.WAITING), null)));
        assertEquals(List.of(), conversations(new RoundFilter("satisfaction", Set.of(), Set.of(), null)));
    }

    @Test
    void an_event_changes_the_version_and_the_figures_at_once() {
        story();
        long before = ledger.version();
        assertEquals(Map.of(Report.Reason.PENDING, 1), rate().excluded());
        say(second, new Event.AgentMessage("r", null, LIN, AgentKind.TYPED, "Yes"));
        assertNotEquals(before, ledger.version());
        assertEquals(2L, rate().numerator());
    }

    @Test
    void a_wait_becomes_a_miss_by_the_mere_passing_of_time() {
        story();
        assertEquals(1.0, rate().value());
        clock.now = clock.now.plusSeconds(300);
        assertEquals(0.5, rate().value());
    }

    @Test
    void the_board_says_who_waits_until_when_a_reply_is_in_time_and_what_today_adds_up_to() {
        story();
        clock.now = clock.now.plusSeconds(5);
        Board.Today today = ledger.board().policies().getFirst();
        assertEquals("shop-default", today.policy().id());
        assertEquals("2026-01-07", today.day().toString());
        assertEquals(1L, today.report().metrics().getFirst().numerator());
        assertEquals(Set.of("lin", "unassigned"), Objects.requireNonNull(today.report().details().byAgent()).keySet());
        assertEquals(List.of(second), today.waiting().stream().map(each -> each.round().conversation()).toList());
        assertEquals(List.of(new Board.Due("reply_rate_3m", TEN.plusSeconds(50 + 180))),
                today.waiting().getFirst().dues());
        say(second, new Event.AgentMessage("r", null, LIN, AgentKind.TYPED, "Yes"));
        assertEquals(List.of(), ledger.board().policies().getFirst().waiting());
    }

    @Test
    void a_round_that_no_reply_rate_looks_at_is_due_by_none() {
        story();
        say(second, new Event.Flagged(Event.Flag.SPAM));
        assertEquals(List.of(), ledger.board().policies().getFirst().waiting().getFirst().dues());
    }

    @Test
    void a_round_is_due_by_the_reply_rates_that_look_at_it() {
        Ledger own = new Ledger(log, clock, List.of(Histories.policy("""
                id: p
                metrics:
                  - {id: any, kind: reply-rate, within: 3m}
                  - {id: refunds, kind: reply-rate, within: 1m, serviceType: [refund]}
                  - {id: first, kind: reply-rate, within: 30s, unit: session}
                  - {id: worst, kind: reply-rate, within: 2m, unit: session, judge: worst}
                  - {id: buyer, kind: reply-rate, within: 4m, unit: buyer}
                  - {id: mean, kind: mean-wait}
                """)));
        story();
        assertEquals(List.of("any", "first", "worst", "buyer"), dues(own));
        say(second, new Event.AgentMessage("r1", null, LIN, AgentKind.TYPED, "Yes"));
        say(second, new Event.BuyerMessage("b1", null, "And green?", false));
        own.rebuild();
        assertEquals(List.of("any", "worst", "buyer"), dues(own));
        say(second, new Event.Classified(Event.ServiceType.REFUND));
        own.rebuild();
        assertEquals(List.of("any", "refunds", "worst", "buyer"), dues(own));
    }

    @Test
    void outside_the_hours_a_round_is_due_by_none_unless_only_business_time_passes() {
        String policy = "{id: p, hours: {thu: [['09:00', '18:00']]}, time: %s, "
                + "metrics: [{id: any, kind: reply-rate, within: 3m}]}";
        story();
        assertEquals(List.of(),
                dues(new Ledger(log, clock, List.of(Histories.policy(policy.formatted("wall"))))));
        assertEquals(List.of("any"),
                dues(new Ledger(log, clock, List.of(Histories.policy(policy.formatted("business"))))));
    }

    private static List<String> dues(Ledger ledger) {
        return ledger.board().policies().getFirst().waiting().getFirst().dues().stream().map(Board.Due::metric)
                .toList();
    }

    @Test
    void yesterdays_figures_are_not_todays() {
        story();
        clock.now = TEN.plus(Duration.ofHours(14));
        Board.Today today = ledger.board().policies().getFirst();
        assertEquals("2026-01-08", today.day().toString());
        assertEquals(0, today.report().metrics().getFirst().denominator());
        assertEquals(List.of(second), today.waiting().stream().map(each -> each.round().conversation()).toList());
    }

    @Test
    void a_reply_comes_with_the_wait_that_it_ended() {
        story();
        assertEquals(Arrays.asList(null, 30_000L, null),
                ledger.evidence("shop-default", null, null).replies(Set.of(), null, ALL).page().items().stream()
                        .map(each -> each.judgement().closed() == null ? null : each.judgement().closed().waited())
                        .toList());
    }

    @Test
    void a_satisfaction_opens_the_ratings_behind_it() {
        story();
        say(first, new Event.Rated(5, Event.Of.AGENT, null));
        say(second, new Event.Rated(2, Event.Of.BOT, null));
        assertEquals(List.of("low 2", "good 5"), ratings(Set.of()));
        assertEquals(List.of("good 5"), ratings(Set.of("good")));
        say(second, new Event.Flagged(Event.Flag.TEST));
        assertEquals(List.of("flagged 2"), ratings(Set.of("flagged")));
        assertThrows(IllegalArgumentException.class,
                () -> ledger.evidence("shop-default", null, null).ratings("reply_rate_3m", Set.of(), ALL));
    }

    private List<String> ratings(Set<String> standings) {
        return ledger.evidence("shop-default", null, null).ratings("satisfaction", standings, ALL).items().stream()
                .map(each -> each.standing() + " " + each.stars()).toList();
    }

    @Test
    void a_clock_that_was_set_back_hides_nothing() {
        story();
        clock.now = TEN.minusSeconds(3600);
        assertEquals(1L, rate().numerator());
        assertEquals(2, ledger.evidence("shop-default", null, null).rounds(RoundFilter.ALL, ALL).total());
    }

    @Test
    void what_is_not_known_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> ledger.report("nope", null, null, Set.of()));
        assertThrows(IllegalArgumentException.class,
                () -> ledger.report("shop-default", TEN, TEN.minusSeconds(1), Set.of()));
        assertThrows(IllegalArgumentException.class, () -> ledger.evidence("shop-default", null, null).rounds(
                new RoundFilter("nope", Set.of(), Set.of(), null), ALL));
        assertThrows(IllegalArgumentException.class, () -> new Slice(0, 0));
        assertNull(rate().value());
    }

    private Report.Value rate() {
        return ledger.report("shop-default", null, null, Set.of()).metrics().getFirst();
    }

    private List<ConversationId> conversations(RoundFilter filter) {
        return ledger.evidence("shop-default", null, null).rounds(filter, ALL).items().stream()
                .map(line -> line.round().conversation()).toList();
    }

    /// One conversation answered after 30 seconds, and one that waits.
    private void story() {
        say(first, new Event.Opened(new BuyerId("u1")));
        say(first, new Event.BotMessage("m1", BotKind.GREETING, "Hello", 0, null, List.of()));
        clock.now = TEN.plusSeconds(10);
        say(first, new Event.BuyerMessage("m2", null, "Where is my parcel?", false));
        say(first, new Event.HandedOff("asked", 3));
        clock.now = TEN.plusSeconds(40);
        say(first, new Event.AgentMessage("m3", null, LIN, AgentKind.TYPED, "Here you are"));
        clock.now = TEN.plusSeconds(50);
        say(first, new Event.AgentMessage("m4", null, LIN, AgentKind.TYPED, "And so on"));
        say(second, new Event.Opened(new BuyerId("u2")));
        say(second, new Event.BuyerMessage("m5", null, "Is it red?", false));
        say(second, new Event.HandedOff("asked", 2));
    }

    private void say(ConversationId conversation, Event event) {
        var stored = (Appended.Stored) log.append(conversation, log.after(conversation, 0, 1000).size(), clock.now,
                List.of(event));
        stored.events().forEach(ledger::accept);
    }

    private static final class Tick extends Clock {

        private Instant now = TEN;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
