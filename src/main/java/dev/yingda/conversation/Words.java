package dev.yingda.conversation;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Words a shop looks for in what buyers write. Case, width and the way they are separated make no difference. A word that
/// begins or ends with a Latin letter or a digit must stand alone there: 12315 is not in an order number, `sue` not in
/// `issue`.
public record Words(List<String> words) {

    /// None.
    public static final Words NONE = new Words(List.of());

    private static final Pattern BETWEEN = Pattern.compile("[,，、;；|\\n\\r]+");
    private static final Set<String> NOTHING = Set.of("-", "无", "none");

    public Words {
        words = words.stream().map(Words::folded).filter(word -> !word.isEmpty()).distinct().toList();
    }

    /// As a person writes them into a setting: separated by commas, 、 or line breaks; 无, `none` or `-` is no word at all.
    public static Words read(String setting) {
        List<String> written = Arrays.stream(BETWEEN.split(setting, -1)).map(String::strip).toList();
        return written.size() == 1 && NOTHING.contains(folded(written.getFirst())) ? NONE : new Words(written);
    }

    /// The first of them that is in the text.
    public Optional<String> in(String text) {
        String folded = folded(text);
        return words.stream().filter(word -> stands(word, folded)).findFirst();
    }

    private static boolean stands(String word, String text) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !joined(text.charAt(at - 1), word.charAt(0));
            boolean ends = end == text.length() || !joined(word.charAt(word.length() - 1), text.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /// Whether the two are parts of one Latin word or number.
    private static boolean joined(char left, char right) {
        return latin(left) && latin(right);
    }

    private static boolean latin(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
    }
}
