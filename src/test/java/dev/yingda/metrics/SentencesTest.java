package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.yingda.conversation.Sentence;

import org.junit.jupiter.api.Test;

/// What people read. Every sentence stands in a file of its own, so that whoever changes one sees it beside all others.
class SentencesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/metrics/golden/sentences.txt");
    /// Where this test leaves what it found, to be looked at and copied over the golden file.
    private static final Path FOUND = Path.of("target/sentences.txt");

    /// What no preset says.
    private static final String ODD = """
            id: odd
            timezone: America/New_York
            hours:
              mon: [["09:00", "12:00"], ["13:00", "18:00"]]
              tue: [["09:00", "12:00"], ["13:00", "18:00"]]
              thu: [["10:00", "24:00"]]
              sun: [["00:00", "06:00"]]
            holidays: ["2026-10-02", "2026-10-01"]
            courtesy: ignored
            from: 2026-03-01T00:00:00-05:00
            metrics:
              - {id: worst, kind: reply-rate, within: 90s, unit: buyer, judge: worst, windowBy: session}
              - {id: capped, kind: mean-wait, cap: 1h, serviceType: [refund, complaint]}
              - {id: worst_wait, kind: percentile-wait, percentile: 95, unit: buyer-day, judge: worst}
              - {id: mean_wait, kind: mean-wait, unit: session, judge: mean, cap: 1500ms, dropOver: 0s}
              - {id: ours, kind: satisfaction, of: [agent], good: 5, maxPerBuyer: 3}
              - {id: bots, kind: satisfaction, of: [bot], target: {atLeast: 0.855}}
              - {id: ratio, kind: answer-ratio, target: {atLeast: 1.2}}
            """;
    private static final String CLOSED = """
            id: closed
            hours: {}
            time: business
            to: 2026-03-01T00:00:00+08:00
            metrics: [{id: ratio, kind: answer-ratio}]
            """;

    @Test
    void every_sentence_is_the_one_that_was_agreed_on() throws Exception {
        StringBuilder found = new StringBuilder();
        Map<Sentence, List<String>> names = new LinkedHashMap<>();
        sentences().forEach((name, said) -> names.computeIfAbsent(said, _ -> new ArrayList<>()).add(name));
        names.forEach((said, by) -> found.append(String.join(", ", by)).append("\n  ").append(said.zh())
                .append("\n  ").append(said.en()).append('\n'));
        Files.writeString(FOUND, found);
        assertEquals(Files.readString(GOLDEN), found.toString(), "compare " + FOUND + " with " + GOLDEN);
    }

    @Test
    void no_two_verdicts_outcomes_or_standings_read_the_same() {
        Set<String> zh = new HashSet<>();
        Set<String> en = new HashSet<>();
        rules().forEach((name, said) -> {
            assertTrue(zh.add(said.zh()), name);
            assertTrue(en.add(said.en()), name);
            assertTrue(said.zh().endsWith("。") && said.en().endsWith("."), name);
        });
    }

    @Test
    void a_sentence_is_said_in_both_languages() {
        assertThrows(IllegalArgumentException.class, () -> new Sentence("好", " "));
        assertThrows(IllegalArgumentException.class, () -> new Sentence("", "Well."));
        assertEquals("好", new Sentence("好", "Well.").in("zh-TW"));
        assertEquals("Well.", new Sentence("好", "Well.").in("en"));
    }

    @Test
    void many_holidays_are_numbered_not_named() throws BadInput {
        StringBuilder holidays = new StringBuilder();
        for (int day = 10; day < 24; day++) {
            holidays.append("\"2026-02-").append(day).append("\", ");
        }
        Policy policy = Policy.read("many.yaml",
                "id: many\nholidays: [" + holidays + "]\nmetrics: [{id: ratio, kind: answer-ratio}]\n");
        assertTrue(RuleText.of(policy).stream().anyMatch(rule -> rule.en().startsWith("14 dates")));
    }

    private static Map<String, Sentence> sentences() throws BadInput, IOException {
        Map<String, Sentence> all = rules();
        for (Policy policy : Policy.presets()) {
            add(all, policy);
        }
        for (String text : List.of(ODD, CLOSED)) {
            add(all, Policy.read("test.yaml", text));
        }
        return all;
    }

    /// Those of single messages and rounds.
    private static Map<String, Sentence> rules() {
        Map<String, Sentence> rules = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            rules.put("verdict " + verdict.wire(), verdict.sentence());
        }
        for (Round.Outcome outcome : Round.Outcome.values()) {
            rules.put("outcome " + outcome.wire(), outcome.sentence());
        }
        for (Round.Why why : Round.Why.values()) {
            rules.put("why " + why.wire(), why.sentence());
        }
        Report.Standing.sentences().forEach((name, said) -> rules.put("standing " + name, said));
        return rules;
    }

    private static void add(Map<String, Sentence> all, Policy policy) {
        List<Sentence> rules = RuleText.of(policy);
        for (int i = 0; i < rules.size(); i++) {
            all.put(policy.id() + " " + (i + 1), rules.get(i));
        }
        policy.metrics()
                .forEach(metric -> all.put(policy.id() + " " + metric.id(), RuleText.of(policy, metric)));
    }
}
