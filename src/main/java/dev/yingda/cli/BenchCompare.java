package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.yingda.faq.Calibration;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Evaluation;
import dev.yingda.faq.Evaluation.Asked;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.LabelledSet;
import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.Matches.Verdict;
import dev.yingda.faq.PlainBm25;
import dev.yingda.faq.Synonyms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yingda bench compare`: our matcher, Lucene's plain BM25 and, if asked, node-nlp, on the same questions.
@Command(name = "compare", mixinStandardHelpOptions = true, description = "Matching beside Lucene's plain BM25 and node-nlp, on the same questions.")
final class BenchCompare implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--entries", required = true, paramLabel = "FILE", description = "JSON lines: id, question, variants, answer")
    private Path entries = Path.of("entries.jsonl");

    @Option(names = "--queries", required = true, paramLabel = "FILE", description = "question TAB entry (id, id|id or NONE) TAB kind (in, oos-near, oos-far)")
    private Path queries = Path.of("queries.tsv");

    @Option(names = "--vectors", paramLabel = "DIR", description = "keep what the model computes in this folder")
    private Optional<Path> vectors = Optional.empty();

    @Option(names = "--node-nlp", paramLabel = "DIR", description = "src/bench/node-nlp, after `npm ci` there")
    private Optional<Path> node = Optional.empty();

    @Option(names = "--minutes", defaultValue = "15", description = "the longest node-nlp may take; default: ${DEFAULT-VALUE}")
    private int minutes = 15;

    @Option(names = "--language", defaultValue = "zh", description = "what node-nlp is told the language is; default: ${DEFAULT-VALUE}")
    private String language = "zh";

    /// What a matcher said first.
    record Answer(String entry, double confidence) {

        static final Answer NOTHING = new Answer("", 0);
    }

    @Override
    public Integer call() throws IOException {
        return new Folders(Objects.requireNonNull(spec).commandLine().getErr()).guarded(() -> {
            if (node.isPresent() && !Files.isDirectory(node.get().resolve("node_modules"))) {
                throw new IOException(node.get() + ": node_modules is missing: run `npm ci` there first");
            }
            LabelledSet set = LabelledSet.read("set", entries, queries);
            out().printf("%d entries, %d questions, one thread%n", set.entries().size(), set.queries().size());
            out().printf("%-34s %6s %6s %6s %9s %9s %9s%n", "", "hit@1", "AUROC", "P95", "p50 ms", "p99 ms", "ready s");
            measure("plain BM25 (Lucene, smartcn)", set.queries(), () -> {
                PlainBm25 plain = new PlainBm25(set.entries());
                return question -> first(plain.rank(question));
            });
            measure("ours, by words alone", set.queries(), () -> ours(set.entries(), Embeddings.none()));
            measure("ours", set.queries(),
                    () -> ours(set.entries(), vectors.map(Embeddings::in).orElseGet(Embeddings::inMemory)));
            if (node.isPresent()) {
                List<String> lines = run(node.get());
                print("node-nlp", JSON.readTree(lines.getFirst()).path("ready").asDouble() / 1e3,
                        new Evaluation(read(lines.subList(1, lines.size()), set.queries())));
            }
            return Folders.FINE;
        });
    }

    private static Function<String, Answer> ours(List<FaqEntry> entries, Embeddings embeddings) {
        Faq faq = new Faq(Calibration.shipped(), embeddings);
        faq.publish(entries, Synonyms.NONE);
        return question -> faq.match(question).ranked().stream().findFirst()
                .map(match -> new Answer(match.entry().id(), match.confidence())).orElse(Answer.NOTHING);
    }

    private static Answer first(Map<String, Double> ranked) {
        return ranked.entrySet().stream().findFirst().map(one -> new Answer(one.getKey(), one.getValue()))
                .orElse(Answer.NOTHING);
    }

    /// Asks everything once: our own matcher remembers what it was asked.
    private void measure(String what, List<Query> asked, Supplier<Function<String, Answer>> matcher) {
        long start = System.nanoTime();
        Function<String, Answer> ready = matcher.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Asked> outcomes = new ArrayList<>();
        for (Query query : asked) {
            long begin = System.nanoTime();
            Answer answer = ready.apply(query.text());
            outcomes.add(asked(query, answer, System.nanoTime() - begin));
        }
        print(what, seconds, new Evaluation(outcomes));
    }

    static Asked asked(Query query, Answer answer, long nanos) {
        return new Asked(query, query.right().contains(answer.entry()) ? 0 : -1, answer.confidence(), Verdict.CLOSE,
                nanos);
    }

    /// The lines of match.mjs, in the order of the questions.
    static List<Asked> read(List<String> lines, List<Query> queries) throws IOException {
        if (lines.size() != queries.size()) {
            throw new IOException("node-nlp answered " + lines.size() + " of " + queries.size() + " questions");
        }
        List<Asked> asked = new ArrayList<>();
        Iterator<String> line = lines.iterator();
        for (Query query : queries) {
            JsonNode answer = JSON.readTree(line.next());
            asked.add(asked(query, new Answer(answer.path("entry").asText(""), answer.path("confidence").asDouble()),
                    answer.path("nanos").asLong()));
        }
        return asked;
    }

    private List<String> run(Path folder) throws IOException {
        Path output = Files.createTempFile("yingda-node-nlp", ".jsonl");
        try {
            Process process = new ProcessBuilder("node", folder.resolve("match.mjs").toString(), entries.toString(),
                    queries.toString(), language)
                    .redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
            process.destroyForcibly();
            if (!ended || process.exitValue() != 0) {
                throw new IOException(ended
                        ? "node-nlp failed with exit code " + process.exitValue()
                        : "node-nlp did not finish in " + minutes + " minutes: allow it more with --minutes");
            }
            return Files.readAllLines(output).stream().filter(text -> text.startsWith("{")).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(output);
        }
    }

    private void print(String what, double seconds, Evaluation of) {
        out().printf("%-34s %6.3f %6.3f %6.3f %9.2f %9.2f %9.1f%n", what, of.hits(1), of.separation(Kind.NEAR),
                of.recallAtP95(), of.nanos(0.5) / 1e6, of.nanos(0.99) / 1e6, seconds);
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
