package dev.yingda.access;

/// Why something about accounts was not done, in both languages of the product.
///
/// @param field the field at fault
public record Refusal(String field, String chinese, String english) {
}
