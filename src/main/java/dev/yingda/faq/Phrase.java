package dev.yingda.faq;

import org.jspecify.annotations.Nullable;

/// One question or phrasing of an entry, made ready for matching.
final class Phrase {

    private final String text;
    private final String form;
    private final int[] terms;
    private final int[] units;
    private final @Nullable Vector vector;

    /// @param text as it was written
    /// @param form as it is compared
    /// @param terms numbers of its characters, Latin words, numbers and their pairs; sorted, distinct
    /// @param units of these, those that are no pairs
    /// @param vector what it means; null if there is no model
    Phrase(String text, String form, int[] terms, int[] units, @Nullable Vector vector) {
        this.text = text;
        this.form = form;
        this.terms = terms;
        this.units = units;
        this.vector = vector;
    }

    String text() {
        return text;
    }

    String form() {
        return form;
    }

    int[] terms() {
        return terms;
    }

    int[] units() {
        return units;
    }

    @Nullable
    Vector vector() {
        return vector;
    }
}
