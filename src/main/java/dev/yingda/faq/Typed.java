package dev.yingda.faq;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a buyer has typed so far, as it is looked for.
///
/// @param whole without spaces: 15 pro max is found by 15promax as well
/// @param words what stands between signs, spaces and changes of script
record Typed(String whole, List<Word> words) {

    private static final Pattern WORD = Pattern.compile("[a-z0-9]+|[^a-z0-9 ]+");

    /// @param latin whether it may be pinyin
    record Word(String text, boolean latin) {

        /// Any phrase that has the word has this part of it.
        String head() {
            return latin || text.length() < 2 ? text : text.substring(0, 2);
        }
    }

    static Typed of(String text) {
        List<Word> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(QuestionText.bare(text)); word.find();) {
            String found = word.group();
            words.add(new Word(found, latin(found)));
        }
        return new Typed(form(text), List.copyOf(words));
    }

    /// The form in which phrasings are looked through.
    static String form(String text) {
        return QuestionText.normalise(text).replace(" ", "");
    }

    /// The whole as it may be pinyin; empty when something in it is neither Latin letter nor digit.
    String letters() {
        return words.stream().allMatch(Word::latin) ? whole : "";
    }

    private static boolean latin(String word) {
        char first = word.charAt(0);
        return first >= 'a' && first <= 'z' || first >= '0' && first <= '9';
    }
}
