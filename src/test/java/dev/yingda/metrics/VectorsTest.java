package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.By;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The worked examples of the contract, by the product and by the obvious implementation that it is compared with. Those beside the repository are run too where they are there.
class VectorsTest {

    private static final Path OURS = Path.of("src/test/resources/vectors/response-metrics");
    private static final Path SHARED = Path.of("../shared/vectors/response-metrics");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> every_worked_example_comes_out_as_written() throws IOException {
        List<Path> cases = cases();
        assertFalse(cases.isEmpty());
        return cases.stream().map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
    }

    private static List<Path> cases() throws IOException {
        Stream<Path> all = Stream.empty();
        for (Path folder : List.of(OURS, SHARED)) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> found = Files.list(folder)) {
                    all = Stream.concat(all, found.sorted().toList().stream());
                }
            }
        }
        return all.toList();
    }

    private static void check(Path folder) throws IOException, BadInput {
        ObjectNode expected = (ObjectNode) JSON.readTree(folder.resolve("expected.json").toFile());
        expected.remove("why");
        Path policyFile = folder.resolve("policy.json");
        Policy policy = Policy.read(policyFile.toString(), Files.readString(policyFile));
        Instant asOf = OffsetDateTime.parse(expected.get("asOf").asText()).toInstant();
        List<Logged> history = new ArrayList<>();
        Path events = folder.resolve("events.jsonl");
        try (BufferedReader lines = Files.newBufferedReader(events)) {
            EventFile.read(events.toString(), lines, history::add);
        }
        Set<By> by = EnumSet.noneOf(By.class);
        if (expected.has("byAgent")) {
            by.add(By.AGENT);
        }
        if (expected.has("byDay")) {
            by.add(By.DAY);
        }
        Replay replay = Replay.of(policy, asOf);
        history.forEach(replay::accept);
        StringWriter written = new StringWriter();
        replay.result(by, expected.has("rounds")).writeJson(written);
        expected.put("asOf", Times.write(asOf));
        assertSame(expected, written.toString());
        assertSame(expected, Oracle.report(policy, history, asOf, by, expected.has("rounds")).toString());
    }

    /// Compared without regard to the order of keys, which is no part of the contract; shown as text.
    private static void assertSame(ObjectNode expected, String written) throws IOException {
        ObjectNode actual = (ObjectNode) JSON.readTree(written);
        if (!expected.has("policy")) {
            actual.remove("policy");
        }
        if (!expected.equals(actual)) {
            assertEquals(expected.toPrettyString(), actual.toPrettyString());
        }
    }
}
