package dev.yingda.faq;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Puts right what was typed by sound: 退宽 is read like 退款, which the shop's entries use, and is itself no word.
final class Homophones {

    private Homophones() {
    }

    /// The text with such pairs of characters replaced; empty if there are none.
    ///
    /// @param words the text's words: a pair inside one that is known is left alone
    static Optional<String> corrected(String text, Supplier<List<String>> words, Lexicon lexicon,
            Dictionary dictionary) {
        @Nullable
        Set<String> meant = null;
        StringBuilder corrected = new StringBuilder(text);
        for (int i = 0; i + 1 < corrected.length(); i++) {
            String pair = corrected.substring(i, i + 2);
            if (!Han.is(pair.charAt(0)) || !Han.is(pair.charAt(1)) || uses(pair, lexicon, dictionary) > 0) {
                continue;
            }
            Optional<String> other = dictionary.readLike(pair).stream()
                    .filter(one -> uses(one, lexicon, dictionary) > 0)
                    .max(Comparator.comparingInt(one -> uses(one, lexicon, dictionary)));
            if (other.isPresent()) {
                meant = meant == null ? pairs(words.get()) : meant;
                if (!meant.contains(pair)) {
                    corrected.replace(i, i + 2, other.get());
                }
            }
        }
        return corrected.toString().equals(text) ? Optional.empty() : Optional.of(corrected.toString());
    }

    private static int uses(String pair, Lexicon lexicon, Dictionary dictionary) {
        return lexicon.uses(dictionary, Terms.pair(pair));
    }

    private static Set<String> pairs(List<String> words) {
        Set<String> pairs = new HashSet<>();
        for (String word : words) {
            for (int i = 1; i < word.length(); i++) {
                pairs.add(word.substring(i - 1, i + 1));
            }
        }
        return pairs;
    }
}
