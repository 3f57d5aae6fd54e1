package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.AgentKind;
import dev.yingda.conversation.Event.BotKind;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Round.Outcome;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/// What holds of any history under any policy at any instant.
class ReplayPropertyTest {

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void the_order_of_conversations_in_the_file_changes_nothing(@ForAll long seed) {
        Case some = Case.random(seed);
        List<Logged> shuffled = new ArrayList<>(some.events());
        Collections.shuffle(shuffled, new Random(seed));
        shuffled.sort(Comparator.comparingLong(Logged::seq));
        assertSame(some, some.with(shuffled));
        shuffled.sort(Comparator.comparing(Logged::conversation).reversed().thenComparingLong(Logged::seq));
        assertSame(some, some.with(shuffled));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void what_comes_after_the_evaluation_instant_changes_nothing(@ForAll long seed) {
        Case some = Case.random(seed);
        assertSame(some,
                some.with(some.events().stream().filter(each -> !each.at().isAfter(some.asOf())).toList()));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void notes_and_the_waiting_list_change_nothing(@ForAll long seed) {
        Case some = Case.random(seed);
        assertSame(some, some.with(afterEach(some.events(), each -> List.of(
                with(each, new Event.Note("n", "k", new AgentId("a0"), "text")), with(each, new Event.Queued()),
                with(each, new Event.Helpful(1, true))))));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void what_an_auto_responder_says_changes_nothing_but_its_own_count(@ForAll long seed) {
        Case some = Case.random(seed);
        assertSameBut("auto-reply", some, some.with(afterEach(some.events(), each -> closes(some, each)
                ? List.of()
                : List.of(with(each, new Event.AgentMessage(null, null, new AgentId("a9"), AgentKind.AUTO, null)),
                        with(each, new Event.BotMessage(null, BotKind.GREETING, null, 0, null, List.of())),
                        with(each, new Event.BotMessage(null, BotKind.AWAY, null, 0, null, List.of())),
                        with(each, new Event.BotMessage(null, BotKind.NOTICE, null, 0, null, List.of()))))));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void a_kind_that_is_no_reply_changes_nothing_but_its_own_count(@ForAll long seed) {
        Case some = Case.random(seed);
        List<Event> others = EnumSet.complementOf(EnumSet.copyOf(some.policy().counting().counts())).stream()
                .filter(kind -> kind != AgentKind.AUTO)
                .<Event>map(kind -> new Event.AgentMessage(null, null, new AgentId("a9"), kind, null)).toList();
        assertSameBut("kind-not-counted", some, some.with(afterEach(some.events(), each -> closes(some, each)
                ? List.of()
                : others.stream().map(other -> with(each, other)).toList())));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void a_further_reply_to_the_same_question_changes_no_round(@ForAll long seed) {
        Case some = Case.random(seed);
        Case more = some.with(afterEach(some.events(),
                each -> each.event() instanceof Event.AgentMessage ? List.of(each, each) : List.of()));
        assertEquals(rounds(some.report()), rounds(more.report()), some::toString);
        assertEquals(some.report().replies().get(Verdict.COUNTS), more.report().replies().get(Verdict.COUNTS));
    }

    /// Neither where it starts, so that no wait is shortened, nor what becomes of it.
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void a_further_question_of_a_waiting_buyer_changes_no_round(@ForAll long seed) {
        Case some = Case.random(seed).uncut();
        Map<ConversationId, List<Logged>> conversations = new HashMap<>();
        some.events().forEach(
                each -> conversations.computeIfAbsent(each.conversation(), _ -> new ArrayList<>()).add(each));
        List<Logged> more = new ArrayList<>();
        for (List<Logged> conversation : conversations.values()) {
            for (int i = 0; i < conversation.size(); i++) {
                more.add(conversation.get(i));
                boolean asked = conversation.get(i).event() instanceof Event.BuyerMessage said && !said.courtesy();
                if (asked && i + 1 < conversation.size()) {
                    more.add(new Logged(conversation.get(i).conversation(), 1, 0, conversation.get(i + 1).at(),
                            new Event.BuyerMessage(null, null, null, false)));
                }
            }
        }
        assertEquals(rounds(some.report()), rounds(some.with(more).report()), some::toString);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void nothing_automatic_is_ever_a_counted_reply(@ForAll long seed) {
        Case some = Case.random(seed);
        Report report = some.with(some.events().stream()
                .map(each -> each.event() instanceof Event.AgentMessage said
                        ? with(each, new Event.AgentMessage(said.id(), null, said.agent(), AgentKind.AUTO, null))
                        : each)
                .toList()).report();
        assertEquals(0, report.replies().get(Verdict.COUNTS));
        assertEquals(0, report.replies().get(Verdict.NO_QUESTION_WAITING));
        assertTrue(lines(report).stream().noneMatch(line -> line.round().outcome() == Outcome.ANSWERED));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void counted_replies_are_the_answered_rounds_and_no_message_is_forgotten(@ForAll long seed) {
        Case some = Case.random(seed);
        Report report = some.report();
        assertEquals(lines(report).stream().filter(line -> line.round().outcome() == Outcome.ANSWERED).count(),
                report.replies().get(Verdict.COUNTS));
        assertEquals(
                some.events().stream().filter(each -> !each.at().isAfter(some.asOf()))
                        .filter(each -> each.event() instanceof Event.AgentMessage
                                || each.event() instanceof Event.BotMessage)
                        .count(),
                report.replies().values().stream().mapToLong(Long::longValue).sum());
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void a_figure_is_what_its_rounds_add_up_to(@ForAll long seed) {
        Report report = Case.random(seed).report();
        for (Value value : report.metrics()) {
            if (!(value.metric() instanceof Metric.OfWaits waits) || waits.grouping().unit() != Metric.Unit.ROUND) {
                continue;
            }
            List<Standing> standings = lines(report).stream().map(line -> line.standings().get(waits.id())).toList();
            assertEquals(standings.stream().filter(each -> !(each instanceof Standing.Excluded)).count(),
                    value.denominator(), waits.id());
            assertEquals(
                    standings.stream().filter(each -> each instanceof Standing.Excluded(var why) && why.reported())
                            .count(),
                    value.excluded().values().stream().mapToLong(Integer::longValue).sum());
            if (waits instanceof Metric.MeanWait) {
                assertEquals(standings.stream()
                        .mapToLong(each -> each instanceof Standing.Contributed(long millis) ? millis : 0).sum(),
                        value.numerator());
            } else if (waits instanceof Metric.ReplyRate) {
                assertEquals(standings.stream().filter(Standing.Hit.class::isInstance).count(), value.numerator());
            }
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void days_and_agents_add_up_to_the_whole(@ForAll long seed) {
        Report report = Case.random(seed).report();
        for (Value whole : report.metrics()) {
            boolean byRound = !(whole.metric() instanceof Metric.OfWaits waits)
                    || waits.grouping().unit() == Metric.Unit.ROUND
                    || (waits.grouping().unit() == Metric.Unit.SESSION
                            && waits.grouping().judge() == Metric.Judge.FIRST);
            if (byRound) {
                assertEquals(whole.denominator(), denominators(notNull(report.details().byDay()), whole.metric()));
                if (whole.metric() instanceof Metric.OfWaits) {
                    assertEquals(whole.denominator(),
                            denominators(notNull(report.details().byAgent()), whole.metric()));
                }
            }
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void what_is_written_reads_back_the_same(@ForAll long seed) throws BadInput {
        Case some = Case.random(seed);
        assertSame(some, some.with(Histories.read(some.lines())));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void waits_are_never_negative_and_rounds_of_a_conversation_do_not_overlap(@ForAll long seed) {
        Map<ConversationId, Round> last = new HashMap<>();
        for (RoundLine line : lines(Case.random(seed).report())) {
            Round round = line.round();
            assertTrue(round.waited() >= 0);
            assertNotEquals(Outcome.WAITING, round.end() == null ? Outcome.ANSWERED : round.outcome());
            Round before = last.put(round.conversation(), round);
            if (before != null) {
                assertTrue(!notNull(before.end()).isAfter(round.start()));
            }
        }
    }

    private static void assertSame(Case one, Case other) {
        assertEquals(Histories.json(one.report()), Histories.json(other.report()), one::toString);
    }

    private static void assertSameBut(String verdict, Case one, Case other) {
        String count = "\"" + verdict + "\" : \\d+";
        assertEquals(Histories.json(one.report()).replaceFirst(count, ""),
                Histories.json(other.report()).replaceFirst(count, ""), one::toString);
    }

    /// More events, each at the instant of the one that it comes after.
    private static List<Logged> afterEach(List<Logged> events, Function<Logged, List<Logged>> more) {
        return events.stream().flatMap(each -> Stream.concat(Stream.of(each), more.apply(each).stream())).toList();
    }

    /// Whether the conversation is closed after this event, so that no message can follow.
    private static boolean closes(Case of, Logged event) {
        return of.events().stream()
                .filter(each -> each.conversation().equals(event.conversation()) && each.seq() <= event.seq())
                .sorted(Comparator.comparingLong(Logged::seq).reversed()).map(Logged::event)
                .filter(each -> each instanceof Event.Closed || each instanceof Event.Reopened
                        || each instanceof Event.Opened)
                .findFirst().orElseThrow() instanceof Event.Closed;
    }

    private static long denominators(Map<?, List<Value>> parts, Metric metric) {
        return parts.values().stream().flatMap(List::stream).filter(value -> value.metric().equals(metric))
                .mapToLong(Value::denominator).sum();
    }

    private static List<RoundLine> lines(Report report) {
        return notNull(report.details().rounds());
    }

    private static List<String> rounds(Report report) {
        return lines(report).stream().map(RoundLine::round)
                .map(round -> round.conversation() + " " + round.start() + " " + round.end() + " " + round.outcome())
                .toList();
    }

    private static <T> T notNull(@org.jspecify.annotations.Nullable T value) {
        assertNotNull(value);
        return value;
    }

    private static Logged with(Logged logged, Event event) {
        return new Logged(logged.conversation(), logged.epoch(), logged.seq(), logged.at(), event);
    }
}
