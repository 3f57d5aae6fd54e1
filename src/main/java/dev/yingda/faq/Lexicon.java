package dev.yingda.faq;

import java.util.Arrays;
import java.util.Collection;

/// How many phrasings and how many entries of an edition use each term, and so what a term says about which one is meant:
/// the fewer use it, the more.
final class Lexicon {

    /// BM25's usual constants (Robertson and Zaragoza 2009).
    private static final double SATURATION = 1.2;
    private static final double LENGTH = 0.75;

    static final Lexicon EMPTY = new Lexicon(new int[0], new int[0], 0, 0, 0);

    private final int[] inPhrasings;
    private final int[] inEntries;
    private final int phrasings;
    private final int entries;
    private final long terms;

    private Lexicon(int[] inPhrasings, int[] inEntries, int phrasings, int entries, long terms) {
        this.inPhrasings = inPhrasings;
        this.inEntries = inEntries;
        this.phrasings = phrasings;
        this.entries = entries;
        this.terms = terms;
    }

    /// The same, but for these entries.
    ///
    /// @param numbers how many terms have a number
    Lexicon with(Collection<Profile> added, Collection<Profile> removed, int numbers) {
        int[] phrasingCounts = Arrays.copyOf(inPhrasings, numbers);
        int[] entryCounts = Arrays.copyOf(inEntries, numbers);
        int[] totals = {phrasings, entries};
        long length = terms + count(added, 1, phrasingCounts, entryCounts, totals)
                - count(removed, -1, phrasingCounts, entryCounts, totals);
        return new Lexicon(phrasingCounts, entryCounts, totals[0], totals[1], length);
    }

    private static long count(Collection<Profile> profiles, int by, int[] phrasingCounts, int[] entryCounts,
            int[] totals) {
        long length = 0;
        for (Profile profile : profiles) {
            for (Phrase phrase : profile.phrases()) {
                length += phrase.terms().length;
                totals[0] += by;
                for (int term : phrase.terms()) {
                    phrasingCounts[term] += by;
                }
            }
            totals[1] += by;
            for (int term : profile.terms()) {
                entryCounts[term] += by;
            }
        }
        return length;
    }

    /// Whether any phrasing uses the term.
    boolean uses(int term) {
        return term >= 0 && term < inPhrasings.length && inPhrasings[term] > 0;
    }

    /// How many phrasings use the term.
    int uses(Dictionary dictionary, String term) {
        int number = dictionary.find(term);
        return uses(number) ? inPhrasings[number] : 0;
    }

    /// The inverse document frequency among phrasings, of a term or, for -1, of one that none uses.
    double amongPhrasings(int term) {
        return weight(phrasings, uses(term) ? inPhrasings[term] : 0);
    }

    /// The inverse document frequency among entries, of a term or, for -1, of one that none uses.
    double amongEntries(int term) {
        return weight(entries, uses(term) ? inEntries[term] : 0);
    }

    private static double weight(int all, int using) {
        return Math.log(1 + (all - using + 0.5) / (using + 0.5));
    }

    /// BM25's share of a term's weight that a phrasing of this many terms earns by using it once.
    double earned(int length) {
        double average = phrasings == 0 ? 1 : Math.max(1, (double) terms / phrasings);
        return (SATURATION + 1) / (1 + SATURATION * (1 - LENGTH + LENGTH * length / average));
    }

    /// The most that [#earned] comes to.
    static double most() {
        return SATURATION + 1;
    }
}
