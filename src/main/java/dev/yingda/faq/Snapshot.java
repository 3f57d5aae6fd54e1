package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.yingda.faq.Terms.Kind;

import org.jspecify.annotations.Nullable;

/// All entries of one edition, ready to be matched; never changes once built.
final class Snapshot {

    /// Phrasings that are looked at closely for each way to find them.
    private static final int NEAREST = 40;

    /// How many are worth a confidence.
    static final int RANKED = 10;

    /// What the coherence of a single phrasing is taken to be when no entry has two.
    private static final double USUAL_COHERENCE = 0.6;

    /// How much better a question must fit without its opener, or with its slips put right too, to be read so.
    private static final double OPENER = 0.02;
    private static final double SLIP = 0.05;

    /// How much more its words must say with its slips put right for the model to read it once more.
    private static final double SAYS_MORE = 0.01;

    private final List<FaqEntry> entries;
    private final Map<Long, Profile> profiles;
    private final Lexicon lexicon;
    private final Dictionary dictionary;
    private final Words words;
    private final PhraseIndex.View index;
    private final Embeddings embeddings;
    private final Map<String, List<Known>> exact;
    private final List<Keyword> keywords;
    private final SmallTalk smallTalk;
    private final Map<Language, Double> usual = new EnumMap<>(Language.class);
    private final Object once = new Object();
    private @Nullable Suggester suggester;

    /// @param profiles by their version; those that are ranked
    Snapshot(List<FaqEntry> entries, Map<Long, Profile> profiles, Lexicon lexicon, Dictionary dictionary, Words words,
            PhraseIndex.View index, Embeddings embeddings, Map<String, List<Known>> exact) {
        this.entries = List.copyOf(entries);
        this.profiles = profiles;
        this.lexicon = lexicon;
        this.dictionary = dictionary;
        this.words = words;
        this.index = index;
        this.embeddings = embeddings;
        this.exact = exact;
        keywords = entries.stream().filter(entry -> entry.conditions().mode() == Mode.CONTAINS)
                .flatMap(entry -> entry.wordings().map(text -> new Keyword(QuestionText.normalise(text), entry, text)))
                .filter(keyword -> !keyword.form().isEmpty())
                .sorted(Comparator.comparingInt((Keyword keyword) -> keyword.form().length()).reversed()).toList();
        smallTalk = new SmallTalk(entries.stream().filter(FaqEntry::smallTalk).toList());
        for (Language language : Language.values()) {
            usual.put(language, profiles.values().stream().filter(profile -> profile.language() == language)
                    .mapToDouble(profile -> Profile.coherence(profile.reach(), profile.phrases().size()))
                    .filter(Double::isFinite).average().orElse(USUAL_COHERENCE));
        }
    }

    List<FaqEntry> entries() {
        return entries;
    }

    Map<Long, Profile> profiles() {
        return profiles;
    }

    Lexicon lexicon() {
        return lexicon;
    }

    Dictionary dictionary() {
        return dictionary;
    }

    /// Made when it is first asked for: that takes longer than all the rest of a small change.
    Suggester suggester() {
        synchronized (once) {
            if (suggester == null) {
                suggester = new Suggester(entries, character -> Han.reading(character.charAt(0)));
            }
            return suggester;
        }
    }

    /// The entry that has this very phrasing, or a keyword that the question contains, or small talk that is nearly it.
    ///
    /// @param usable which entries may answer
    Optional<Known> known(String question, Predicate<FaqEntry> usable) {
        String form = QuestionText.normalise(question);
        Optional<Known> same = exact.getOrDefault(form, List.of()).stream().filter(one -> usable.test(one.entry()))
                .findFirst();
        return same
                .or(() -> keywords.stream()
                        .filter(keyword -> form.contains(keyword.form()) && usable.test(keyword.entry()))
                        .findFirst().map(keyword -> new Known(keyword.entry(), keyword.text(), 1)))
                .or(() -> smallTalk.near(question).filter(one -> usable.test(one.entry())));
    }

    /// A keyword of an entry that is matched by containing it.
    private record Keyword(String form, FaqEntry entry, String text) {
    }

    /// The entries that may be what the question asks, best first: of all ways to read it, the one that fits best.
    Ranking rank(String question, Map<Language, Head> heads, Predicate<Profile> barred) {
        Leaving leaving = new Leaving(heads, barred, null, -1);
        Language language = language(question);
        String spoken = cut(QuestionText.spoken(question));
        Ranking asWritten = rank(reading(spoken, language), leaving);
        String heart = QuestionText.heart(spoken);
        String meant = language == Language.ZH
                ? Homophones.corrected(heart, () -> words.of(heart), lexicon, dictionary)
                        .filter(text -> inWords(text, language, leaving) > asWritten.inWords() + SAYS_MORE)
                        .orElse(heart)
                : heart;
        return meant.equals(spoken)
                ? asWritten
                : better(asWritten, rank(reading(meant, language), leaving), meant.equals(heart) ? OPENER : SLIP);
    }

    /// The best BM25 of a candidate, which costs little to know beforehand: nine in ten of what look like slips were meant.
    private double inWords(String text, Language language, Leaving leaving) {
        return rank(reading(text, language, null), leaving).inWords();
    }

    private static Ranking better(Ranking one, Ranking other, double by) {
        return other.score() > one.score() + by ? other : one;
    }

    /// The language to look the question up in: its own, unless all entries are in the other.
    private Language language(String question) {
        Language own = Language.of(question);
        return profiles.values().stream().anyMatch(profile -> profile.language() == own) || profiles.isEmpty()
                ? own
                : profiles.values().iterator().next().language();
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), Terms.LONGEST));
    }

    private Reading reading(String spoken, Language language) {
        return reading(spoken, language, embeddings.question(language, spoken).orElse(null));
    }

    /// @param vector what the question means, if it is known
    private Reading reading(String question, Language language, @Nullable Vector vector) {
        Terms terms = Terms.of(question, words);
        List<String> counted = terms.of(Kind.UNIT, Kind.PAIR);
        List<String> units = terms.of(Kind.UNIT);
        int[] known = numbers(counted);
        int[] knownUnits = numbers(units);
        return new Reading(question, language, Indexer.lookUp(terms), known, counted.size() - known.length, knownUnits,
                units.size() - knownUnits.length, vector);
    }

    private int[] numbers(List<String> terms) {
        return terms.stream().mapToInt(dictionary::find).filter(lexicon::uses).sorted().toArray();
    }

    /// What is to be thought away while ranking.
    ///
    /// @param heads not to be thought away
    /// @param barred profiles that may not answer
    /// @param left one that is to be thought away, in whole or in part
    /// @param phrasing the place of the only phrasing of it to be thought away; -1 for the whole
    record Leaving(Map<Language, Head> heads, Predicate<Profile> barred, @Nullable Profile left, int phrasing) {

        boolean bars(Profile profile) {
            return barred.test(profile)
                    || profile.equals(left) && (phrasing < 0 || profile.phrases().size() == 1);
        }
    }

    /// How the entries would be ranked for this phrasing of this entry if it were not one.
    Ranking rankWithout(Profile profile, int phrasing, boolean whole, Map<Language, Head> heads) {
        Phrase phrase = profile.phrases().get(phrasing);
        return rank(reading(phrase.text(), profile.language(), phrase.vector()),
                new Leaving(heads, _ -> false, profile, whole ? -1 : phrasing));
    }

    private Ranking rank(Reading reading, Leaving leaving) {
        Evidence.Scale scale = new Evidence.Scale(lexicon, reading);
        double coherence = Objects.requireNonNullElse(usual.get(reading.language()), USUAL_COHERENCE);
        List<Evidence> evidence = new ArrayList<>();
        for (Profile profile : candidates(reading)) {
            if (!leaving.bars(profile)) {
                evidence.add(scale.of(profile, profile.equals(leaving.left()) ? leaving.phrasing() : -1, coherence));
            }
        }
        Head head = leaving.heads().get(reading.language());
        Vector vector = reading.vector();
        if (head != null && vector != null) {
            double[] shares = head.shares(evidence.stream().map(Evidence::profile).toList(), vector);
            for (int i = 0; i < shares.length; i++) {
                evidence.set(i, evidence.get(i).apart(shares[i]));
            }
        }
        evidence.sort(Comparator.comparingDouble(Evidence::score).reversed()
                .thenComparing(one -> one.profile().entry().id()));
        return new Ranking(reading, evidence, Evidence.features(evidence, scale, RANKED));
    }

    private Set<Profile> candidates(Reading reading) {
        Set<Profile> candidates = new LinkedHashSet<>();
        Vector vector = reading.vector();
        Stream<Long> byMeaning = vector == null
                ? Stream.of()
                : index.byMeaning(reading.language(), vector, NEAREST).stream();
        Stream.concat(byMeaning, index.byWords(reading.terms(), NEAREST).stream()).forEach(version -> {
            Profile profile = profiles.get(version);
            if (profile != null && profile.language() == reading.language()) {
                candidates.add(profile);
            }
        });
        return candidates;
    }

    /// An entry that needs no ranking to be found.
    record Known(FaqEntry entry, String phrasing, double confidence) {
    }

    /// The entries in their order.
    ///
    /// @param evidence best first
    /// @param features of the first few
    record Ranking(Reading reading, List<Evidence> evidence, List<Map<Feature, Double>> features) {

        double score() {
            return evidence.isEmpty() ? Double.NEGATIVE_INFINITY : evidence.getFirst().score();
        }

        double inWords() {
            return evidence.stream().mapToDouble(Evidence::words).max().orElse(0);
        }

        boolean byMeaning() {
            return reading.vector() != null;
        }

        boolean apart() {
            return !evidence.isEmpty() && !Double.isNaN(evidence.getFirst().apart());
        }
    }
}
