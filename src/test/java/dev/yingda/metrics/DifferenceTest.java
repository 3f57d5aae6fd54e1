package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Difference.ChangedRound;
import dev.yingda.metrics.Difference.Findings;
import dev.yingda.metrics.Difference.Pair;
import dev.yingda.metrics.Difference.Turn;
import dev.yingda.metrics.Report.Value;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static final Instant AS_OF = Instant.parse("2026-01-10T00:00:00Z");

    /// One question, a quick phrase after 10 s, the agent's own words after 200 s.
    private static final String TWO_REPLIES = """
            {"conversation":"c1","at":"2026-01-07T10:00:00+08:00","type":"opened","buyer":"b1"}
            {"conversation":"c1","at":"2026-01-07T10:00:00+08:00","type":"message","from":"buyer"}
            {"conversation":"c1","at":"2026-01-07T10:00:02+08:00","type":"handed-off"}
            {"conversation":"c1","at":"2026-01-07T10:00:10+08:00","type":"message","from":"agent","agent":"lin","kind":"canned"}
            {"conversation":"c1","at":"2026-01-07T10:03:20+08:00","type":"message","from":"agent","agent":"lin","kind":"typed"}
            {"conversation":"c1","at":"2026-01-07T10:10:00+08:00","type":"closed","by":"agent"}
            """;

    /// Nothing but thanks, to which nobody replies.
    private static final String THANKS = """
            {"conversation":"c1","at":"2026-01-07T10:00:00+08:00","type":"opened","buyer":"b1"}
            {"conversation":"c1","at":"2026-01-07T10:00:00+08:00","type":"handed-off"}
            {"conversation":"c1","at":"2026-01-07T10:00:05+08:00","type":"message","from":"buyer","courtesy":true}
            {"conversation":"c1","at":"2026-01-07T10:10:00+08:00","type":"closed"}
            """;

    private static Policy policy(String id, String rules) {
        return Histories
                .policy("""
                        id: %s
                        title: {zh-CN: 规则 %s, en: Rule %s}
                        %smetrics:
                          - {id: rate, title: {zh-CN: 回复率, en: Reply rate}, kind: reply-rate, within: 180s, target: {atLeast: 0.9}}
                          - {id: mean, title: {zh-CN: 平均响应, en: Mean response}, kind: mean-wait}
                        """
                        .formatted(id, id, id, rules));
    }

    private static Findings compare(Policy a, Policy b, List<Logged> events, int limit) {
        return compare(a, b, events, AS_OF, limit);
    }

    private static Findings compare(Policy a, Policy b, List<Logged> events, Instant asOf, int limit) {
        Difference difference = Difference.of(a, b, asOf, limit);
        events.forEach(difference::accept);
        return difference.result();
    }

    private static Findings compare(Policy a, Policy b, String lines) throws BadInput {
        return compare(a, b, Histories.read(lines), 50);
    }

    private static Map<Turn, Long> turns(Findings found, String metric) {
        return Objects.requireNonNull(found.rounds().get(metric));
    }

    @Test
    void aReplyOfAKindThatOnlyOnePolicyCountsChangesSidesAndMakesTheWaitLonger() throws BadInput {
        Findings found = compare(policy("a", ""), policy("b", "counts: [typed]\n"), TWO_REPLIES);

        assertEquals(1, found.noLonger());
        assertEquals(1, found.newly());
        assertEquals(Map.of(new Turn("counts", "kind-not-counted"), 1L, new Turn("no-question-waiting", "counts"), 1L),
                found.replies().turns());
        assertEquals(List.of("typed", "canned"),
                found.replies().newest().stream().map(Difference.ChangedReply::kind).toList(), "the newest first");
        assertEquals(Map.of(new Turn("hit", "miss"), 1L), turns(found, "rate"));
        assertEquals(Map.of(new Turn("measured", "measured-longer"), 1L), turns(found, "mean"));
        assertEquals(List.of(-1.0, 190_000.0), found.figures().stream().map(Pair::difference).toList());
        ChangedRound round = found.changedRounds().newest().getFirst();
        assertEquals(Set.of("rate", "mean"), round.metrics().keySet());
        assertEquals(10_000, Objects.requireNonNull(round.a()).round().waited());
        assertEquals(200_000, Objects.requireNonNull(round.b()).round().waited());
    }

    @Test
    void aRoundWhoseClockStartsElsewhereIsTheSameRound() throws BadInput {
        Findings found = compare(policy("a", ""), policy("b", "clock: handoff\n"),
                """
                        {"conversation":"c1","at":"2026-01-07T10:00:00+08:00","type":"opened","buyer":"b1"}
                        {"conversation":"c1","at":"2026-01-07T10:00:00+08:00","type":"message","from":"buyer"}
                        {"conversation":"c1","at":"2026-01-07T10:05:00+08:00","type":"handed-off"}
                        {"conversation":"c1","at":"2026-01-07T10:05:10+08:00","type":"message","from":"agent","agent":"lin","kind":"typed"}
                        """);

        assertEquals(Map.of(new Turn("miss", "hit"), 1L), turns(found, "rate"));
        assertEquals(Map.of(new Turn("measured", "measured-shorter"), 1L), turns(found, "mean"));
        assertEquals(Map.of(), found.replies().turns());
        assertEquals(1, found.changedRounds().total());
    }

    @Test
    void aWaitThatOnlyOnePolicyKnowsIsNamedAsSuch() throws BadInput {
        String thanks = """
                {"conversation":"c1","at":"2026-01-07T10:11:00+08:00","type":"reopened"}
                {"conversation":"c1","at":"2026-01-07T10:11:00+08:00","type":"message","from":"buyer","courtesy":true}
                {"conversation":"c1","at":"2026-01-07T10:11:01+08:00","type":"assigned","agent":"lin"}
                {"conversation":"c1","at":"2026-01-07T10:20:00+08:00","type":"closed"}
                """;
        Policy ignoring = policy("b", "courtesy: ignored\ntransfer: splits\nclock: handoff\n");
        Findings found = compare(policy("a", ""), ignoring, TWO_REPLIES
                + """
                        {"conversation":"c2","at":"2026-01-07T11:00:00+08:00","type":"opened","buyer":"b2"}
                        {"conversation":"c2","at":"2026-01-07T11:00:00+08:00","type":"message","from":"buyer"}
                        {"conversation":"c2","at":"2026-01-07T11:00:00+08:00","type":"assigned","agent":"lin"}
                        {"conversation":"c2","at":"2026-01-07T11:01:00+08:00","type":"transferred","agent":"wu"}
                        {"conversation":"c2","at":"2026-01-07T11:02:00+08:00","type":"message","from":"agent","agent":"wu","kind":"typed"}
                        {"conversation":"c2","at":"2026-01-07T11:03:00+08:00","type":"closed"}
                        """);
        assertEquals(Map.of(new Turn("hit", "miss"), 1L, new Turn("no-such-round", "hit"), 1L), turns(found, "rate"));
        ChangedRound second = found.changedRounds().newest().getFirst();
        assertEquals("wu", Objects.requireNonNull(second.b()).round().creditedTo());
        assertEquals(null, second.a());
        ChangedRound first = found.changedRounds().newest().get(1);
        assertEquals("wu lin", Objects.requireNonNull(first.a()).round().creditedTo() + " "
                + Objects.requireNonNull(first.b()).round().creditedTo());

        Policy strict = policy("a", "courtesy: counts\n");
        Policy polite = policy("b", "courtesy: ignored\n");
        assertEquals(Map.of(new Turn("miss", "no-such-round"), 1L), turns(compare(strict, polite, THANKS), "rate"));
        assertEquals(Map.of(new Turn("no-such-round", "miss"), 1L), turns(compare(polite, strict, THANKS), "rate"));
        assertEquals(0, compare(strict, polite, TWO_REPLIES + thanks).changedRounds().total(),
                "who writes no more than thanks, and is given to an agent, waits under both");
    }

    @Test
    void aRoundThatOnePolicyLeavesOutTellsWhy() throws BadInput {
        Findings found = compare(policy("a", ""), policy("b", "hours: {wed: [[\"11:00\", \"20:00\"]]}\n"), TWO_REPLIES);

        assertEquals(Map.of(new Turn("hit", "outside-hours"), 1L), turns(found, "rate"));
        assertEquals(Map.of(new Turn("measured", "outside-hours"), 1L), turns(found, "mean"));
        assertEquals(Map.of(), found.replies().turns(), "hours are not asked of a reply");
    }

    @Test
    void whatLiesOutsideThePeriodChangesNothing() throws BadInput {
        Instant later = Instant.parse("2026-01-08T00:00:00Z");
        Findings found = compare(policy("a", "").during(later, null),
                policy("b", "counts: [typed]\n").during(later, null),
                TWO_REPLIES);

        assertEquals(Map.of(), found.replies().turns());
        assertEquals(Map.of(), turns(found, "rate"));
        assertEquals(0, found.changedRounds().total());
        assertEquals(1, compare(policy("a", "").during(later, null), policy("b", "counts: [typed]\n"), TWO_REPLIES)
                .noLonger(), "in the period of one of them");
        assertEquals(Map.of(),
                turns(compare(policy("a", "").during(later, null), policy("b", "courtesy: ignored\n"), THANKS),
                        "rate"),
                "neither reports it");
    }

    @Test
    void theNewestAreListedAndTheOthersCounted() throws BadInput {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 5; i++) {
            lines.append(TWO_REPLIES.replace("c1", "c" + i).replace("T10:", "T1" + i + ":"));
        }
        List<Logged> events = Histories.read(lines.toString());
        Findings found = compare(policy("a", "counts: [typed, canned]\n"), policy("b", "counts: [suggested]\n"), events,
                2);

        assertEquals(List.of("c5", "c4"),
                found.replies().newest().stream().map(reply -> reply.message().conversation().value()).toList());
        assertEquals(3, found.replies().more());
        assertEquals(5, found.noLonger());
        assertEquals(List.of("c5", "c4"), found.changedRounds().newest().stream()
                .map(round -> round.either().conversation().value()).toList());
        assertEquals(3, found.changedRounds().more());
        assertEquals(5, compare(policy("a", ""), policy("b", "counts: [suggested]\n"), events, 0).replies().more());
        assertThrows(IllegalArgumentException.class, () -> compare(policy("a", ""), policy("b", ""), events, -1));
    }

    @Test
    void figuresBelongTogetherByIdAndKindElseByUnitElseByKind() throws BadInput {
        Policy a = Histories.policy("""
                id: a
                metrics:
                  - {id: rate, kind: reply-rate, within: 180s}
                  - {id: first, kind: mean-wait, unit: session}
                  - {id: mean, kind: mean-wait}
                  - {id: stars, kind: satisfaction}
                """);
        Policy b = Histories.policy("""
                id: b
                metrics:
                  - {id: ratio, kind: answer-ratio}
                  - {id: average, kind: mean-wait}
                  - {id: opening, kind: mean-wait, unit: session}
                  - {id: longest, kind: mean-wait, unit: buyer, judge: worst}
                  - {id: stars, kind: reply-rate, within: 60s}
                """);
        assertEquals(List.of("rate stars", "first opening", "mean average", "stars null", "null ratio", "null longest"),
                compare(a, b, TWO_REPLIES).figures().stream().map(pair -> id(pair.a()) + " " + id(pair.b())).toList());
        assertEquals(List.of("rate rate", "first first", "mean mean", "stars stars"),
                compare(a, a, TWO_REPLIES).figures().stream().map(pair -> id(pair.a()) + " " + id(pair.b())).toList());
    }

    private static String id(@Nullable Value value) {
        return value == null ? "null" : value.metric().id();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void aPolicyDoesNotDifferFromItself(@ForAll long seed) {
        Case some = Case.random(seed);
        Findings found = compare(some.policy(), some.policy(), some.events(), some.asOf(), 50);
        assertEquals(Map.of(), found.replies().turns());
        assertEquals(Map.of(), found.changedRounds().turns());
        assertEquals(0, found.changedRounds().total());
        found.figures().forEach(pair -> assertEquals(pair.a(), pair.b()));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void whatChangesAccountsForTheFiguresAndIsTheSameTheOtherWayRound(@ForAll long seed) {
        Case some = Case.random(seed);
        Policy a = some.policy().during(null, null);
        Policy rules = Case.random(seed + 1).policy();
        Policy b = new Policy(rules.name(), a.schedule(), rules.counting(), a.period(), a.metrics());
        Findings found = compare(a, b, some.events(), some.asOf(), 50);
        Findings swapped = compare(b, a, some.events(), some.asOf(), 50);
        Report ofA = Histories.replay(a, some.events(), some.asOf());
        Report ofB = Histories.replay(b, some.events(), some.asOf());
        assertEquals(ofA.metrics(), found.figures().stream().map(Pair::a).toList());
        assertEquals(ofB.metrics(), found.figures().stream().map(Pair::b).toList());
        assertEquals(count(ofB) - count(ofA), found.newly() - found.noLonger());
        assertEquals(found.newly(), swapped.noLonger());
        assertEquals(found.replies().total(), found.newly() + found.noLonger());
        assertEquals(found.changedRounds().total(), swapped.changedRounds().total());
        for (int i = 0; i < a.metrics().size(); i++) {
            if (a.metrics().get(i) instanceof Metric.ReplyRate rate) {
                assertEquals(turns(found, rate.id()), turned(turns(swapped, rate.id())));
                if (rate.grouping().unit() == Metric.Unit.ROUND) {
                    assertEquals(hits(ofB, i), hits(ofA, i) + gained(turns(found, rate.id())));
                }
            }
        }
    }

    private static long count(Report report) {
        return report.replies().getOrDefault(Verdict.COUNTS, 0L);
    }

    private static long hits(Report report, int metric) {
        return Objects.requireNonNull(report.metrics().get(metric).numerator());
    }

    /// Hits under B that are none under A, less those that were.
    private static long gained(Map<Turn, Long> turns) {
        long gained = 0;
        for (var turn : turns.entrySet()) {
            gained += turn.getKey().b().equals("hit") ? turn.getValue() : 0;
            gained -= turn.getKey().a().equals("hit") ? turn.getValue() : 0;
        }
        return gained;
    }

    private static Map<Turn, Long> turned(Map<Turn, Long> turns) {
        return turns.entrySet().stream()
                .collect(Collectors.toMap(each -> new Turn(each.getKey().b(), each.getKey().a()), Map.Entry::getValue));
    }

    @Test
    void theTablesSayWhatChangedInBothLanguages() throws BadInput {
        Findings found = compare(policy("a", ""), policy("b", "counts: [typed]\n"), Histories.read(TWO_REPLIES), 1);

        assertEquals(
                """
                        A  a  Rule a
                        B  b  Rule b
                        2026-01-10T00:00:00.000Z

                        metric         A           B          B over A        judged in A  judged in B
                        Reply rate     100.00 %% ✓  0.00 %% ✗   −100.00 points  1            1
                        Mean response  10.000 s    200.000 s  +190.000 s      1            1

                        Replies that count under A and not under B: 1; under B and not under A: 1.
                               1  counts → kind-not-counted
                                  A: %s
                                  B: %s
                               1  no-question-waiting → counts
                                  A: %s
                                  B: %s

                        conversation  time                 agent  kind   A                    B
                        c1            2026-01-07 10:03:20  lin    typed  no-question-waiting  counts
                        … and 1 more (--limit lists more).

                        Rounds · Reply rate
                               1  hit → miss
                                  A: %s
                                  B: %s

                        Rounds · Mean response
                               1  measured → measured-longer
                                  A: %s
                                  B: It is part of the figure too, with a longer wait.

                        Rounds that are judged differently in at least one of these metrics: 1.

                        conversation  time                 agent  change                                              A                  B
                        c1#1          2026-01-07 10:00:00  lin    rate: hit → miss, mean: measured → measured-longer  answered 10.000 s  answered 200.000 s
                        """
                        .formatted(Verdict.COUNTS.sentence().en(), Verdict.KIND_NOT_COUNTED.sentence().en(),
                                Verdict.NO_QUESTION_WAITING.sentence().en(), Verdict.COUNTS.sentence().en(),
                                sentence("hit"), sentence("miss"), sentence("measured")),
                found.table("en"));
        String zh = found.table("zh-CN");
        for (String words : List.of("规则 a", "回复率", "−100.00 百分点", "在 A 计入而在 B 不计入的回复：1 条",
                Verdict.COUNTS.sentence().zh(),
                "还有 1 条未列出", "轮次 · 平均响应", "但等待算得更长")) {
            assertTrue(zh.contains(words), words + " is not in\n" + zh);
        }
    }

    private static String sentence(String name) {
        return Objects.requireNonNull(Report.Standing.sentences().get(name)).en();
    }

    @Test
    void theJsonHasTheSame() throws BadInput {
        StringWriter json = new StringWriter();
        compare(policy("a", ""), policy("b", "counts: [typed]\n"), Histories.read(TWO_REPLIES), 1).writeJson(json);
        String text = json.toString().replaceAll("\\s+", "");
        for (String part : List.of("{\"a\":\"a\",\"b\":\"b\",\"asOf\":\"2026-01-10T00:00:00.000Z\",\"metrics\":[",
                "\"difference\":-1.0}", "\"noLonger\":1,\"newly\":1",
                "\"turns\":[{\"a\":\"counts\",\"b\":\"kind-not-counted\",\"count\":1},{\"a\":\"no-question-waiting\",\"b\":\"counts\",\"count\":1}]",
                "\"changed\":[{\"conversation\":\"c1\",\"at\":\"2026-01-07T02:03:20.000Z\",\"agent\":\"lin\",\"kind\":\"typed\",\"a\":\"no-question-waiting\",\"b\":\"counts\"}],\"more\":1}",
                "\"rounds\":{\"metrics\":{\"rate\":[{\"a\":\"hit\",\"b\":\"miss\",\"count\":1}],\"mean\":[",
                "\"changed\":[{\"metrics\":{\"rate\":[\"hit\",\"miss\"],\"mean\":[\"measured\",\"measured-longer\"]},\"a\":{\"conversation\":\"c1\"",
                "\"more\":0}}")) {
            assertTrue(text.contains(part), part + " is not in " + text);
        }
    }
}
