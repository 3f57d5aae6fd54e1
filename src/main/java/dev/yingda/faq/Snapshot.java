package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.yingda.faq.Terms.Kind;

/// All entries of one publication, ready to be matched; never changes once built. Small talk is known exactly or
/// nearly so ([SmallTalk]) but not indexed, so it can never win over a real question that starts with 你好.
final class Snapshot {

    /// Phrasings asked of the index, and entries that are looked at closely.
    private static final int HITS = 100;
    private static final int CANDIDATES = 20;

    private final List<FaqEntry> entries;
    private final Words words;
    private final Lexicon lexicon;
    private final List<Profile> profiles = new ArrayList<>();
    private final List<Profile> profileOfPhrasing = new ArrayList<>();
    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<String, Known> exact = new HashMap<>();
    private final PhraseIndex index;
    private final SmallTalk smallTalk;
    private final Suggester suggester;

    Snapshot(List<FaqEntry> entries, Synonyms synonyms) {
        this.entries = List.copyOf(entries);
        words = new Words(synonyms.compile());
        List<FaqEntry> indexed = entries.stream().filter(entry -> !entry.smallTalk()).toList();
        List<List<Terms>> terms = indexed.stream()
                .map(entry -> phrasings(entry).map(text -> Terms.of(text, words)).toList()).toList();
        lexicon = new Lexicon(terms);
        for (int i = 0; i < indexed.size(); i++) {
            learn(indexed.get(i), terms.get(i));
        }
        index = new PhraseIndex(terms.stream().flatMap(List::stream).toList());
        smallTalk = new SmallTalk(entries.stream().filter(FaqEntry::smallTalk).toList());
        suggester = new Suggester(entries);
        for (FaqEntry entry : entries) {
            phrasings(entry).forEach(
                    text -> exact.putIfAbsent(QuestionText.normalise(text), new Known(entry, text, 1)));
        }
    }

    /// An entry's question and its phrasings.
    static Stream<String> phrasings(FaqEntry entry) {
        return Stream.concat(Stream.of(entry.question()), entry.phrasings().stream());
    }

    private void learn(FaqEntry entry, List<Terms> phrasings) {
        Map<Kind, Bag> answer = lexicon.bags(Terms.of(entry.answer(), words));
        Profile profile = Profile.of(entry, phrasings.stream().map(lexicon::bags).toList(), answer, lexicon);
        profiles.add(profile);
        phrasings.forEach(_ -> profileOfPhrasing.add(profile));
        topics.computeIfAbsent(entry.topic(), _ -> new Topic()).add(profile);
    }

    List<FaqEntry> entries() {
        return entries;
    }

    Suggester suggester() {
        return suggester;
    }

    /// The entry that has this very phrasing, or small talk that is nearly it.
    Optional<Known> known(String question) {
        Known known = exact.get(QuestionText.normalise(question));
        return known == null ? smallTalk.near(question) : Optional.of(known);
    }

    /// The entries that share most with the question, in no order, with what speaks for each.
    Candidates candidates(String question) {
        Terms terms = Terms.of(question, words);
        Evidence evidence = new Evidence(lexicon, lexicon.bags(terms));
        int[] hits = index.nearest(terms.all().stream().filter(lexicon::knows).toList(), HITS);
        List<Candidate> candidates = Arrays.stream(hits).mapToObj(profileOfPhrasing::get).distinct()
                .limit(CANDIDATES).map(profile -> evidence.of(profile, topic(profile))).toList();
        return new Candidates(terms.length(), candidates);
    }

    private Topic topic(Profile profile) {
        return topics.getOrDefault(profile.entry().topic(), Topic.EMPTY);
    }

    /// An entry that needs no index to be found.
    record Known(FaqEntry entry, String phrasing, double confidence) {
    }

    /// @param length of the question in units
    record Candidates(int length, List<Candidate> list) {
    }

    /// An entry that was looked at.
    static final class Candidate {

        private final FaqEntry entry;
        private final String phrasing;
        private final double[] features;

        /// @param phrasing the nearest one
        /// @param features in the order of [Feature]
        Candidate(FaqEntry entry, String phrasing, double[] features) {
            this.entry = entry;
            this.phrasing = phrasing;
            this.features = features;
        }

        FaqEntry entry() {
            return entry;
        }

        String phrasing() {
            return phrasing;
        }

        double[] features() {
            return features;
        }
    }
}
