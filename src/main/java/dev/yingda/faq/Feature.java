package dev.yingda.faq;

import java.util.List;
import java.util.Locale;

/// What speaks for an entry being what was asked; each lies in 0-1 and none may speak against. Those with a weight of 0
/// stay: which of them matter differs from shop to shop.
enum Feature {
    /// How much of the nearest phrasing the question says: "发货" alone does not ask all of "什么时候发货到新疆".
    NEAREST_COVERED,
    /// Likeness to the nearest phrasing by words.
    NEAREST_WORDS,
    /// Likeness to the nearest phrasing by pairs of characters.
    NEAREST_PAIRS,
    /// Likeness to the second nearest phrasing: one phrasing can be near by chance.
    SECOND_NEAREST,
    /// Likeness to all phrasings together, by words.
    ENTRY_WORDS,
    /// Likeness to all phrasings together, by pairs of characters.
    ENTRY_PAIRS,
    /// Likeness to all phrasings together, by characters.
    ENTRY_UNITS,
    /// How much of the question the phrasings together account for.
    ENTRY_COVERS,
    /// How many of the question's words the answer uses.
    ANSWER_WORDS,
    /// How many of the question's characters the answer uses.
    ANSWER_UNITS,
    /// How much of the question other entries of the topic account for.
    TOPIC_COVERS;

    /// In the order of the numbers in every array of features.
    static final List<Feature> ALL = List.of(values());

    /// The name in calibration.json.
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
