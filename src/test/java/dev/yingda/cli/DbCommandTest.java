package dev.yingda.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import dev.yingda.access.AuditLog;
import dev.yingda.access.BuyerTokens;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;
import dev.yingda.journal.Journal;
import dev.yingda.store.Database;
import dev.yingda.store.Databases;
import dev.yingda.store.StoreException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/// `yingda db` on what a shop has stored, on both databases.
class DbCommandTest {

    private static final ShopSimulation SHOP = new ShopSimulation(5, LocalDate.of(2026, 3, 2), 1, 120);
    private static final Instant NOW = Instant.parse("2026-03-04T03:04:05Z");
    private static final ConversationId LATER = new ConversationId("clater");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int db(String... arguments) {
        CommandLine line = new CommandLine(new DbCommand(Clock.fixed(NOW, ZoneOffset.UTC)));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private void fine(String... arguments) {
        assertEquals(0, db(arguments), err::toString);
        assertEquals("", err.toString());
    }

    private void refused(String why, String... arguments) {
        err.getBuffer().setLength(0);
        assertEquals(Main.WRONG, db(arguments));
        assertTrue(err.toString().contains(why), err::toString);
        err.getBuffer().setLength(0);
    }

    /// A database with a history, a key and a line of the audit log.
    private String filled(Databases kind) {
        String url = kind.url(folder);
        try (Database database = Databases.open(url)) {
            new Journal(database).load(SHOP.iterator());
            new AuditLog(database, Clock.fixed(NOW, ZoneOffset.UTC)).record("admin", "did", "一些", "\"quoted\"\n");
            new BuyerTokens(database, Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom()).issue();
        }
        return url;
    }

    private static List<Logged> history(String url) {
        try (Database database = Database.openReadOnly(url, "", "")) {
            List<Logged> events = new ArrayList<>();
            new Journal(database).scan(null, null, events::add);
            return events;
        }
    }

    private static void say(Database database, ConversationId conversation, long after, String text) {
        new Journal(database).append(conversation, after, NOW, after == 0
                ? List.of(new Event.Opened(new BuyerId("b")), new Event.BuyerMessage("m", null, text, false))
                : List.of(new Event.BuyerMessage("m", null, text, false)));
    }

    @ParameterizedTest
    @CsvSource({"SQLITE,POSTGRESQL", "POSTGRESQL,SQLITE"})
    void aCopyHoldsTheSame(Databases from, Databases to) {
        String source = filled(from);
        String target = to.url(folder);
        fine("copy-to", "--database", source, target);
        assertTrue(out.toString().contains("found to be the same"), out::toString);
        // By id, which PostgreSQL may sort otherwise.
        assertEquals(sorted(history(source)), sorted(history(target)));
        fine("check", "--database", target);
        try (Database database = Databases.open(target)) {
            say(database, LATER, 0, "写得进去");
        }
        refused("the target is not empty: it has audit (1), conversation (121), ", "copy-to", "--database", source,
                target);
    }

    private static List<String> sorted(List<Logged> events) {
        return events.stream().map(Logged::toString).sorted().toList();
    }

    @Test
    void aServersDatabaseIsNotCopiedWhileItRuns() {
        String source = filled(Databases.SQLITE);
        try (Database _ = Databases.open(source)) {
            refused("stop it first", "copy-to", "--database", source, Databases.SQLITE.url(folder));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackupOfARunningServerHoldsAllThatWasAcknowledgedBefore(Databases kind) throws Exception {
        String url = filled(kind);
        Path file = folder.resolve("backup.db");
        long before;
        try (Database server = Databases.open(url)) {
            AtomicBoolean enough = new AtomicBoolean();
            Thread busy = Thread.ofPlatform().start(() -> {
                for (int i = 0; !enough.get(); i++) {
                    say(server, LATER, i == 0 ? 0 : i + 1, "再说一句");
                }
            });
            List<Logged> said = new ArrayList<>();
            while (said.size() < 20) {
                said = new Journal(server).after(LATER, 0, 1_000);
            }
            before = said.size();
            fine("backup", "--database", url, "--to", file.toString());
            fine("check", "--database", url);
            enough.set(true);
            busy.join();
        }
        try (Database backup = Database.openReadOnly("jdbc:sqlite:" + file, "", "")) {
            List<Logged> there = new Journal(backup).after(LATER, 0, 100_000);
            assertTrue(there.size() >= before, there.size() + " of " + before);
        }
        fine("check", "--database", "jdbc:sqlite:" + file);
        refused("is there already", "backup", "--database", url, "--to", file.toString());
    }

    @ParameterizedTest
    @EnumSource
    void aRestoredHistoryIsThatOfTheBackupWithAnEpochThatWasNeverUsed(Databases kind) throws IOException {
        String url = filled(kind);
        Path file = folder.resolve("backup.db");
        fine("backup", "--database", url, "--to", file.toString());
        List<Logged> backedUp = history(url);
        int epoch = 1;
        for (int time = 0; time < 3; time++) {
            try (Database server = Databases.open(url)) {
                say(server, LATER, 0, "之后");
            }
            fine("restore", "--database", url, "--from", file.toString());
            List<Logged> restored = history(url);
            assertEquals(sorted(backedUp.stream().map(DbCommandTest::withoutEpoch).toList()),
                    sorted(restored.stream().map(DbCommandTest::withoutEpoch).toList()));
            assertTrue(restored.getFirst().epoch() > epoch, () -> "epoch " + restored.getFirst().epoch());
            assertTrue(restored.stream().allMatch(one -> one.epoch() == restored.getFirst().epoch()));
            epoch = restored.getFirst().epoch();
            fine("check", "--database", url);
            if (kind == Databases.SQLITE) {
                try (Stream<Path> files = Files.list(folder)) {
                    Path aside = files.filter(each -> each.toString().contains(".before-restore-"))
                            .filter(each -> !each.toString().matches(".*(wal|shm|lock)")).findFirst().orElseThrow();
                    assertEquals(backedUp.size() + 2, history("jdbc:sqlite:" + aside).size());
                    Files.delete(aside);
                }
            }
        }
    }

    private static Logged withoutEpoch(Logged one) {
        return new Logged(one.conversation(), 1, one.seq(), one.at(), one.event());
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseInUseIsNotReplacedAndABrokenBackupChangesNothing(Databases kind) throws IOException {
        String url = filled(kind);
        Path file = folder.resolve("backup.db");
        fine("backup", "--database", url, "--to", file.toString());
        try (Database server = Databases.open(url)) {
            say(server, LATER, 0, "在用");
            refused("stop it first", "restore", "--database", url, "--from", file.toString());
        }
        List<Logged> before = history(url);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = bytes.length / 2; at < bytes.length / 2 + 8_000; at++) {
            bytes[at] = 7;
        }
        Path damaged = Files.write(folder.resolve("damaged.db"), bytes);
        refused("is damaged", "restore", "--database", url, "--from", damaged.toString());
        Path text = Files.writeString(folder.resolve("text.db"),
                "not a database at all, but longer than a header".repeat(20));
        refused("no database of yingda", "restore", "--database", url, "--from", text.toString());
        refused("there is no backup", "restore", "--database", url, "--from", folder.resolve("none.db").toString());
        assertEquals(before, history(url));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "DELETE FROM event WHERE conversation = '%s' AND seq = 2 | follows 1: a gap",
            "UPDATE event SET at = 5 WHERE conversation = '%s' AND seq = 2 | is earlier than the event before it",
            "UPDATE event SET body = '{' WHERE conversation = '%s' AND seq = 2 | cannot be read",
            "UPDATE event SET type = 'rated' WHERE conversation = '%s' AND seq = 2 | the column type says rated",
            "UPDATE conversation SET last_seq = 99 WHERE id = '%s' | its events say",
            "UPDATE conversation SET is_open = 1 - is_open WHERE id = '%s' | its events say",
            "UPDATE conversation SET last_hour = 1 WHERE id = '%s' | last_hour",
            "DELETE FROM conversation WHERE id = '%s' | is missing",
            "DELETE FROM event WHERE conversation = '%s' | has no events",
            "UPDATE event SET seq = seq + 1 WHERE conversation = '%s' AND seq = (SELECT MAX(seq) FROM event WHERE conversation = '%s') | a gap"})
    void theCheckFindsWhatMustNeverBe(String damage, String found) {
        String url = filled(Databases.SQLITE);
        fine("check", "--database", url);
        String id = history(url).getFirst().conversation().value();
        try (Database database = Databases.open(url)) {
            database.transact(connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.executeUpdate(damage.replace("%s", id));
                }
            });
        }
        assertEquals(1, db("check", "--database", url));
        assertTrue(err.toString().contains("conversation " + id), err::toString);
        assertTrue(err.toString().contains(found), err::toString);
    }

    @Test
    void theCheckFindsASecondAnswerOfTheBot() {
        String url = Databases.SQLITE.url(folder);
        try (Database database = Databases.open(url)) {
            say(database, LATER, 0, "发货");
            for (long after : List.of(2L, 3L)) {
                new Journal(database).append(LATER, after, NOW,
                        List.of(new Event.BotMessage("m", Event.BotKind.ANSWER, "答", 2, "ship", List.of())));
            }
        }
        assertEquals(1, db("check", "--database", url));
        assertTrue(err.toString().contains("event 4: is a second answer of the bot to 2"), err::toString);
    }

    @Test
    void aDatabaseThatIsNotThereIsToldAsSuch() {
        refused("there is no database", "check", "--data", folder.toString());
        refused("there is no database", "backup", "--data", folder.toString(), "--to", "x.db");
        assertFalse(Files.exists(folder.resolve("yingda.db")));
    }

    @Test
    void migratingSaysTheVersionAndKeepsWhatIsThere() {
        String url = filled(Databases.SQLITE);
        List<Logged> before = history(url);
        fine("migrate", "--database", url);
        assertTrue(out.toString().contains("the tables are of version"), out::toString);
        assertEquals(before, history(url));
        assertNotEquals(List.of(), before);
    }

    @Test
    void whatIsStoredTwiceUnderOneIdIsRefusedByTheTarget() {
        // The copy is one transaction: a failure in its middle leaves the target as it was.
        String source = filled(Databases.SQLITE);
        String target = Databases.POSTGRESQL.url(folder);
        try (Database database = Databases.open(target)) {
            database.transact(connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.executeUpdate("ALTER TABLE event ADD CONSTRAINT small CHECK (seq < 5)");
                }
            });
        }
        refused("small", "copy-to", "--database", source, target);
        try (Database database = Database.openReadOnly(target, "", "")) {
            assertEquals(List.of(), new Journal(database).open());
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }
}
