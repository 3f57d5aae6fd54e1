package dev.yingda.faq;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What speaks for or against an entry being what was asked. "Likeness" is the cosine of two directions of meaning. The words
/// of a text weigh the more, the fewer entries use them.
enum Feature {
    /// Likeness to the middle of the entry's phrasings.
    CENTRE,
    /// How much nearer its middle is than that of the next entry.
    CENTRE_LEAD,
    /// How much nearer its nearest phrasing is than that of any other entry.
    NEAREST_LEAD,
    /// Mean likeness to its phrasings.
    MEAN,
    /// Mean likeness of its phrasings to each other: a wide entry is always somewhat like what is asked.
    COHERENCE,
    /// Whether it also comes first by words (1) or not (0).
    FIRST_BY_WORDS,
    /// How much of its nearest phrasing the question says.
    PHRASING_COVERED,
    /// By how much BM25 prefers it to the next entry, as a share of what the question could earn.
    WORDS_LEAD,
    /// The log odds that it is this one of all that were looked at, by what sets it apart from its sisters ([Head]).
    APART,
    /// BM25 as a share of what the question could earn.
    WORDS,
    /// How much of the question its nearest phrasing says.
    QUESTION_COVERED,
    /// How much of the question its phrasings say together.
    ENTRY_COVERS,
    /// How much of the question no entry says.
    UNKNOWN,
    /// Logarithm of the question's length in characters and words.
    LENGTH;

    /// Those that need a model.
    static final List<Feature> MEANING = List.of(CENTRE, CENTRE_LEAD, NEAREST_LEAD, MEAN, COHERENCE, FIRST_BY_WORDS,
            PHRASING_COVERED, WORDS_LEAD);

    /// Those that need a model and a [Head].
    static final List<Feature> MEANING_APART = Stream.concat(MEANING.stream(), Stream.of(APART)).toList();

    /// Those that do without.
    static final List<Feature> WORDS_ALONE = List.of(WORDS, WORDS_LEAD, QUESTION_COVERED, PHRASING_COVERED,
            ENTRY_COVERS,
            UNKNOWN, LENGTH);

    /// The names of all in calibration.json.
    static final List<String> KEYS = Stream.of(values()).map(Feature::key).toList();

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The name in calibration.json.
    String key() {
        return key;
    }
}
