package dev.yingda.faq;

/// Another answer of an entry.
///
/// @param when   where it is given instead of the entry's own
/// @param answer plain text
public record Variant(When when, String answer) {
}
