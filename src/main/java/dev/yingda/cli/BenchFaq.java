package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;

import dev.yingda.faq.Calibration;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.LabelledSet;
import dev.yingda.faq.Noise;
import dev.yingda.faq.Synonyms;
import dev.yingda.knowledge.Exam;
import dev.yingda.knowledge.Knowledge;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yingda bench faq`: how long matching, publishing and starting take, each on one thread.
@Command(name = "faq", mixinStandardHelpOptions = true, description = "Time of matching, publishing and starting.")
final class BenchFaq implements Callable<Integer> {

    private static final int WARM_UP = 700;
    private static final int KNOWN = 3_000;
    private static final int EDITS = 100;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--folder", defaultValue = "knowledge-base", description = "entries and the exam's questions; default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("knowledge-base");

    @Option(names = "--phrasings", defaultValue = "3000", description = "take entries until there are so many; default: ${DEFAULT-VALUE}")
    private int phrasings;

    @Option(names = "--entries", paramLabel = "FILE", description = "take them from these JSON lines (.gz is read too) instead of the folder")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--vectors", paramLabel = "DIR", description = "keep what the model computes in this folder; default: a temporary one")
    private Optional<Path> vectors = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Path kept = vectors.isPresent() ? vectors.get() : Files.createTempDirectory("yingda-bench");
        try {
            return new Folders(Objects.requireNonNull(spec).commandLine().getErr()).with(folder,
                    knowledge -> measure(knowledge, kept));
        } finally {
            if (vectors.isEmpty()) {
                BenchCommand.deleteAll(kept);
            }
        }
    }

    private int measure(Knowledge knowledge, Path kept) throws IOException {
        List<FaqEntry> entries = cut(file.isPresent() ? LabelledSet.entries(file.get()) : knowledge.served());
        long count = entries.stream().mapToLong(BenchFaq::size).sum();
        out().printf("%d entries, %d phrasings%n", entries.size(), count);
        List<String> questions = Exam.texts(folder);
        Faq first = published("first start (reference)", entries, Embeddings.in(kept));
        List<String> known = entries.stream().flatMap(FaqEntry::wordings).limit(KNOWN).toList();
        Faq single = published("one entry alone", entries.subList(0, 1), Embeddings.inMemory());
        print("match against it (reference: the model)", times(single, questions));
        print("match, never asked, by meaning", times(first, questions));
        print("match, the same with openers", times(first, filled(questions)));
        print("match, asked before", times(first, questions));
        print("match, a known phrasing", times(first, known));
        print("publish one changed entry", edits(first, entries));
        Faq again = published("start with vectors kept", entries, Embeddings.in(kept));
        Faq byWords = published("start by words alone", entries, Embeddings.none());
        print("match, never asked, by words alone", times(byWords, questions));
        out().printf("(%d entries served)%n", again.entries().size());
        return Folders.FINE;
    }

    private static int size(FaqEntry entry) {
        return 1 + entry.phrasings().size();
    }

    private List<FaqEntry> cut(List<FaqEntry> all) {
        List<FaqEntry> entries = new ArrayList<>();
        int count = 0;
        for (FaqEntry entry : all) {
            if (count >= phrasings) {
                break;
            }
            entries.add(entry);
            count += size(entry);
        }
        return entries;
    }

    /// The same with openers, thanks and repeated signs: they are read two ways.
    private static List<String> filled(List<String> questions) {
        Random random = new Random(1);
        return questions.stream().map(question -> Noise.FILLER.on(question, random)).distinct().toList();
    }

    /// Without the tuning, which a server does behind its back.
    private Faq published(String what, List<FaqEntry> entries, Embeddings embeddings) {
        long start = System.nanoTime();
        Faq faq = new Faq(Calibration.shipped(), embeddings, _ -> {
        });
        faq.publish(entries, Synonyms.NONE);
        faq.match("第一个问题").ranked();
        out().printf("%-40s %.0f ms%n", what, (System.nanoTime() - start) / 1e6);
        return faq;
    }

    private static long[] times(Faq faq, List<String> questions) {
        long[] times = new long[questions.size()];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            faq.match(questions.get(i)).ranked();
            times[i] = System.nanoTime() - start;
        }
        return Arrays.copyOfRange(times, Math.min(WARM_UP, times.length / 2), times.length);
    }

    private static long[] edits(Faq faq, List<FaqEntry> entries) {
        long[] times = new long[EDITS];
        List<FaqEntry> edited = new ArrayList<>(entries);
        for (int i = 0; i < EDITS; i++) {
            int place = i * 7 % edited.size();
            FaqEntry entry = edited.get(place);
            List<String> more = new ArrayList<>(entry.phrasings());
            more.add("第" + i + "种新的问法" + entry.question());
            edited.set(place, new FaqEntry(entry.id(), entry.topic(), false, entry.question(), more, entry.answer()));
            long start = System.nanoTime();
            faq.publish(edited, Synonyms.NONE);
            times[i] = System.nanoTime() - start;
        }
        return times;
    }

    private void print(String what, long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        out().printf("%-40s p50 %.3f ms, p99 %.3f ms, max %.1f ms (%d)%n", what, sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6, sorted[sorted.length - 1] / 1e6, sorted.length);
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
