package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import dev.yingda.conversation.Asked;
import dev.yingda.conversation.Decision;
import dev.yingda.conversation.Explanation;
import dev.yingda.conversation.ShopRules;
import dev.yingda.faq.Calibration;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Evaluation;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Fitting;
import dev.yingda.faq.LabelledSet;
import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;
import dev.yingda.faq.Noise;
import dev.yingda.faq.Synonyms;
import dev.yingda.knowledge.Exam;
import dev.yingda.knowledge.Knowledge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `yingda faq`: looks at how questions are matched, on files and without a server.
@Command(name = "faq", mixinStandardHelpOptions = true, description = "Ask, measure and calibrate the FAQ matcher.")
public final class FaqCommand {

    private static final String FOLDER = "knowledge-base";
    private static final int SEED = 7;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    /// How questions are to be matched.
    static final class Matcher {

        @Option(names = "--calibration", paramLabel = "FILE", description = "from evidence to confidence; default: the shipped one")
        private @Nullable Path calibration;

        @Option(names = "--words-only", description = "match by words alone, without a model")
        private boolean wordsOnly;

        @Option(names = "--vectors", paramLabel = "DIR", description = "keep what the model computes in this folder")
        private @Nullable Path vectors;

        Embeddings embeddings() {
            if (wordsOnly) {
                return Embeddings.none();
            }
            return vectors == null ? Embeddings.inMemory() : Embeddings.in(vectors);
        }

        Faq faq(List<FaqEntry> entries, Synonyms synonyms, List<Query> practice, PrintWriter warnings)
                throws IOException {
            Faq faq = new Faq(calibration == null
                    ? Calibration.shipped()
                    : Calibration.read(Files.readString(calibration)), embeddings());
            faq.learn(Exam.PRACTICE, practice);
            faq.publish(entries, synonyms);
            faq.problems().forEach(problem -> warnings.println("matching by words alone: " + problem));
            return faq;
        }
    }

    @Command(name = "ask", mixinStandardHelpOptions = true, description = "Show what a question matches, and what the bot does with it.")
    int ask(@Parameters(paramLabel = "QUESTION") String question,
            @Option(names = "--explain", description = "say which rule decided, and what the confidences are made of") boolean explain,
            @Option(names = "--folder", defaultValue = FOLDER, description = "default: ${DEFAULT-VALUE}") Path folder,
            @Mixin Matcher matcher) {
        return folders().with(folder, knowledge -> {
            Matches matches = faq(folder, knowledge, matcher).match(question);
            Explanation explanation = Explanation.of(Asked.first(question, matches),
                    ShopRules.of(knowledge.settings()));
            Decision decision = explanation.decision();
            out().println(decision.kind() + "  (" + decision.rule().wire() + ")");
            if (explain) {
                out().println(decision.rule().sentence().zh() + explanation.basis().zh());
                out().println(decision.rule().sentence().en() + " " + explanation.basis().en());
                out().println(matches.thresholds());
            }
            for (Match match : matches.ranked()) {
                out().printf("%.3f  %s  %s  <-  %s%n", match.confidence(), match.entry().id(), match.entry().question(),
                        match.phrasing());
                if (explain) {
                    match.evidence().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey())
                            .forEach(one -> out().printf("         %-18s %6.3f%n", one.getKey(), one.getValue()));
                }
            }
            return Folders.FINE;
        });
    }

    @Command(name = "calibrate", mixinStandardHelpOptions = true, description = "Fit the confidences on labelled questions and print them as JSON.")
    int calibrate(
            @Option(names = "--set", required = true, paramLabel = "DIR", description = "a folder with entries.jsonl and queries.tsv; at least one in Chinese and one in English") List<Path> folders,
            @Option(names = "--out", description = "write them to this file instead") Optional<Path> file,
            @Option(names = "--vectors", paramLabel = "DIR", description = "keep what the model computes in this folder") Optional<Path> vectors) {
        return folders().guarded(() -> {
            List<LabelledSet> sets = new ArrayList<>();
            for (Path folder : folders) {
                sets.add(set(folder));
            }
            String command = "yingda faq calibrate "
                    + String.join(" ", sets.stream().map(set -> "--set " + set.name()).toList());
            String json = Fitting.fit(sets, vectors.map(Embeddings::in).orElseGet(Embeddings::inMemory), command)
                    .json();
            if (file.isPresent()) {
                Files.writeString(file.get(), json);
            } else {
                out().print(json);
            }
            return Folders.FINE;
        });
    }

    @Command(name = "match", mixinStandardHelpOptions = true, description = "Match each question of a file against the entries of a file.")
    int match(
            @Option(names = "--entries", required = true, paramLabel = "FILE", description = "JSON lines: id, question, variants, answer") Path entries,
            @Option(names = "--queries", required = true, paramLabel = "FILE", description = "one question a line; what follows a TAB is not looked at") Path queries,
            @Option(names = "--top", defaultValue = "10", description = "so many matches a question, at most 10; default: ${DEFAULT-VALUE}") int top,
            @Option(names = "--json", description = "one JSON object a line") boolean json, @Mixin Matcher matcher) {
        return folders().guarded(() -> {
            Faq faq = matcher.faq(LabelledSet.entries(entries), Synonyms.NONE, List.of(), err());
            for (Query query : LabelledSet.queries(queries)) {
                Matches matches = faq.match(query.text());
                out().println(json ? json(matches, top) : line(matches, top));
            }
            return Folders.FINE;
        });
    }

    private static String json(Matches matches, int top) {
        ObjectNode line = JSON.createObjectNode();
        line.put("query", matches.question());
        ArrayNode list = line.putArray("matches");
        matches.ranked().stream().limit(top).forEach(match -> list.addObject().put("entry", match.entry().id())
                .put("confidence", Math.round(match.confidence() * 1e6) / 1e6));
        line.put("decision", decision(matches));
        return line.toString();
    }

    private static String line(Matches matches, int top) {
        StringBuilder line = new StringBuilder(decision(matches) + "\t" + matches.question());
        matches.ranked().stream().limit(top).forEach(match -> line
                .append(String.format(Locale.ROOT, "\t%s %.3f", match.entry().id(), match.confidence())));
        return line.toString();
    }

    private static String decision(Matches matches) {
        return switch (matches.verdict()) {
            case SURE -> "answer";
            case CLOSE -> "clarify";
            case NONE -> "hand-off";
        };
    }

    @Command(name = "eval", mixinStandardHelpOptions = true, description = "Measure how well the questions of a file are matched.")
    int eval(
            @Option(names = "--entries", required = true, paramLabel = "FILE", description = "JSON lines: id, question, variants, answer") Path entries,
            @Option(names = "--queries", required = true, paramLabel = "FILE", description = "question TAB entry (id, id|id or NONE) TAB kind (in, oos-near, oos-far)") Path queries,
            @Option(names = "--noise", description = "first do this to each question: ${COMPLETION-CANDIDATES}") Optional<Noise> noise,
            @Mixin Matcher matcher) {
        return folders().guarded(() -> {
            Faq faq = matcher.faq(LabelledSet.entries(entries), Synonyms.NONE, List.of(), err());
            Random random = new Random(SEED);
            List<Query> asked = LabelledSet.queries(queries).stream().map(query -> noise.isEmpty()
                    ? query
                    : new Query(noise.get().on(query.text(), random), query.right(), query.kind())).toList();
            Evaluation evaluation = Evaluation.of(faq, asked);
            out().printf("questions               %6d%n", evaluation.asked().size());
            out().printf("hit@1                   %6.3f   the right entry comes first%n", evaluation.hits(1));
            out().printf("hit@3                   %6.3f   or among the first three%n", evaluation.hits(3));
            out().printf("AUROC near              %6.3f   answerable questions against others of the field%n",
                    evaluation.separation(Kind.NEAR));
            out().printf("AUROC far               %6.3f   and against others of other fields%n",
                    evaluation.separation(Kind.FAR));
            out().printf("P95 recall              %6.3f   answered rightly where 95 %% of the answers are right%n",
                    evaluation.recallAtP95());
            out().printf("decisions: precision    %6.3f   of the automatic answers, in : out weighted 2 : 1%n",
                    evaluation.precision());
            out().printf("           unweighted   %6.3f%n", evaluation.plainPrecision());
            out().printf("           answered     %6.3f   of the answerable questions, and rightly%n",
                    evaluation.answeredRightly());
            out().printf("           offered      %6.3f   asked back with the right entry among three%n",
                    evaluation.offered());
            out().printf("a question, p50 / p99   %6.2f / %.2f ms%n", evaluation.nanos(0.5) / 1e6,
                    evaluation.nanos(0.99) / 1e6);
            out().println("thresholds              " + faq.thresholds());
            return Folders.FINE;
        });
    }

    @Command(name = "exam", mixinStandardHelpOptions = true, description = "Ask the questions of an exam and print how well they are answered.")
    int exam(
            @Option(names = "--folder", defaultValue = FOLDER, description = "default: ${DEFAULT-VALUE}") Path folder,
            @Option(names = "--exam", description = "default: exam.tsv in the folder") Optional<Path> file,
            @Mixin Matcher matcher) {
        return folders().with(folder, knowledge -> {
            Exam exam = Exam.read(file.orElse(folder.resolve("exam.tsv")));
            exam.sit(faq(folder, knowledge, matcher), Exam.TRIAGE).print(out());
            return Folders.FINE;
        });
    }

    private static LabelledSet set(Path folder) throws IOException {
        return LabelledSet.read(String.valueOf(folder.getFileName()), folder.resolve("entries.jsonl"),
                folder.resolve("queries.tsv"));
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    private Folders folders() {
        return new Folders(err());
    }

    private Faq faq(Path folder, Knowledge knowledge, Matcher matcher) throws IOException {
        return matcher.faq(knowledge.served(), knowledge.synonyms(), Exam.practice(folder).queries(), err());
    }
}
