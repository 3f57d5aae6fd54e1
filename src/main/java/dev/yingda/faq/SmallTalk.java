package dev.yingda.faq;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.yingda.faq.Snapshot.Known;

import org.jspecify.annotations.Nullable;

/// Greetings, thanks and the like. Recognised only if the whole message is small talk: each of its parts is a phrasing,
/// or the message is one but for a typo.
final class SmallTalk {

    /// One character in so many may differ.
    private static final int CHARACTERS_A_TYPO = 5;

    private final Map<String, Known> phrasings = new LinkedHashMap<>();

    SmallTalk(List<FaqEntry> entries) {
        for (FaqEntry entry : entries) {
            entry.wordings()
                    .forEach(text -> phrasings.putIfAbsent(QuestionText.normalise(text), new Known(entry, text, 1)));
        }
    }

    Optional<Known> near(String question) {
        Optional<Known> parts = inParts(question);
        return parts.isPresent() ? parts : misspelt(QuestionText.normalise(question));
    }

    /// "好的,谢谢": the last part is answered.
    private Optional<Known> inParts(String question) {
        @Nullable
        Known last = null;
        for (String part : QuestionText.bare(question).split(" ", -1)) {
            last = phrasings.get(QuestionText.normalise(part));
            if (last == null) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(last);
    }

    private Optional<Known> misspelt(String question) {
        int least = question.length() / CHARACTERS_A_TYPO + 1;
        @Nullable
        Known nearest = null;
        for (Map.Entry<String, Known> phrasing : phrasings.entrySet()) {
            int edits = edits(question, phrasing.getKey(), least - 1);
            if (edits < least) {
                least = edits;
                nearest = phrasing.getValue();
            }
        }
        return nearest == null
                ? Optional.empty()
                : Optional.of(new Known(nearest.entry(), nearest.phrasing(), 1 - (double) least / question.length()));
    }

    /// Levenshtein distance, or more than `limit` when the lengths alone exceed it.
    private static int edits(String a, String b, int limit) {
        if (limit == 0 || Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
