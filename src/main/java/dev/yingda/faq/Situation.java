package dev.yingda.faq;

import java.time.ZonedDateTime;

import org.jspecify.annotations.Nullable;

/// Where and when a question is asked: what entries may depend on.
///
/// @param at         in the shop's zone
/// @param product    the product whose page the buyer looks at, as the shop calls it
/// @param orderState of the buyer's order, as the shop calls it: `unpaid`, `paid`, `shipped` …
public record Situation(ZonedDateTime at, @Nullable String product, @Nullable String orderState) {
}
