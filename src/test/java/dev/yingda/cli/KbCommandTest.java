package dev.yingda.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.yingda.store.Database;
import dev.yingda.store.Databases;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init")
class KbCommandTest {

    private static final String TOPIC = """
            topic: delivery
            title: {zh-CN: 物流, en: Delivery}
            entries:
              - id: delivery-fee
                question: 运费多少？
                phrasings:
                  - 包邮吗
                  - 邮费几块
                  - 要运费吗
                answer: 亲，包邮。
            """;

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(folder.resolve("kb"));
        Files.writeString(folder.resolve("kb/delivery.yaml"), TOPIC);
    }

    @Test
    void aSoundFolderPassesLint() {
        assertEquals(0, kb("lint", path("kb")));
        assertEquals("1 entries are fine, warnings: 0\n", out.toString());
    }

    @Test
    void aFolderWithFaultsFailsLintWithALineEach() throws IOException {
        Files.writeString(folder.resolve("kb/delivery.yaml"), TOPIC.replace("包邮。", "{shop.x}{shop.y}"));

        assertEquals(2, kb("lint", path("kb")));
        assertEquals(2, err.toString().lines().filter(line -> line.startsWith("delivery.yaml:10: ")).count());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsImportedIsExportedTheSame(Databases kind) throws IOException {
        String url = kind.url(folder);
        assertEquals(0, kb("import", path("kb"), "--database", url, "--publish"));
        assertEquals(0, kb("export", path("out"), "--database", url));
        assertEquals(0, kb("import", path("out"), "--database", url));

        assertTrue(out.toString().contains("added 1, changed 0, the same 0, only in the database 0"));
        assertTrue(out.toString().contains("published version 1: 1 entries, 4 phrasings"));
        assertTrue(out.toString().contains("added 0, changed 0, the same 1, only in the database 0"));
        assertEquals(TOPIC, Files.readString(folder.resolve("out/delivery.yaml")));
    }

    @Test
    void theServerMayRunDuringAnExportButNotDuringAnImport() {
        assertEquals(0, kb("import", path("kb"), "--data", path("data")));
        try (Database _ = Databases.open("jdbc:sqlite:" + path("data/yingda.db"))) {
            assertEquals(0, kb("export", path("out"), "--data", path("data")));
            assertEquals(2, kb("import", path("out"), "--data", path("data")));
        }
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains("stop it first"), err.toString());
    }

    @Test
    void anImportThatCannotBeReadChangesNothing() {
        assertEquals(2, kb("import", path("none"), "--data", path("data")));
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void aQuestionIsAskedOfAFolder() {
        assertEquals(0, yingda("faq", "ask", "亲，包邮吗", "--folder", path("kb")));
        assertTrue(out.toString().startsWith("answer  (sure)"), out.toString());
    }

    @Test
    void theRuleThatDecidedIsExplained() {
        assertEquals(0, yingda("faq", "ask", "我要打12315", "--explain", "--folder", path("kb")));
        assertTrue(out.toString().startsWith("hand-off  (complaint)"), out.toString());
        assertTrue(out.toString().contains("出现了投诉关键词，转人工。投诉关键词：“12315”。"), out.toString());
    }

    @Test
    void anExamThatIsNotThereIsOneLine() {
        assertEquals(2, yingda("faq", "exam", "--folder", path("kb")));
        assertEquals(path("kb/exam.tsv") + ": there is no such file\n", err.toString());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int kb(String... arguments) {
        return yingda(Stream.concat(Stream.of("kb"), Stream.of(arguments)).toArray(String[]::new));
    }

    private int yingda(String... arguments) {
        return Main.commands(new PrintWriter(out, true), new PrintWriter(err, true)).execute(arguments);
    }
}
