package dev.yingda.faq;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Puts right what was typed by sound: 退宽 is read like 退款, which the shop's entries use, and is itself no word.
final class Homophones {

    private Homophones() {
    }

    /// The text with such characters replaced; empty if there are none. Only characters that stand alone are: one inside a known
    /// word was meant.
    ///
    /// @param words the text's words in their order, asked for only if there is something to replace
    static Optional<String> corrected(String text, Supplier<List<String>> words, Lexicon lexicon,
            Dictionary dictionary) {
        StringBuilder corrected = new StringBuilder(text);
        boolean[] meant = null;
        for (int i = 0; i + 1 < corrected.length(); i++) {
            String pair = corrected.substring(i, i + 2);
            if (!Han.is(pair.charAt(0)) || !Han.is(pair.charAt(1)) || uses(pair, lexicon, dictionary) > 0) {
                continue;
            }
            Optional<String> other = dictionary.readLike(pair).stream()
                    .filter(one -> uses(one, lexicon, dictionary) > 0)
                    .max(Comparator.comparingInt(one -> uses(one, lexicon, dictionary)));
            if (other.isPresent()) {
                meant = meant == null ? inWords(text, words.get()) : meant;
                boolean first = other.get().charAt(0) != pair.charAt(0) && meant[i];
                boolean second = other.get().charAt(1) != pair.charAt(1) && meant[i + 1];
                if (!first && !second) {
                    corrected.replace(i, i + 2, other.get());
                }
            }
        }
        return corrected.toString().equals(text) ? Optional.empty() : Optional.of(corrected.toString());
    }

    private static int uses(String pair, Lexicon lexicon, Dictionary dictionary) {
        return lexicon.uses(dictionary, Terms.pair(pair));
    }

    /// Which characters stand inside a word of several.
    private static boolean[] inWords(String text, List<String> words) {
        boolean[] inside = new boolean[text.length()];
        int from = 0;
        for (String word : words) {
            int at = text.indexOf(word, from);
            if (at >= 0) {
                from = at + word.length();
                Arrays.fill(inside, at, from, word.length() > 1);
            }
        }
        return inside;
    }
}
