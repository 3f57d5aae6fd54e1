package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.Value;

import org.junit.jupiter.api.Test;

/// What a replay gives: the whole form of the output, breakdowns, periods, groups.
class ReportTest {

    private static final long START = EventFile.instant("2026-01-07T10:00:00+08:00").toEpochMilli();
    private static final Instant AS_OF = EventFile.instant("2026-01-08T12:00:00+08:00");

    @Test
    void the_json_of_a_replay_has_exactly_this_form() throws IOException, BadInput {
        Report report = Histories.replay(Histories.policy(resource("golden/policy.yaml")),
                Histories.read(resource("golden/events.jsonl")), AS_OF);
        assertEquals(resource("golden/report.json"), Histories.json(report));
    }

    @Test
    void the_table_of_a_replay_is_for_people() throws IOException, BadInput {
        Report report = Histories.replay(Histories.policy(resource("golden/policy.yaml")),
                Histories.read(resource("golden/events.jsonl")), AS_OF);
        assertEquals(resource("golden/report.txt"), report.table("en"));
        assertTrue(report.table("zh-CN").contains("3分钟人工回复率"));
    }

    @Test
    void breakdowns_and_rounds_are_there_only_when_asked_for() throws BadInput {
        Report report = Replay.of(Histories.policy("{id: p, metrics: [{id: m, kind: mean-wait}]}"), AS_OF)
                .result(Set.of(), false);
        assertNull(report.details().byAgent());
        assertNull(report.details().byDay());
        assertNull(report.details().rounds());
        assertFalse(Histories.json(report).contains("byAgent"));
    }

    @Test
    void nothing_measured_is_null_and_not_zero() throws BadInput {
        Report report = Replay.of(Histories.policy("""
                id: p
                metrics:
                  - {id: r, kind: reply-rate, within: 3m, target: {atLeast: 0.9}}
                  - {id: p, kind: percentile-wait, percentile: 90, target: {atMost: 3s}}
                  - {id: s, kind: satisfaction}
                  - {id: a, kind: answer-ratio}
                """), AS_OF).result(Set.of(By.values()), true);
        report.metrics().forEach(value -> {
            assertNull(value.value());
            assertNull(value.met());
            assertEquals(0, value.denominator());
        });
        assertEquals(Map.of(), report.details().byDay());
    }

    @Test
    void a_period_keeps_the_rounds_that_start_in_it_and_reports_no_others() throws BadInput {
        List<Logged> events = three();
        Policy policy = Histories.policy("{id: p, from: '2026-01-07T10:10:00+08:00', "
                + "to: '2026-01-07T10:20:00+08:00', metrics: [{id: m, kind: mean-wait}]}");
        Value value = Histories.replay(policy, events, AS_OF).metrics().getFirst();
        assertEquals(20_000L, value.numerator());
        assertEquals(1, value.denominator());
        assertEquals(Map.of(), value.excluded());
        Report report = Histories.replay(policy, events, AS_OF);
        assertEquals(Set.of("lin"), Objects.requireNonNull(report.details().byAgent()).keySet());
        assertEquals(List.of("outside-period", "20000", "outside-period"),
                Objects.requireNonNull(report.details().rounds()).stream()
                        .map(line -> Objects.requireNonNull(line.standings().get("m")).wire()).toList());
    }

    @Test
    void the_first_round_of_a_buyer_is_the_first_of_all_days_and_conversations() throws BadInput {
        Report report = Histories.replay(
                Histories.policy("{id: p, metrics: [{id: m, kind: mean-wait, unit: buyer}]}"), three(), AS_OF);
        assertEquals(10_000L, report.metrics().getFirst().numerator());
        assertEquals("{NOT_FIRST=2}", report.metrics().getFirst().excluded().toString());
    }

    @Test
    void of_two_questions_at_the_same_moment_the_first_is_that_of_the_smaller_conversation_id() throws BadInput {
        String policy = "{id: p, metrics: [{id: m, kind: mean-wait, unit: buyer}]}";
        String ten = conversation("c10", "u", 0, 10_000);
        String two = conversation("c2", "u", 0, 20_000);
        for (String file : List.of(ten + two, two + ten)) {
            assertEquals(10_000L, Histories.replay(Histories.policy(policy), Histories.read(file), AS_OF).metrics()
                    .getFirst().numerator());
        }
    }

    /// Only by place: both start at the same moment of the same conversation, in sessions that began on different days.
    @Test
    void of_two_rounds_at_the_same_moment_of_a_conversation_the_first_is_that_which_came_first() throws BadInput {
        String day = conversation("c", "u", 0, 1000);
        long at = EventFile.instant("2026-01-08T10:00:00+08:00").toEpochMilli();
        String next = line("c", at, "\"type\":\"message\",\"from\":\"buyer\"")
                + line("c", at, "\"type\":\"handed-off\"") + line("c", at, "\"type\":\"closed\"")
                + line("c", at, "\"type\":\"reopened\"")
                + line("c", at, "\"type\":\"message\",\"from\":\"buyer\"")
                + line("c", at + 5000, "\"type\":\"message\",\"from\":\"agent\",\"agent\":\"lin\",\"kind\":\"typed\"");
        Value value = Histories.replay(Histories.policy("{id: p, from: " + at
                + ", metrics: [{id: m, kind: reply-rate, within: 10s, unit: buyer, windowBy: session}]}"),
                Histories.read(day + next), AS_OF).metrics().getFirst();
        assertEquals(0L, value.numerator());
        assertEquals(1, value.denominator());
        assertEquals("{NOT_FIRST=1}", value.excluded().toString());
    }

    @Test
    void ratings_of_a_flagged_conversation_use_up_none_of_a_buyers_few() throws BadInput {
        String flagged = conversation("a", "u", 0, 1000) + rating("a", 2000, 5) + rating("a", 3000, 5)
                + line("a", START + 4000, "\"type\":\"flagged\",\"reason\":\"spam\"");
        String other = conversation("b", "u", 0, 1000) + rating("b", 5000, 1) + rating("b", 6000, 5);
        Value value = Histories.replay(
                Histories.policy("{id: p, metrics: [{id: m, kind: satisfaction, maxPerBuyer: 1}]}"),
                Histories.read(flagged + other), AS_OF).metrics().getFirst();
        assertEquals(0L, value.numerator());
        assertEquals(1, value.denominator());
        assertEquals("{FLAGGED=2, OVER_BUYER_LIMIT=1}", value.excluded().toString());
    }

    @Test
    void rounds_are_listed_though_no_metric_looks_at_them() throws BadInput {
        Report report = Histories.replay(Histories.policy("{id: p, metrics: [{id: m, kind: satisfaction}]}"), three(),
                AS_OF);
        assertEquals(List.of(Map.of(), Map.of(), Map.of()), Objects.requireNonNull(report.details().rounds()).stream()
                .map(Report.RoundLine::standings).toList());
    }

    @Test
    void a_result_is_given_once_and_a_replay_in_turn_keeps_no_rounds() throws BadInput {
        Policy policy = Histories.policy("{id: p, metrics: [{id: m, kind: mean-wait}]}");
        Replay replay = Replay.of(policy, AS_OF);
        Logged first = three().getFirst();
        replay.accept(first);
        replay.result(Set.of(), true);
        assertThrows(IllegalStateException.class, () -> replay.result(Set.of(), true));
        assertThrows(IllegalStateException.class, () -> replay.accept(first));
        Replay inTurn = Replay.inTurn(policy, AS_OF);
        assertThrows(IllegalStateException.class, () -> inTurn.result(Set.of(), true));
    }

    @Test
    void a_mean_of_group_means_rounds_each_half_up() throws BadInput {
        List<Logged> events = Histories.read(conversation("a", "u", 0, 1, 1000, 2) + conversation("b", "v", 0, 0));
        Value value = Histories.replay(
                Histories.policy("{id: p, metrics: [{id: m, kind: mean-wait, unit: session, judge: mean}]}"), events,
                AS_OF).metrics().getFirst();
        assertEquals(2L, value.numerator());
        assertEquals(2, value.denominator());
        assertEquals(1.0, value.value());
    }

    @Test
    void a_session_passes_by_its_exact_mean_and_not_by_the_rounded_one() throws BadInput {
        List<Logged> events = Histories.read(conversation("a", "u", 0, 2, 1000, 3));
        assertEquals(0L, Histories.replay(Histories.policy(
                "{id: p, metrics: [{id: m, kind: reply-rate, within: 2ms, unit: session, judge: mean}]}"), events,
                AS_OF)
                .metrics().getFirst().numerator());
    }

    @Test
    void a_percentile_is_the_nearest_rank_and_has_no_numerator() throws BadInput {
        List<Logged> events = Histories.read(conversation("a", "u", 0, 10, 1000, 20, 2000, 30, 3000, 40));
        for (var expected : Map.of(1, 10.0, 25, 10.0, 26, 20.0, 50, 20.0, 75, 30.0, 76, 40.0, 100, 40.0).entrySet()) {
            Value value = Histories
                    .replay(Histories.policy("{id: p, metrics: [{id: m, kind: percentile-wait, percentile: "
                            + expected.getKey() + "}]}"), events, AS_OF)
                    .metrics().getFirst();
            assertEquals(expected.getValue(), value.value());
            assertNull(value.numerator());
            assertEquals(4, value.denominator());
        }
    }

    @Test
    void a_day_is_that_of_the_window_instant_which_may_be_the_sessions() throws BadInput {
        List<Logged> events = Histories.read(conversation("a", "u", 0, 10, 86_400_000, 20));
        assertEquals(List.of(LocalDate.parse("2026-01-07"), LocalDate.parse("2026-01-08")),
                List.copyOf(days("{id: p, metrics: [{id: m, kind: mean-wait}]}", events).keySet()));
        assertEquals(List.of(LocalDate.parse("2026-01-07")), List.copyOf(
                days("{id: p, metrics: [{id: m, kind: mean-wait, windowBy: session}]}", events).keySet()));
    }

    private static Map<LocalDate, List<Value>> days(String policy, List<Logged> events) {
        return Objects.requireNonNull(Histories.replay(Histories.policy(policy), events,
                AS_OF.plusSeconds(86_400)).details().byDay());
    }

    /// Three conversations of one buyer, at 10:00, 10:10 and 10:20, answered after 10, 20 and 30 seconds.
    private static List<Logged> three() throws BadInput {
        return Histories.read(conversation("c", "u", 0, 10_000) + conversation("b", "u", 600_000, 20_000)
                + conversation("a", "u", 1_200_000, 30_000));
    }

    /// Pairs of when the buyer asks, after 10:00, and how long he waits; in milliseconds.
    private static String conversation(String id, String buyer, long... asksAndWaits) {
        StringBuilder lines = new StringBuilder(
                line(id, START + asksAndWaits[0], "\"type\":\"opened\",\"buyer\":\"" + buyer + "\""));
        for (int i = 0; i < asksAndWaits.length; i += 2) {
            long asked = START + asksAndWaits[i];
            lines.append(line(id, asked, "\"type\":\"message\",\"from\":\"buyer\""));
            lines.append(line(id, asked + asksAndWaits[i + 1],
                    "\"type\":\"message\",\"from\":\"agent\",\"agent\":\"lin\",\"kind\":\"typed\""));
        }
        return lines.toString();
    }

    private static String rating(String conversation, int after, int stars) {
        return line(conversation, START + after, "\"type\":\"rated\",\"stars\":" + stars + ",\"of\":\"agent\"");
    }

    private static String line(String conversation, long at, String rest) {
        return "{\"conversation\":\"" + conversation + "\",\"at\":" + at + "," + rest + "}\n";
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(ReportTest.class.getResourceAsStream("/metrics/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
