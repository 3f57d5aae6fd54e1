package dev.yingda.faq;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How an entry's question and phrasings are compared with what a buyer asks.
public enum Mode {
    /// By meaning: the model judges how near they are.
    SMART,
    /// They are keywords: a question that contains one is matched surely, by the longest one.
    CONTAINS,
    /// Only a question that is one of them is matched.
    EXACT;

    /// The names on the wire, in the order to choose from.
    public static final List<String> WIRE = Arrays.stream(values()).map(Mode::wire).toList();

    /// The name on the wire and in the folder.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The mode of this name on the wire; empty if there is none.
    public static Optional<Mode> of(String wire) {
        return Arrays.stream(values()).filter(mode -> mode.wire().equals(wire)).findFirst();
    }
}
