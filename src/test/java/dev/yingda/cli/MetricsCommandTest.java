package dev.yingda.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MetricsCommandTest {

    private static final String GOLDEN = "src/test/resources/metrics/golden/";
    private static final String AS_OF = "2026-01-08T12:00:00+08:00";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void replay_prints_exactly_the_json_of_the_contract() throws IOException {
        assertEquals(0, run("replay", "--policy", GOLDEN + "policy.yaml", "--events", GOLDEN + "events.jsonl",
                "--as-of", AS_OF, "--by", "agent,day", "--rounds", "--json"));
        assertEquals(Files.readString(Path.of(GOLDEN + "report.json")), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void by_can_be_repeated_and_a_preset_be_named_and_times_be_numbers() {
        assertEquals(0, run("replay", "--policy", "taobao-3min", "--events", GOLDEN + "events.jsonl", "--as-of",
                "1767844800000", "--by", "agent", "--by", "day", "--json"));
        assertTrue(out.toString().contains("\"byAgent\""));
        assertTrue(out.toString().contains("\"byDay\""));
        assertTrue(out.toString().contains("\"asOf\" : \"2026-01-08T04:00:00.000Z\""));
    }

    @Test
    void a_period_on_the_command_line_goes_before_that_of_the_policy() {
        assertEquals(0, run("replay", "--policy", "shop-default", "--events", GOLDEN + "events.jsonl", "--as-of", AS_OF,
                "--from", "2026-01-08T00:00:00+08:00", "--json"));
        assertTrue(out.toString().contains("\"pending\" : 1"));
        assertTrue(!out.toString().contains("bot-answered"));
    }

    @Test
    void every_fault_of_a_file_is_a_line_on_the_error_stream_and_the_status_is_2() throws IOException {
        Path policy = Files.writeString(folder.resolve("p.yaml"), "id: p\ncounts: [auto]\nclock: never\n");
        assertEquals(2, run("replay", "--policy", policy.toString(), "--events", GOLDEN + "events.jsonl", "--as-of",
                AS_OF));
        assertEquals(3, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().lines().allMatch(line -> line.startsWith(policy + ":")));
        assertEquals("", out.toString());
    }

    @Test
    void a_faulty_event_ends_with_status_2_and_nothing_is_evaluated() throws IOException {
        Path events = Files.writeString(folder.resolve("e.jsonl"),
                Files.readString(Path.of(GOLDEN + "events.jsonl")) + "{\"conversation\":\"x\"}\n");
        assertEquals(2, run("replay", "--policy", "shop-default", "--events", events.toString(), "--as-of", AS_OF));
        assertTrue(err.toString().contains(events + ":21: at: is missing"), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void bytes_that_are_no_utf8_end_with_status_2() throws IOException {
        Path events = Files.write(folder.resolve("e.jsonl"), new byte[]{'{', (byte) 0xff, '}'});
        assertEquals(2, run("replay", "--policy", "shop-default", "--events", events.toString(), "--as-of", AS_OF));
        assertTrue(err.toString().contains("UTF-8"), err.toString());
    }

    @Test
    void what_cannot_be_found_or_understood_ends_with_status_2() {
        assertEquals(2, run("replay", "--policy", "nope", "--events", GOLDEN + "events.jsonl", "--as-of", AS_OF));
        assertEquals(2, run("replay", "--policy", "shop-default", "--events", "nope.jsonl", "--as-of", AS_OF));
        assertEquals(2,
                run("replay", "--policy", "shop-default", "--events", GOLDEN + "events.jsonl", "--as-of", "now"));
        assertEquals(2, run("replay", "--policy", "shop-default", "--events", GOLDEN + "events.jsonl"));
        assertEquals(2, run("replay", "--policy", "shop-default", "--events", GOLDEN + "events.jsonl", "--as-of", AS_OF,
                "--from", "2000", "--to", "1000"));
        assertEquals(2, run("replay", "--policy", "shop-default", "--events", GOLDEN + "events.jsonl", "--as-of", AS_OF,
                "--by", "moon"));
        assertEquals(2, run());
    }

    @Test
    void policies_lists_the_presets() {
        assertEquals(0, run("policies"));
        assertTrue(out.toString().contains("shop-default  店铺默认 · Shop default"));
        assertTrue(out.toString().contains("no official value"));
    }

    private int run(String... arguments) {
        return new CommandLine(new MetricsCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
