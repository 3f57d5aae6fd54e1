package dev.yingda.faq;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/// One entry made ready for matching; never changes.
final class Profile {

    private final long version;
    private final FaqEntry entry;
    private final Language language;
    private final List<Phrase> phrases;
    private final int[] terms;
    private final @Nullable Vector answer;
    private final double reach;

    /// @param version unlike that of any other profile of the same [Faq]
    /// @param phrases its question first
    /// @param answer what the answer means; null if there is no model or no answer
    Profile(long version, FaqEntry entry, Language language, List<Phrase> phrases, @Nullable Vector answer) {
        this.version = version;
        this.entry = entry;
        this.language = language;
        this.phrases = List.copyOf(phrases);
        this.answer = answer;
        terms = phrases.stream().flatMapToInt(phrase -> IntStream.of(phrase.terms())).sorted().distinct().toArray();
        reach = reach(phrases);
    }

    /// The length of the sum of the phrasings' directions: their number if all mean the same, its root if they have nothing
    /// in common.
    private static double reach(List<Phrase> phrases) {
        List<Vector> vectors = new ArrayList<>();
        phrases.forEach(phrase -> {
            if (phrase.vector() != null) {
                vectors.add(phrase.vector());
            }
        });
        double squared = vectors.size();
        for (int i = 0; i < vectors.size(); i++) {
            for (int j = 0; j < i; j++) {
                squared += 2 * vectors.get(i).cosine(vectors.get(j));
            }
        }
        return Math.sqrt(Math.max(squared, 1e-6));
    }

    long version() {
        return version;
    }

    FaqEntry entry() {
        return entry;
    }

    Language language() {
        return language;
    }

    List<Phrase> phrases() {
        return phrases;
    }

    /// Those of all phrasings; sorted, distinct.
    int[] terms() {
        return terms;
    }

    @Nullable
    Vector answer() {
        return answer;
    }

    double reach() {
        return reach;
    }

    /// The mean likeness of two phrasings, for n of them with this reach; NaN for a single one.
    static double coherence(double reach, int n) {
        return n < 2 ? Double.NaN : (reach * reach - n) / ((double) n * (n - 1));
    }
}
