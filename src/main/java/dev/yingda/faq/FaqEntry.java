package dev.yingda.faq;

import java.util.List;

/// One question the shop answers by itself.
///
/// @param id topic and English words in kebab-case, unique: `delivery-when-ships`
/// @param topic the topic it belongs to: `delivery`
/// @param smallTalk greeting, thanks and the like: answered, but neither a question nor a miss
/// @param question the question in full, as a menu shows it
/// @param phrasings other ways to ask it, in buyers' words
/// @param answer plain text with the shop's facts already filled in
public record FaqEntry(String id, String topic, boolean smallTalk, String question, List<String> phrasings,
        String answer) {
    public FaqEntry {
        phrasings = List.copyOf(phrasings);
    }
}
