package dev.yingda.faq;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One question the shop answers by itself.
///
/// @param id         topic and English words in kebab-case, unique: `delivery-when-ships`
/// @param topic      the topic it belongs to: `delivery`
/// @param smallTalk  greeting, thanks and the like: answered, but neither a question nor a miss
/// @param question   the question in full, as a menu shows it
/// @param phrasings  other ways to ask it, in buyers' words
/// @param answer     plain text with the shop's facts already filled in
/// @param conditions when it is used, and with which other answers
public record FaqEntry(String id, String topic, boolean smallTalk, String question, List<String> phrasings,
        String answer, Conditions conditions) {
    public FaqEntry {
        phrasings = List.copyOf(phrasings);
    }

    /// An entry that is always used.
    public FaqEntry(String id, String topic, boolean smallTalk, String question, List<String> phrasings,
            String answer) {
        this(id, topic, smallTalk, question, phrasings, answer, Conditions.NONE);
    }

    /// Its question, then its phrasings.
    public Stream<String> wordings() {
        return Stream.concat(Stream.of(question), phrasings.stream());
    }

    /// The entry as it is there, with the answer it gives there; empty where it is not used.
    public Optional<FaqEntry> in(Situation situation) {
        if (!conditions.when().holds(situation)) {
            return Optional.empty();
        }
        return Optional.of(conditions.variants().stream().filter(variant -> variant.when().holds(situation)).findFirst()
                .map(variant -> new FaqEntry(id, topic, smallTalk, question, phrasings, variant.answer(), conditions))
                .orElse(this));
    }
}
