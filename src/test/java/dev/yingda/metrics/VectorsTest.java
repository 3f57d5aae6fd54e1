package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.yingda.metrics.Report.By;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The worked examples of the contract. Those beside the repository are run too where they are there.
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
        Replay replay = Replay.of(policy, OffsetDateTime.parse(expected.get("asOf").asText()).toInstant());
        Path events = folder.resolve("events.jsonl");
        try (BufferedReader lines = Files.newBufferedReader(events)) {
            EventFile.read(events.toString(), lines, replay::accept);
        }
        Set<By> by = EnumSet.noneOf(By.class);
        if (expected.has("byAgent")) {
            by.add(By.AGENT);
        }
        if (expected.has("byDay")) {
            by.add(By.DAY);
        }
        StringWriter written = new StringWriter();
        replay.result(by, expected.has("rounds")).writeJson(written);
        ObjectNode actual = (ObjectNode) JSON.readTree(written.toString());
        if (!expected.has("policy")) {
            actual.remove("policy");
        }
        expected.put("asOf", Times.write(OffsetDateTime.parse(expected.get("asOf").asText()).toInstant()));
        // Compared without regard to the order of keys, which is no part of the contract; shown as text.
        if (!expected.equals(actual)) {
            assertEquals(expected.toPrettyString(), actual.toPrettyString());
        }
    }
}
