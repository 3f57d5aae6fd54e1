package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The distinct terms of one text, by kind.
record Terms(Map<Kind, SequencedSet<String>> byKind) {

    /// Longer texts are cut: nothing after this many characters makes a question clearer.
    static final int LONGEST = 200;

    private static final Pattern UNIT = Pattern.compile("\\d[\\d.]*|[a-z]+|\\p{IsHan}|[\\p{L}&&[^a-z]]");

    /// What a text is cut into.
    enum Kind {
        /// Words, synonyms made one.
        WORD('w'),
        /// Two neighbouring units: catches what word segmentation cuts wrongly, and typos.
        PAIR('p'),
        /// Chinese characters, Latin words and numbers.
        UNIT('u');

        private final char prefix;

        Kind(char prefix) {
            this.prefix = prefix;
        }
    }

    /// The terms of a text; numbers are all alike, since 165/110 and 170/130 ask the same question.
    static Terms of(String text, Words words) {
        String bare = QuestionText.bare(text);
        String cut = bare.length() <= LONGEST ? bare : bare.substring(0, LONGEST);
        List<String> sequence = words.of(cut).stream().map(Terms::numberless).toList();
        List<String> units = units(String.join(" ", sequence));
        List<String> pairs = new ArrayList<>();
        for (int i = 1; i < units.size(); i++) {
            pairs.add(units.get(i - 1) + units.get(i));
        }
        Map<Kind, SequencedSet<String>> byKind = new EnumMap<>(Kind.class);
        byKind.put(Kind.WORD, prefixed(Kind.WORD, sequence));
        byKind.put(Kind.PAIR, prefixed(Kind.PAIR, pairs));
        byKind.put(Kind.UNIT, prefixed(Kind.UNIT, units));
        return new Terms(byKind);
    }

    /// Whether it is a pair of Chinese characters.
    static boolean isHanPair(String term) {
        return term.length() == 3 && term.charAt(0) == Kind.PAIR.prefix && Han.is(term.charAt(1))
                && Han.is(term.charAt(2));
    }

    /// How a pair of characters is named among the terms.
    static String pair(String characters) {
        return Kind.PAIR.prefix + characters;
    }

    /// The terms of these kinds.
    List<String> of(Kind... kinds) {
        return Stream.of(kinds).flatMap(kind -> byKind.getOrDefault(kind, new LinkedHashSet<>()).stream()).toList();
    }

    /// The terms of all kinds.
    List<String> all() {
        return byKind.values().stream().flatMap(SequencedSet::stream).toList();
    }

    private static String numberless(String word) {
        return Character.isDigit(word.charAt(0)) ? "0" : word;
    }

    private static List<String> units(String text) {
        List<String> units = new ArrayList<>();
        for (Matcher unit = UNIT.matcher(text); unit.find();) {
            units.add(numberless(unit.group()));
        }
        return units;
    }

    private static SequencedSet<String> prefixed(Kind kind, Collection<String> terms) {
        SequencedSet<String> distinct = new LinkedHashSet<>();
        terms.forEach(term -> distinct.add(kind.prefix + term));
        return distinct;
    }
}
