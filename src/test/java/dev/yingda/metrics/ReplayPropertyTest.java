package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Round.Outcome;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// What holds of any history under any policy.
class ReplayPropertyTest {

    @Property(tries = 300)
    void the_order_of_conversations_in_the_file_changes_nothing(@ForAll long history, @ForAll long rule) {
        List<Logged> events = Histories.random(history);
        List<Logged> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(history));
        shuffled.sort(Comparator.comparingLong(Logged::seq));
        assertSame(rule, events, shuffled);
        shuffled.sort(Comparator.comparing(Logged::conversation).reversed().thenComparingLong(Logged::seq));
        assertSame(rule, events, shuffled);
    }

    @Property(tries = 300)
    void notes_and_the_waiting_list_change_nothing(@ForAll long history, @ForAll long rule) {
        List<Logged> events = Histories.random(history);
        List<Logged> more = new ArrayList<>();
        for (Logged each : events) {
            more.add(each);
            more.add(with(each, new Event.Note("n", "k", new AgentId("a0"), "text")));
            more.add(with(each, new Event.Queued()));
            more.add(with(each, new Event.Helpful(1, true)));
        }
        assertSame(rule, events, more);
    }

    @Property(tries = 300)
    void a_further_question_of_a_waiting_buyer_changes_no_round(@ForAll long history, @ForAll long rule) {
        List<Logged> events = Histories.random(history);
        Map<ConversationId, List<Logged>> conversations = new HashMap<>();
        events.forEach(each -> conversations.computeIfAbsent(each.conversation(), _ -> new ArrayList<>()).add(each));
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
        Policy policy = uncut(Histories.policy(rule));
        assertEquals(rounds(Histories.replay(policy, events)), rounds(Histories.replay(policy, more)));
    }

    @Property(tries = 300)
    void nothing_automatic_is_ever_a_counted_reply(@ForAll long history, @ForAll long rule) {
        List<Logged> automatic = Histories.random(history).stream()
                .map(each -> each.event() instanceof Event.AgentMessage said
                        ? with(each, new Event.AgentMessage(said.id(), null, said.agent(), Event.AgentKind.AUTO, null))
                        : each)
                .toList();
        Report report = Histories.replay(Histories.policy(rule), automatic);
        assertEquals(0, report.replies().get(Verdict.COUNTS));
        assertEquals(0, report.replies().get(Verdict.NO_QUESTION_WAITING));
        assertTrue(lines(report).stream().noneMatch(line -> line.round().outcome() == Outcome.ANSWERED));
    }

    @Property(tries = 300)
    void counted_replies_are_the_answered_rounds_and_no_message_is_forgotten(@ForAll long history,
            @ForAll long rule) {
        List<Logged> events = Histories.random(history);
        Report report = Histories.replay(Histories.policy(rule), events);
        assertEquals(lines(report).stream().filter(line -> line.round().outcome() == Outcome.ANSWERED).count(),
                report.replies().get(Verdict.COUNTS));
        assertEquals(
                events.stream().filter(each -> !each.at().isAfter(Histories.AS_OF))
                        .filter(each -> each.event() instanceof Event.AgentMessage
                                || each.event() instanceof Event.BotMessage)
                        .count(),
                report.replies().values().stream().mapToLong(Long::longValue).sum());
    }

    @Property(tries = 300)
    void a_figure_is_what_its_rounds_add_up_to(@ForAll long history, @ForAll long rule) {
        Report report = Histories.replay(Histories.policy(rule), Histories.random(history));
        for (Value value : report.metrics()) {
            if (!(value.metric() instanceof Metric.OfWaits waits) || waits.grouping().unit() != Metric.Unit.ROUND) {
                continue;
            }
            List<Standing> standings = lines(report).stream().map(line -> line.standings().get(waits.id())).toList();
            assertEquals(
                    standings.stream()
                            .filter(each -> !(each instanceof Standing.Excluded(var why) && why.reported())).count(),
                    value.denominator(), waits.id());
            assertEquals(standings.stream().filter(Standing.Excluded.class::isInstance).count(),
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

    @Property(tries = 300)
    void days_and_agents_add_up_to_the_whole(@ForAll long history, @ForAll long rule) {
        Report report = Histories.replay(Histories.policy(rule), Histories.random(history));
        for (int i = 0; i < report.metrics().size(); i++) {
            Value whole = report.metrics().get(i);
            boolean byRound = !(whole.metric() instanceof Metric.OfWaits waits)
                    || waits.grouping().unit() == Metric.Unit.ROUND
                    || (waits.grouping().unit() == Metric.Unit.SESSION
                            && waits.grouping().judge() == Metric.Judge.FIRST);
            if (byRound) {
                assertEquals(whole.denominator(), denominators(notNull(report.details().byDay()).values(), i));
                if (whole.metric() instanceof Metric.OfWaits) {
                    assertEquals(whole.denominator(), denominators(notNull(report.details().byAgent()).values(), i));
                }
            }
        }
    }

    @Property(tries = 300)
    void what_is_written_reads_back_the_same(@ForAll long history, @ForAll long rule) throws IOException, BadInput {
        List<Logged> events = Histories.random(history);
        StringWriter file = new StringWriter();
        for (Logged each : events) {
            EventFile.write(each, file);
        }
        assertSame(rule, events, Histories.read(file.toString()));
    }

    @Property(tries = 300)
    void waits_are_never_negative_and_rounds_of_a_conversation_do_not_overlap(@ForAll long history,
            @ForAll long rule) {
        Map<ConversationId, Round> last = new HashMap<>();
        for (RoundLine line : lines(Histories.replay(Histories.policy(rule), Histories.random(history)))) {
            Round round = line.round();
            assertTrue(round.waited() >= 0);
            assertNotEquals(Outcome.WAITING, round.end() == null ? Outcome.ANSWERED : round.outcome());
            Round before = last.put(round.conversation(), round);
            if (before != null) {
                assertTrue(!notNull(before.end()).isAfter(round.start()));
            }
        }
    }

    private static void assertSame(long rule, List<Logged> events, List<Logged> others) {
        Policy policy = Histories.policy(rule);
        assertEquals(Histories.json(Histories.replay(policy, events)),
                Histories.json(Histories.replay(policy, others)));
    }

    private static long denominators(Collection<List<Value>> parts, int index) {
        return parts.stream().mapToLong(values -> values.get(index).denominator()).sum();
    }

    private static List<RoundLine> lines(Report report) {
        return notNull(report.details().rounds());
    }

    private static List<String> rounds(Report report) {
        return lines(report).stream().map(RoundLine::round)
                .map(round -> round.conversation() + " " + round.start() + " " + round.end() + " " + round.outcome())
                .toList();
    }

    /// Midnight may fall between two questions, and the second then opens a round of its own.
    private static Policy uncut(Policy policy) {
        Policy.Counting counting = policy.counting();
        return new Policy(policy.name(), policy.schedule(), new Policy.Counting(counting.counts(), counting.clock(),
                counting.transfer(), counting.courtesy(), false), policy.period(), policy.metrics());
    }

    private static <T> T notNull(@org.jspecify.annotations.Nullable T value) {
        assertNotNull(value);
        return value;
    }

    private static Logged with(Logged logged, Event event) {
        return new Logged(logged.conversation(), logged.epoch(), logged.seq(), logged.at(), event);
    }
}
