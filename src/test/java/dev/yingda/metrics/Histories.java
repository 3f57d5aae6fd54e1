package dev.yingda.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.By;

/// Histories and policies for tests: the written ones; for random ones see [Case].
final class Histories {

    static final Instant START = Instant.parse("2026-01-07T00:00:00Z");
    static final Instant AS_OF = START.plus(Duration.ofDays(6));

    private Histories() {
    }

    static List<Logged> inOrderOfTime(List<Logged> events) {
        return events.stream().sorted(Comparator.comparing(Logged::at)).toList();
    }

    static Policy policy(String yaml) {
        try {
            return Policy.read("test.yaml", yaml);
        } catch (BadInput faulty) {
            throw new AssertionError(faulty);
        }
    }

    static Report replay(Policy policy, List<Logged> events) {
        return replay(policy, events, AS_OF);
    }

    static Report replay(Policy policy, List<Logged> events, Instant asOf) {
        Replay replay = Replay.of(policy, asOf);
        events.forEach(replay::accept);
        return replay.result(Set.of(By.values()), true);
    }

    static String json(Report report) {
        StringWriter json = new StringWriter();
        report.writeJson(json);
        return json.toString();
    }

    /// The events of lines such as those of an event file.
    static List<Logged> read(String lines) throws BadInput {
        List<Logged> events = new ArrayList<>();
        try {
            EventFile.read("events.jsonl", new BufferedReader(new StringReader(lines)), events::add);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return events;
    }
}
