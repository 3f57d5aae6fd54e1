package dev.yingda.faq;

/// One entry that may answer a question.
///
/// @param phrasing the entry's question or phrasing that came closest
/// @param score raw, comparable only within one match
/// @param confidence calibrated 0-1: how likely the entry is what was asked
public record Match(FaqEntry entry, String phrasing, double score, double confidence) {
}
