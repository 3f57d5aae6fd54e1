package dev.yingda.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.yingda.conversation.Logged;
import dev.yingda.journal.Journal;
import dev.yingda.store.Database;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `yingda metrics` on what a shop has stored.
class ShopMetricsTest {

    private static final ShopSimulation SHOP = new ShopSimulation(5, LocalDate.of(2026, 3, 2), 3, 300);
    private static final Instant NOW = Instant.parse("2026-03-04T03:04:05.678Z");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path data = Path.of("");

    @BeforeEach
    void fill() {
        try (Database database = open()) {
            new Journal(database).load(SHOP.iterator());
        }
    }

    private Database open() {
        return Database.open("jdbc:sqlite:" + data.resolve("yingda.db"), "", "");
    }

    @Test
    void aReplayOfTheExportIsTheReplayOfTheShop() {
        Path file = data.resolve("events.jsonl");
        assertEquals(0, metrics("export-events", "--data", data.toString(), "--out", file.toString()), err::toString);
        assertEquals("", out.toString());
        for (String policy : List.of("shop-default", "taobao-3min", "shop-tiers")) {
            String ofShop = json("replay", "--policy", policy, "--data", data.toString(), "--rounds");
            assertTrue(ofShop.contains("\"answered\""));
            assertEquals(ofShop, json("replay", "--policy", policy, "--events", file.toString(), "--rounds"));
            String from = SHOP.start().plus(Duration.ofDays(1)).toString();
            assertEquals(json("replay", "--policy", policy, "--events", file.toString(), "--from", from),
                    json("replay", "--policy", policy, "--data", data.toString(), "--from", from));
        }
    }

    private String json(String... arguments) {
        out.getBuffer().setLength(0);
        assertEquals(0, metrics(Stream.concat(Stream.of(arguments), Stream.of("--json", "--by", "agent,day", "--as-of",
                NOW.toString())).toArray(String[]::new)), err::toString);
        return out.toString();
    }

    @Test
    void aRunningShopIsReportedAsItStandsNow() {
        try (Database _ = open()) {
            assertEquals(0, metrics("replay", "--policy", "shop-default", "--json", "--database",
                    "jdbc:sqlite:" + data.resolve("yingda.db")), err::toString);
        }
        String now = out.toString();
        assertTrue(now.contains("\"asOf\" : \"2026-03-04T03:04:05.678Z\""), now);
        assertTrue(now.contains("\"pending\"") || now.contains("\"never-handed-off\""), now);
        out.getBuffer().setLength(0);
        assertEquals(0, metrics("replay", "--policy", "shop-default", "--data", data.toString(), "--as-of",
                NOW.toString(), "--json"));
        assertEquals(now, out.toString());
    }

    @Test
    void anExportCarriesNothingThatWasSaid() {
        assertEquals(0, metrics("export-events", "--data", data.toString()));
        assertTrue(out.toString().lines().count() > 2_000);
        assertTrue(out.toString().chars().allMatch(letter -> letter < 128));
        assertFalse(out.toString().contains("text"));
    }

    @Test
    void anExportOfAPeriodHasTheConversationsInWhichAnythingHappened() {
        Instant from = SHOP.start().plus(Duration.ofDays(1));
        Instant to = from.plus(Duration.ofHours(3));
        assertEquals(0, metrics("export-events", "--data", data.toString(), "--from", from.toString(), "--to",
                String.valueOf(to.toEpochMilli())));
        Set<String> expected = new TreeSet<>();
        for (List<Logged> conversation : SHOP) {
            if (conversation.stream().anyMatch(logged -> !logged.at().isBefore(from) && logged.at().isBefore(to))) {
                expected.add(conversation.getFirst().conversation().value());
            }
        }
        Set<String> exported = new TreeSet<>(out.toString().lines()
                .map(line -> line.replaceFirst(".*\"conversation\":\"([^\"]*)\".*", "$1")).toList());
        assertFalse(expected.isEmpty());
        assertTrue(expected.size() < StreamSupport.stream(SHOP.spliterator(), false).count() / 2);
        assertEquals(expected, exported);
    }

    @Test
    void anExportThatFailsLeavesTheFileFromBefore() throws IOException {
        Path file = Files.writeString(data.resolve("events.jsonl"), "before");
        assertEquals(2, metrics("export-events", "--data", data.resolve("none").toString(), "--out", file.toString()));
        assertEquals("before", Files.readString(file));
        assertTrue(Files.notExists(data.resolve("events.jsonl.part")));
        assertEquals("there is no database " + data.resolve("none").resolve("yingda.db")
                + "; give the data folder of a server that was started once\n", err.toString());
    }

    @Test
    void theTableIsInTheLanguageAskedFor() {
        assertEquals(0, metrics("replay", "--policy", "shop-default", "--data", data.toString(), "--lang", "zh"));
        assertTrue(out.toString().contains("3分钟人工回复率"), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, metrics("replay", "--policy", "shop-default", "--data", data.toString(), "--lang", "en"));
        assertTrue(out.toString().contains("Replies by people within 3 minutes"), out.toString());
    }

    @Test
    void theSourceIsNamedOnceAndAFileNeedsItsInstant() {
        assertEquals(2, metrics("replay", "--policy", "shop-default"));
        assertEquals(2, metrics("replay", "--policy", "shop-default", "--data", data.toString(), "--events", "e"));
        assertEquals(2, metrics("export-events"));
        assertEquals(2, metrics("export-events", "--data", data.toString(), "--from", "2", "--to", "1"));
        assertTrue(err.toString().contains("--from: is after --to; swap them"));
        err.getBuffer().setLength(0);
        assertEquals(2, metrics("replay", "--policy", "shop-default", "--events", "e"));
        assertTrue(err.toString().startsWith("--as-of: is missing"), err.toString());
        assertEquals(1, err.toString().lines().count());
        err.getBuffer().setLength(0);
        assertEquals(2, metrics("replay", "--policy", "shop-default", "--database", "mysql://shop"));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("--database: "), err.toString());
        assertEquals("", out.toString());
    }

    private int metrics(String... arguments) {
        return new CommandLine(new MetricsCommand(Clock.fixed(NOW, ZoneOffset.UTC))).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err)).execute(arguments);
    }
}
