package dev.yingda.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.yingda.faq.Evaluation;
import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `yingda bench compare` on a handful of entries: that each matcher is asked and counted, not how well it does.
class BenchCompareTest {

    private static final List<Query> QUERIES = List.of(new Query("退款多久到账", Set.of("refund"), Kind.IN),
            new Query("能开发票不", Set.of("invoice"), Kind.IN), new Query("今天天气", Set.of(), Kind.NEAR));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyMatcherHasALineOfItsOwn() throws IOException {
        StringWriter out = new StringWriter();

        assertEquals(0, run(out, new StringWriter()));
        assertEquals(5, out.toString().lines().count(), out::toString);
        assertTrue(out.toString().lines().toList().get(2).startsWith("plain BM25"), out::toString);
        assertTrue(out.toString().contains("ours, by words alone"), out::toString);
    }

    @Test
    void withoutItsPackagesNodeNlpIsNotStarted() throws IOException {
        StringWriter err = new StringWriter();

        assertEquals(2, run(new StringWriter(), err, "--node-nlp", folder.toString()));
        assertTrue(err.toString().contains("npm ci"), err::toString);
    }

    @Test
    void whatNodeNlpSaidIsCountedLikeTheRest() throws IOException {
        Evaluation evaluation = new Evaluation(BenchCompare.read(
                List.of("{\"entry\":\"refund\",\"confidence\":0.9,\"nanos\":5}",
                        "{\"entry\":\"refund\",\"confidence\":0.4,\"nanos\":7}",
                        "{\"entry\":null,\"confidence\":0,\"nanos\":9}"),
                QUERIES));

        assertEquals(0.5, evaluation.hits(1));
        assertEquals(1, evaluation.separation(Kind.NEAR));
        assertEquals(0.5, evaluation.recallAtP95());
        assertEquals(7, evaluation.nanos(0.5));
        assertThrows(IOException.class, () -> BenchCompare.read(List.of("{}"), QUERIES));
    }

    private int run(StringWriter out, StringWriter err, String... more) throws IOException {
        Path entries = Files.writeString(folder.resolve("entries.jsonl"), """
                {"id": "refund", "question": "怎么申请退款", "variants": ["退款什么时候到账"], "answer": null}
                {"id": "invoice", "question": "可以开发票吗", "variants": ["发票怎么开"], "answer": null}
                """);
        Path queries = Files.writeString(folder.resolve("queries.tsv"),
                "退款多久到账\trefund\tin\n能开发票不\tinvoice\tin\n今天天气\tNONE\toos-near\n");
        CommandLine command = new CommandLine(new BenchCompare()).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(
                List.of("--entries", entries.toString(), "--queries", queries.toString()));
        arguments.addAll(List.of(more));
        return command.execute(arguments.toArray(String[]::new));
    }
}
