package dev.yingda.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `yingda bench metrics`, on a shop so small that its figures say nothing: that it runs, and that what it makes can be used.
class BenchMetricsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyMeasurementIsMadeAndAllAgreeAndTheShopIsKept() {
        String data = folder.resolve("shop").toString();
        assertEquals(0, yingda("bench", "metrics", "--conversations", "400", "--days", "40", "--runs", "1", "--asks",
                "60", "--policies", "12", "--keep", data), err::toString);
        String lines = out.toString();
        for (String line : List.of("400 conversations, ", "memory, events only counted (reference)",
                "memory, one policy", "memory, 12 policies in one pass", "memory beyond the events, 40 conversations",
                "memory beyond the events, 400 conversations", "SQLite, written",
                "SQLite, events only counted (reference)", "SQLite, one policy", "SQLite, 12 policies in one pass",
                "SQLite, dashboard, the first question", "dashboard, the first question, from memory",
                "dashboard, 30 days by agent and day, an event between two questions: p50 ")) {
            assertTrue(lines.contains(line), line + " is not in\n" + lines);
        }
        out.getBuffer().setLength(0);
        assertEquals(0, yingda("metrics", "export-events", "--data", data), err::toString);
        assertEquals(400, out.toString().lines().filter(line -> line.contains("\"opened\"")).count());
    }

    @Test
    void aShopIsNotMadeWhereThereIsOne() {
        String data = folder.resolve("shop").toString();
        String[] command = {"bench", "metrics", "--conversations", "5", "--days", "1", "--runs", "1", "--keep", data};
        assertEquals(0, yingda(command), err::toString);
        assertEquals(2, yingda(command));
        assertTrue(err.toString().contains("the log holds conversations already"), err.toString());
    }

    private int yingda(String... arguments) {
        return Main.commands(new PrintWriter(out, true), new PrintWriter(err, true)).execute(arguments);
    }
}
