package dev.yingda.faq;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// A question made ready for matching, as one way to read it: as it is written, or with what look like slips put right.
final class Reading {

    private final String text;
    private final Language language;
    private final List<String> terms;
    private final int[] known;
    private final int unknown;
    private final int[] knownUnits;
    private final int unknownUnits;
    private final @Nullable Vector vector;

    /// @param text as it is meant to be read
    /// @param language the one it is looked up in
    /// @param terms the terms it is looked up by
    /// @param known numbers of those characters, words and pairs that have one; sorted, distinct
    /// @param unknown how many have none
    /// @param knownUnits of the known, those that are no pairs
    /// @param unknownUnits of the unknown, those that are no pairs
    /// @param vector what it means; null if there is no model
    Reading(String text, Language language, List<String> terms, int[] known, int unknown, int[] knownUnits,
            int unknownUnits, @Nullable Vector vector) {
        this.text = text;
        this.language = language;
        this.terms = terms;
        this.known = known;
        this.unknown = unknown;
        this.knownUnits = knownUnits;
        this.unknownUnits = unknownUnits;
        this.vector = vector;
    }

    String text() {
        return text;
    }

    Language language() {
        return language;
    }

    List<String> terms() {
        return terms;
    }

    int[] known() {
        return known;
    }

    int unknown() {
        return unknown;
    }

    int[] knownUnits() {
        return knownUnits;
    }

    int unknownUnits() {
        return unknownUnits;
    }

    @Nullable
    Vector vector() {
        return vector;
    }
}
