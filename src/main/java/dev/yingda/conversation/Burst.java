package dev.yingda.conversation;

import java.util.List;
import java.util.stream.Collectors;

/// Short messages in a row that are one question: 那个 · 退货 · 要运费吗. Pure.
final class Burst {

    /// Up to this size a message may be the beginning of one …
    private static final int SHORT = 8;
    /// … and from this size on, together, nothing more is waited for.
    private static final int ENOUGH = 40;

    private Burst() {
    }

    /// What a buyer wrote, as one text.
    static String joined(List<Conversation.Said> earlier, String text) {
        return earlier.isEmpty()
                ? text
                : earlier.stream().map(Conversation.Said::text).collect(Collectors.joining(" ")) + " " + text;
    }

    static String joined(List<Conversation.Said> said) {
        return said.stream().map(Conversation.Said::text).collect(Collectors.joining(" "));
    }

    /// Whether more may follow that belongs to it.
    static boolean maySoonGoOn(String text, String joined) {
        return size(text) <= SHORT && size(joined) < ENOUGH;
    }

    /// In Chinese characters; a Latin word or a number is as much as two of them.
    private static int size(String text) {
        int size = 0;
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            boolean han = Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
            boolean word = !han && Character.isLetterOrDigit(c);
            size += han ? 1 : word && !inWord ? 2 : 0;
            inWord = word;
        }
        return size;
    }
}
