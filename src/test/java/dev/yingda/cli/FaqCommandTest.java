package dev.yingda.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaqCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void eachQueryIsMatchedOnOneLineInTheirOrder() throws IOException {
        write();

        assertEquals(0, faq("match", "--entries", path("e.jsonl"), "--queries", path("q.tsv"), "--top", "1", "--json",
                "--vectors", "target/test-vectors"), err::toString);

        List<String> lines = out.toString().lines().toList();
        assertEquals(3, lines.size());
        JsonNode exact = JSON.readTree(lines.get(0));
        assertEquals("包邮吗", exact.path("query").textValue());
        assertEquals("{\"entry\":\"fee\",\"confidence\":1.0}", exact.path("matches").path(0).toString());
        assertEquals("answer", exact.path("decision").textValue());
        JsonNode near = JSON.readTree(lines.get(1));
        assertEquals(1, near.path("matches").size());
        assertEquals("return", near.path("matches").path(0).path("entry").textValue());
        double confidence = near.path("matches").path(0).path("confidence").doubleValue();
        assertTrue(confidence > 0 && confidence < 1);
        assertTrue(List.of("answer", "clarify", "hand-off").contains(near.path("decision").textValue()));
        assertEquals("hand-off", JSON.readTree(lines.get(2)).path("decision").textValue());
    }

    @Test
    void theMeasuresArePrintedAsATable() throws IOException {
        write();

        assertEquals(0, faq("eval", "--entries", path("e.jsonl"), "--queries", path("q.tsv"), "--words-only"),
                err::toString);

        assertTrue(out.toString().contains("hit@1                    1.000"), out::toString);
    }

    @Test
    void whatCannotBeReadIsSaidWithFileAndLine() throws IOException {
        write();
        Files.writeString(folder.resolve("e.jsonl"), "{\"id\":\"a\",\"question\":\"\"}\n{");

        assertEquals(2, faq("match", "--entries", path("e.jsonl"), "--queries", path("q.tsv")));
        assertTrue(err.toString().contains("e.jsonl:1: question is missing"), err::toString);
        assertTrue(err.toString().contains("e.jsonl:2: not JSON"), err::toString);
        assertEquals(2, faq("match", "--entries", path("none.jsonl"), "--queries", path("q.tsv")));
        assertTrue(err.toString().contains("there is no such file"), err::toString);
        assertEquals("", out.toString());
    }

    private void write() throws IOException {
        Files.writeString(folder.resolve("e.jsonl"), """
                {"id":"fee","question":"运费是多少？","variants":["包邮吗","邮费几块钱"],"answer":null}
                {"id":"return","question":"怎么退货？","variants":["不想要了怎么退","退货流程"],"answer":null}
                """);
        Files.writeString(folder.resolve("q.tsv"), "包邮吗\tfee\tin\n退货要怎么操作\treturn\tin\n量子力学的哲学意义\tNONE\toos-far\n");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int faq(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "faq";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Main.commands(new PrintWriter(out, true), new PrintWriter(err, true)).execute(all);
    }
}
