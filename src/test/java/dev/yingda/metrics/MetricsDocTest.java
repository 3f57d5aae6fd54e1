package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.yingda.metrics.DocPage.Example;
import dev.yingda.metrics.DocPage.Variant;
import dev.yingda.metrics.Report.Reason;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// docs/metrics.md and its translation tell a shop how it is judged; here they are held to what the product does.
class MetricsDocTest {

    private static final String ENGLISH = "metrics.md";
    private static final String CHINESE = "metrics.zh-CN.md";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> every_example_gives_the_figures_that_the_page_tells() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String page : List.of(ENGLISH, CHINESE)) {
            DocPage.read(page).examples().forEach((name, example) -> {
                for (int i = 0; i < example.variants().size(); i++) {
                    Variant variant = example.variants().get(i);
                    tests.add(DynamicTest.dynamicTest(page + " " + name + " " + (i + 1),
                            () -> assertEquals(variant.results(), DocStory.results(example, variant))));
                }
            });
        }
        assertFalse(tests.isEmpty());
        return tests.stream();
    }

    @Test
    void both_languages_tell_the_same_examples() {
        var english = DocPage.read(ENGLISH).examples();
        assertEquals(english, DocPage.read(CHINESE).examples());
        assertEquals(List.copyOf(english.keySet()), List.copyOf(DocPage.read(CHINESE).examples().keySet()));
        english.forEach((name, example) -> assertTrue(
                example.story().size() > 1 && !example.variants().isEmpty()
                        && example.variants().stream().noneMatch(variant -> variant.results().isEmpty()),
                name));
    }

    @Test
    void the_examples_show_every_outcome_verdict_exclusion_and_kind_of_figure() throws BadInput, IOException {
        Set<Object> shown = new HashSet<>();
        Set<Object> asked = new HashSet<>();
        for (Example example : DocPage.read(ENGLISH).examples().values()) {
            for (Variant variant : example.variants()) {
                Report report = DocStory.report(example, variant.policy());
                for (Report.Value value : report.metrics()) {
                    shown.addAll(value.excluded().keySet());
                    shown.add(value.metric().kind());
                }
                report.replies().entrySet().stream().filter(reply -> reply.getValue() > 0)
                        .forEach(reply -> shown.add(reply.getKey()));
                for (Report.RoundLine line : Objects.requireNonNull(report.details().rounds())) {
                    shown.add(line.round().outcome());
                    Round.Why why = line.round().why();
                    shown.add(why == null ? "answered" : why);
                }
            }
        }
        asked.addAll(List.of(Verdict.values()));
        asked.addAll(List.of(Round.Outcome.values()));
        asked.addAll(List.of(Round.Why.values()));
        asked.addAll(Arrays.stream(Reason.values()).filter(Reason::reported).toList());
        asked.addAll(List.of("reply-rate", "mean-wait", "percentile-wait", "satisfaction", "answer-ratio"));
        asked.removeAll(shown);
        assertEquals(Set.of(), asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void the_table_of_presets_names_each_of_them_and_no_other(String file) {
        String page = DocPage.read(file).text();
        List<String> rows = Pattern.compile("^\\| `([a-z0-9-]+)` \\|(.*\\|){4}$", Pattern.MULTILINE).matcher(page)
                .results().map(row -> row.group(1)).toList();
        assertEquals(Policy.presets().stream().map(Policy::id).toList(), rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void every_link_inside_the_page_leads_to_a_heading(String file) {
        String page = DocPage.read(file).text();
        Set<String> headings = page.lines().filter(line -> line.matches("##+ .*")).map(MetricsDocTest::anchor)
                .collect(Collectors.toSet());
        List<String> targets = Pattern.compile("]\\(#([^)]+)\\)").matcher(page).results().map(link -> link.group(1))
                .toList();
        assertFalse(targets.isEmpty());
        targets.forEach(target -> assertTrue(headings.contains(target), target));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void the_files_of_the_last_section_give_what_is_printed_below_them(String file) throws BadInput, IOException {
        DocPage page = DocPage.read(file);
        Replay replay = Replay.of(Policy.read("my-policy.yaml", page.fileBlock("yaml")),
                EventFile.instant("2026-03-02T10:10:00+08:00"));
        EventFile.read("events.jsonl", new BufferedReader(new StringReader(page.fileBlock("jsonl"))), replay::accept);
        StringWriter printed = new StringWriter();
        replay.result(Set.of(), false).writeJson(printed);
        assertEquals(JSON.readTree(printed.toString()).toPrettyString(),
                JSON.readTree(page.fileBlock("json")).toPrettyString());
        assertTrue(page.text().contains("--as-of 2026-03-02T10:10:00+08:00 --json"));
    }

    /// As the place where the page is read makes it of a heading.
    private static String anchor(String heading) {
        return heading.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
