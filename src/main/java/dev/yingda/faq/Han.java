package dev.yingda.faq;

import com.ibm.icu.text.Transliterator;

/// Chinese characters one by one, as ICU knows them: the simplified form of a traditional one, and how one is read. Looked up
/// once and remembered.
final class Han {

    private static final char FIRST = '\u3400';
    private static final char LAST = '\u9FFF';
    private static final char[] SIMPLIFIED = new char[LAST - FIRST + 1];
    private static final String[] READINGS = new String[LAST - FIRST + 1];

    private Han() {
    }

    private static final class Simplifying {
        private static final Transliterator RULES = Transliterator.getInstance("Traditional-Simplified");
    }

    private static final class Reading {
        private static final Transliterator RULES = Transliterator
                .getInstance("Han-Latin; NFD; [:Nonspacing Mark:] Remove");
    }

    static boolean is(char c) {
        return c >= FIRST && c <= LAST;
    }

    /// The simplified form, or the character itself.
    static char simplified(char c) {
        if (!is(c)) {
            return c;
        }
        char known = SIMPLIFIED[c - FIRST];
        if (known == 0) {
            String simple = Simplifying.RULES.transliterate(String.valueOf(c));
            known = simple.length() == 1 ? simple.charAt(0) : c;
            SIMPLIFIED[c - FIRST] = known;
        }
        return known;
    }

    /// How it is read, in pinyin without tones: `tui`. The most usual way if there are several; the character itself if
    /// there is none.
    static String reading(char c) {
        if (!is(c)) {
            return String.valueOf(c);
        }
        String known = READINGS[c - FIRST];
        if (known == null) {
            known = Reading.RULES.transliterate(String.valueOf(c));
            READINGS[c - FIRST] = known;
        }
        return known;
    }
}
