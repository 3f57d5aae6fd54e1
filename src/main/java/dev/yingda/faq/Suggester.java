package dev.yingda.faq;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.yingda.faq.Typed.Word;

import org.jspecify.annotations.Nullable;

/// The questions a buyer may be about to ask, from the first characters typed. An entry is found by its question and by
/// each of its phrasings, as [QuestionText] evens them out, and offered once.
///
/// First come phrasings that begin with what was typed, then those that have it somewhere, then those that have its
/// words in any order; a word without spaces may be cut where the phrasing needs it, into parts of at least two
/// characters. Within each, more of the phrasing covered is better, then the shorter question. Latin letters also stand
/// for pinyin, written out or as initials. Small talk is never offered.
final class Suggester {

    /// Nobody types a whole paragraph to be offered a question.
    private static final int LONGEST = 60;

    private final List<FaqEntry> entries;
    /// The number of the first phrasing of each entry, and of the one after the last.
    private final int[] firsts;
    private final Spelling plain;
    private final List<Spelling> spellings;

    Suggester(List<FaqEntry> entries) {
        this(entries, _ -> "");
    }

    /// @param pinyin of one Chinese character, in small letters without a tone; empty where there is none
    Suggester(List<FaqEntry> entries, Function<String, String> pinyin) {
        this.entries = entries.stream().filter(entry -> !entry.smallTalk()).toList();
        firsts = new int[this.entries.size() + 1];
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < this.entries.size(); i++) {
            this.entries.get(i).wordings().map(Typed::form).distinct().forEach(texts::add);
            firsts[i + 1] = texts.size();
        }
        plain = Spelling.plain(texts);
        boolean spelt = texts.stream().flatMap(text -> text.codePoints().mapToObj(Character::toString))
                .anyMatch(c -> !pinyin.apply(c).isEmpty());
        spellings = spelt
                ? List.of(plain, Spelling.full(texts, pinyin), Spelling.initials(texts, pinyin))
                : List.of(plain);
    }

    /// How what was typed stands in a phrasing, the best first.
    private enum Place {
        BEGINNING, SOMEWHERE, WORDS
    }

    /// @param covered the part of the phrasing that was typed
    private record Hit(int entry, Place place, double covered, int length) {

        static final Comparator<Hit> BEST_FIRST = Comparator.comparing(Hit::place)
                .thenComparing(Comparator.comparingDouble(Hit::covered).reversed()).thenComparingInt(Hit::length)
                .thenComparingInt(Hit::entry);
    }

    /// At most so many entries, best first.
    ///
    /// @param offered whether an entry may be offered now
    List<FaqEntry> suggest(String text, int limit, Predicate<FaqEntry> offered) {
        Typed typed = Typed.of(text);
        List<Hit> best = new ArrayList<>();
        if (typed.words().isEmpty() || typed.whole().length() > LONGEST) {
            return List.of();
        }
        BitSet phrasings = candidates(typed);
        int entry = 0;
        for (int next = phrasings.nextSetBit(0); next >= 0; next = phrasings.nextSetBit(firsts[entry + 1])) {
            while (firsts[entry + 1] <= next) {
                entry++;
            }
            @Nullable
            Hit hit = hit(entry, phrasings, typed);
            boolean wanted = hit != null && (best.size() < limit || Hit.BEST_FIRST.compare(hit, best.getLast()) < 0);
            if (hit != null && wanted && offered.test(entries.get(entry))) {
                keep(hit, best, limit);
            }
        }
        return best.stream().map(hit -> entries.get(hit.entry())).toList();
    }

    private static void keep(Hit hit, List<Hit> best, int limit) {
        int at = 0;
        while (at < best.size() && Hit.BEST_FIRST.compare(best.get(at), hit) < 0) {
            at++;
        }
        best.add(at, hit);
        if (best.size() > limit) {
            best.removeLast();
        }
    }

    /// All phrasings that have the head of the longest word; whatever is suggested is among them.
    private BitSet candidates(Typed typed) {
        Word longest = typed.words().stream().max(Comparator.comparingInt(word -> word.text().length())).orElseThrow();
        BitSet found = new BitSet();
        spellings(longest.latin()).forEach(spelling -> spelling.find(longest.head(), found));
        String letters = typed.letters();
        if (!letters.isEmpty()) {
            spellings.stream().skip(1).forEach(spelling -> spelling.find(letters, found));
        }
        return found;
    }

    private Stream<Spelling> spellings(boolean latin) {
        return spellings.stream().limit(latin ? spellings.size() : 1);
    }

    /// The best among the entry's phrasings.
    private @Nullable Hit hit(int entry, BitSet phrasings, Typed typed) {
        @Nullable
        Hit best = null;
        for (int each = phrasings.nextSetBit(firsts[entry]); each >= 0
                && each < firsts[entry + 1]; each = phrasings.nextSetBit(each + 1)) {
            Hit hit = hit(entry, each, typed);
            if (hit != null && (best == null || Hit.BEST_FIRST.compare(hit, best) < 0)) {
                best = hit;
            }
        }
        return best;
    }

    private @Nullable Hit hit(int entry, int phrasing, Typed typed) {
        @Nullable
        Hit whole = whole(entry, phrasing, typed);
        if (whole != null) {
            return whole;
        }
        int covered = 0;
        for (Word word : typed.words()) {
            int part = covered(phrasing, word);
            if (part == 0) {
                return null;
            }
            covered += part;
        }
        return hit(entry, phrasing, Place.WORDS, covered);
    }

    private Hit hit(int entry, int phrasing, Place place, int covered) {
        return new Hit(entry, place, Math.min(1, (double) covered / plain.length(phrasing)),
                entries.get(entry).question().length());
    }

    /// What was typed, in one piece.
    private @Nullable Hit whole(int entry, int phrasing, Typed typed) {
        String letters = typed.letters();
        @Nullable
        Hit best = null;
        for (Spelling spelling : spellings) {
            String part = spelling == plain ? typed.whole() : letters;
            int at = part.isEmpty() ? -1 : spelling.at(phrasing, part);
            if (at >= 0) {
                Hit hit = hit(entry, phrasing, at == 0 ? Place.BEGINNING : Place.SOMEWHERE,
                        spelling.touched(phrasing, at, part.length()));
                best = best == null || Hit.BEST_FIRST.compare(hit, best) < 0 ? hit : best;
            }
        }
        return best;
    }

    /// How many characters of the phrasing the word touches; 0 when it is not there.
    private int covered(int phrasing, Word word) {
        if (!word.latin()) {
            return inParts(phrasing, word.text()) ? word.text().codePointCount(0, word.text().length()) : 0;
        }
        int most = 0;
        for (Spelling spelling : spellings) {
            int at = spelling.at(phrasing, word.text());
            most = at < 0 ? most : Math.max(most, spelling.touched(phrasing, at, word.text().length()));
        }
        return most;
    }

    /// Whether the word can be cut into parts that all stand in the phrasing. Longer parts than three need no look: they
    /// can be cut again.
    private boolean inParts(int phrasing, String word) {
        if (word.length() < 2) {
            return plain.at(phrasing, word) >= 0;
        }
        boolean[] reached = new boolean[word.length() + 1];
        reached[0] = true;
        for (int end = 2; end <= word.length(); end++) {
            reached[end] = reached[end - 2] && plain.at(phrasing, word.substring(end - 2, end)) >= 0
                    || end > 2 && reached[end - 3] && plain.at(phrasing, word.substring(end - 3, end)) >= 0;
        }
        return reached[word.length()];
    }
}
