package dev.yingda.faq;

import java.util.Map;

/// One entry that may answer a question.
///
/// @param phrasing the entry's question or phrasing that came closest
/// @param score raw, comparable only within one match
/// @param confidence calibrated 0-1: how likely the entry is what was asked
/// @param evidence what the confidence was made of, by the names of [Feature]; empty if the question was known as it is
public record Match(FaqEntry entry, String phrasing, double score, double confidence, Map<String, Double> evidence) {
    public Match {
        evidence = Map.copyOf(evidence);
    }

    /// One that was known as it is.
    public Match(FaqEntry entry, String phrasing, double score, double confidence) {
        this(entry, phrasing, score, confidence, Map.of());
    }

    /// The same, with the answer the entry gives there.
    Match in(Situation situation) {
        return new Match(entry.in(situation).orElse(entry), phrasing, score, confidence, evidence);
    }
}
