package dev.yingda.conversation;

/// One sentence for the people of a shop, in both languages of the product. It is kept beside the rule that it explains, so
/// that screen, report and export say the same.
public record Sentence(String zh, String en) {

    public Sentence {
        if (zh.isBlank() || en.isBlank()) {
            throw new IllegalArgumentException("a sentence is written in both languages");
        }
    }

    /// In the language of the tag (`zh-CN`, `en`).
    public String in(String language) {
        return language.startsWith("zh") ? zh : en;
    }
}
