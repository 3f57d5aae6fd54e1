package dev.yingda.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;

import dev.yingda.faq.Calibration;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.knowledge.Exam;
import dev.yingda.knowledge.Knowledge;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yingda bench suggest`: the time from a keystroke to the questions offered.
@Command(name = "suggest", mixinStandardHelpOptions = true, description = "Time of one keystroke: the exam's questions typed character by character.")
final class BenchSuggest implements Callable<Integer> {

    private static final int WARM_UP = 2;
    private static final int OFFERED = 5;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--folder", defaultValue = "knowledge-base", description = "default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("knowledge-base");

    @Option(names = "--phrasings", defaultValue = "100000", description = "so many, made of those of the folder with other words in between, default: ${DEFAULT-VALUE}")
    private int phrasings;

    @Override
    public Integer call() {
        CommandSpec self = Objects.requireNonNull(spec);
        return new Folders(self.commandLine().getErr()).with(folder, knowledge -> {
            PrintWriter out = self.commandLine().getOut();
            List<String> questions = Exam.read(folder.resolve("exam.tsv")).questions().stream()
                    .map(Exam.Question::text).toList();
            measure(out, knowledge, knowledge.served(), questions);
            measure(out, knowledge, grown(knowledge.served()), questions);
            return Folders.FINE;
        });
    }

    private void measure(PrintWriter out, Knowledge knowledge, List<FaqEntry> entries, List<String> questions) {
        Faq faq = new Faq(Calibration.shipped(), Embeddings.none());
        faq.publish(entries, knowledge.synonyms());
        List<String> typed = questions.stream().flatMap(question -> prefixes(question).stream()).toList();
        long[] times = new long[typed.size()];
        long found = 0;
        for (int round = -WARM_UP; round <= 0; round++) {
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                int offered = faq.suggest(typed.get(i), OFFERED, _ -> true).size();
                times[i] = System.nanoTime() - start;
                found += offered > 0 && round == 0 ? 1 : 0;
            }
        }
        Arrays.sort(times);
        out.printf("%,d phrasings: p50 %.3f ms, p99 %.3f ms, max %.1f ms; %,d keystrokes, %.0f %% offered something%n",
                count(entries), times[times.length / 2] / 1e6, times[(int) (times.length * 0.99)] / 1e6,
                times[times.length - 1] / 1e6, times.length, 100.0 * found / times.length);
    }

    private static List<String> prefixes(String question) {
        List<String> prefixes = new ArrayList<>();
        for (int end = 1; end <= question.length(); end++) {
            prefixes.add(question.substring(0, end));
        }
        return prefixes;
    }

    private static long count(List<FaqEntry> entries) {
        return entries.stream().mapToLong(entry -> 1 + entry.phrasings().size()).sum();
    }

    /// The same entries again and again, each time with two phrasings put together.
    private List<FaqEntry> grown(List<FaqEntry> entries) {
        Random random = new Random(1);
        List<FaqEntry> grown = new ArrayList<>(entries);
        List<String> all = entries.stream().flatMap(entry -> entry.phrasings().stream()).toList();
        for (long count = count(entries); count < phrasings;) {
            FaqEntry like = entries.get(random.nextInt(entries.size()));
            List<String> made = like.phrasings().stream()
                    .map(text -> start(all.get(random.nextInt(all.size()))) + text).toList();
            grown.add(new FaqEntry(like.id() + "-" + grown.size(), like.topic(), like.smallTalk(),
                    like.question() + grown.size(), made, like.answer()));
            count += 1 + made.size();
        }
        return grown;
    }

    private static String start(String text) {
        return text.substring(0, Math.min(2, text.length()));
    }
}
