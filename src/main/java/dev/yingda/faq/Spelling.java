package dev.yingda.faq;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/// Many texts written one after the other, and where each of their characters begins: the texts themselves, or their
/// pinyin. One long string is searched faster, and takes less memory, than many short ones.
final class Spelling {

    /// Stands in no text.
    private static final char END = '\n';

    /// The least length at which Latin letters are taken for pinyin.
    private static final int PINYIN = 2;

    private final String all;
    private final int[] starts;
    private final BitSet characters = new BitSet();
    private final int least;

    private Spelling(List<String> texts, Function<String, String> spell, int least) {
        StringBuilder built = new StringBuilder();
        starts = new int[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            starts[i] = built.length();
            texts.get(i).codePoints().forEach(c -> {
                characters.set(built.length());
                built.append(spell.apply(Character.toString(c)));
            });
            built.append(END);
        }
        starts[texts.size()] = built.length();
        all = built.toString();
        this.least = least;
    }

    static Spelling plain(List<String> texts) {
        return new Spelling(texts, c -> c, 1);
    }

    /// @param pinyin of one character, without a tone; empty where there is none, and the character stands for itself
    static Spelling full(List<String> texts, Function<String, String> pinyin) {
        return new Spelling(texts, c -> pinyin.apply(c).isEmpty() ? c : pinyin.apply(c), PINYIN);
    }

    static Spelling initials(List<String> texts, Function<String, String> pinyin) {
        return new Spelling(texts, c -> pinyin.apply(c).isEmpty() ? c : pinyin.apply(c).substring(0, 1), PINYIN);
    }

    /// Adds to `found` the number of each text that has the part, beginning where a character begins.
    void find(String part, BitSet found) {
        int text = 0;
        for (int at = next(part, 0, all.length()); at >= 0;) {
            while (starts[text + 1] <= at) {
                text++;
            }
            found.set(text);
            at = next(part, starts[text + 1], all.length());
        }
    }

    /// Where in the text of this number the part first stands, counted from the text's beginning, or -1.
    int at(int text, String part) {
        int at = next(part, starts[text], starts[text + 1]);
        return at < 0 ? -1 : at - starts[text];
    }

    private int next(String part, int from, int end) {
        if (part.length() < least) {
            return -1;
        }
        int at = all.indexOf(part, from, end);
        while (at >= 0 && !characters.get(at)) {
            at = all.indexOf(part, at + 1, end);
        }
        return at;
    }

    /// How many of the text's characters a part of that length, at that place, touches.
    int touched(int text, int at, int length) {
        int from = starts[text] + at;
        return characters.get(from, from + length).cardinality();
    }

    /// How many characters the text has.
    int length(int text) {
        return characters.get(starts[text], starts[text + 1]).cardinality();
    }
}
