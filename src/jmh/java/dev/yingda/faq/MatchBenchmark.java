package dev.yingda.faq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.yingda.knowledge.Exam;
import dev.yingda.knowledge.Knowledge;
import dev.yingda.knowledge.KnowledgeFolder;
import dev.yingda.knowledge.KnowledgeFolder.Fault;
import dev.yingda.knowledge.KnowledgeFolder.Reading;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One question on one thread, with the shipped knowledge base served as a server serves it once its thresholds are found.
///
/// The matcher remembers the last few thousand questions and their vectors. So what is to be new must be new each time:
/// the questions of exam and practice in turn, from the second round on with the number of the round behind them, which
/// costs the model one piece more.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 4)
@Fork(value = 1, jvmArgs = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC"})
public class MatchBenchmark {

    private static final Path FOLDER = Path.of("knowledge-base");
    private static final Path VECTORS = Path.of("target", "jmh-vectors");

    /// Far fewer than are remembered.
    private static final int REMEMBERED = 1_000;

    /// Served by meaning.
    @State(Scope.Benchmark)
    public static class ByMeaning {

        final Faq faq = served(Embeddings.in(VECTORS));
        final Turns unseen = new Turns(questions(), MatchBenchmark::numbered);
        final Turns asked = new Turns(questions().subList(0, REMEMBERED), (text, _) -> text);
        final Turns phrasings = new Turns(endings(faq.entries()), (text, _) -> text);
    }

    /// Served without a model.
    @State(Scope.Benchmark)
    public static class ByWords {

        final Faq faq = served(Embeddings.none());
        final Turns unseen = new Turns(questions(), MatchBenchmark::numbered);
    }

    /// The model and nothing else.
    @State(Scope.Benchmark)
    public static class Alone {

        final Model model = loaded();
        final Turns unseen = new Turns(questions().stream().map(QuestionText::spoken).toList(),
                MatchBenchmark::numbered);
    }

    @Benchmark
    public List<Match> neverAsked(ByMeaning state) {
        return state.faq.match(state.unseen.next()).ranked();
    }

    @Benchmark
    public List<Match> askedBefore(ByMeaning state) {
        return state.faq.match(state.asked.next()).ranked();
    }

    @Benchmark
    public List<Match> knownPhrasing(ByMeaning state) {
        return state.faq.match(state.phrasings.next()).ranked();
    }

    @Benchmark
    public List<Match> neverAskedByWordsAlone(ByWords state) {
        return state.faq.match(state.unseen.next()).ranked();
    }

    @Benchmark
    public Object embeddingAlone(Alone state) {
        return state.model.embed(state.unseen.next());
    }

    /// Texts, each in its turn, for ever.
    static final class Turns {

        private final List<String> texts;
        private final InRound inRound;
        private int place;
        private int round;

        Turns(List<String> texts, InRound inRound) {
            this.texts = texts;
            this.inRound = inRound;
        }

        String next() {
            if (place == texts.size()) {
                place = 0;
                round++;
            }
            return inRound.of(texts.get(place++), round);
        }
    }

    /// How a text is asked in this round, the first being 0.
    interface InRound {
        String of(String text, int round);
    }

    private static String numbered(String text, int round) {
        return round == 0 ? text : text + round;
    }

    private static Faq served(Embeddings embeddings) {
        Knowledge knowledge = knowledge();
        Faq faq = new Faq(Calibration.shipped(), embeddings);
        faq.publish(knowledge.served(), knowledge.synonyms());
        if (!faq.problems().isEmpty()) {
            throw new IllegalStateException(faq.problems().toString());
        }
        return faq;
    }

    private static Knowledge knowledge() {
        try {
            return switch (KnowledgeFolder.read(FOLDER)) {
                case Reading.Complete(Knowledge knowledge, List<Fault> _) -> knowledge;
                case Reading.Broken(List<Fault> faults) -> throw new IllegalStateException(faults.toString());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> questions() {
        try {
            return Exam.texts(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Model loaded() {
        try {
            return Model.load(Language.ZH);
        } catch (Model.Unavailable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Each phrasing with the signs it may end in: known all the same, and too many to be remembered.
    private static List<String> endings(List<FaqEntry> entries) {
        return Stream.of("", "？", "！", "。")
                .flatMap(sign -> entries.stream().flatMap(FaqEntry::wordings).map(text -> text + sign)).toList();
    }
}
