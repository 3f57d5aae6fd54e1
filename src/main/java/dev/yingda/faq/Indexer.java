package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.yingda.faq.Snapshot.Known;
import dev.yingda.faq.Terms.Kind;

import org.jspecify.annotations.Nullable;

/// Builds [Snapshot]s, each from what the last ones already know: an entry that has not changed is not read again.
final class Indexer {

    /// Answers are longer than questions; their beginning says what they are about.
    private static final int ANSWER = 120;

    private final Embeddings embeddings;
    private final Dictionary dictionary = new Dictionary();
    private final PhraseIndex index = new PhraseIndex();
    private final Map<FaqEntry, Profile> ready = new HashMap<>();
    private Synonyms synonyms = Synonyms.NONE;
    private Words words = new Words(null);
    private long versions;

    Indexer(Embeddings embeddings) {
        this.embeddings = embeddings;
    }

    Snapshot empty() {
        return new Snapshot(List.of(), Map.of(), Lexicon.EMPTY, dictionary, words, index.view(), embeddings, Map.of());
    }

    /// @param serving what is served now, and goes on being served
    synchronized Snapshot build(List<FaqEntry> entries, Synonyms with, Snapshot serving) {
        if (!with.equals(synonyms)) {
            words = new Words(with.compile());
            synonyms = with;
            index.remove(ready.values());
            ready.clear();
        }
        List<FaqEntry> ranked = entries.stream()
                .filter(entry -> entry.conditions().mode() == Mode.SMART).toList();
        for (Language language : Language.values()) {
            learn(language, ranked.stream()
                    .filter(entry -> language(entry) == language && !ready.containsKey(entry)).distinct().toList());
        }
        Map<Long, Profile> profiles = new LinkedHashMap<>();
        ranked.forEach(entry -> {
            Profile profile = ready(entry);
            profiles.put(profile.version(), profile);
        });
        forgetAllBut(profiles.values(), serving.profiles().values());
        return new Snapshot(entries, profiles, lexicon(profiles, serving), dictionary, words, index.view(), embeddings,
                exact(entries));
    }

    private Profile ready(FaqEntry entry) {
        Profile profile = ready.get(entry);
        if (profile == null) {
            throw new IllegalStateException(entry.id() + " was not learnt");
        }
        return profile;
    }

    private Lexicon lexicon(Map<Long, Profile> profiles, Snapshot serving) {
        List<Profile> added = profiles.values().stream()
                .filter(profile -> !serving.profiles().containsKey(profile.version())).toList();
        List<Profile> removed = serving.profiles().values().stream()
                .filter(profile -> !profiles.containsKey(profile.version())).toList();
        return serving.lexicon().with(added, removed, dictionary.size());
    }

    private void forgetAllBut(Collection<Profile> building, Collection<Profile> serving) {
        Set<Profile> needed = new HashSet<>(building);
        needed.addAll(serving);
        List<Profile> needless = ready.values().stream().filter(profile -> !needed.contains(profile)).toList();
        index.remove(needless);
        ready.values().removeAll(new HashSet<>(needless));
    }

    private static Language language(FaqEntry entry) {
        return entry.wordings().anyMatch(text -> Language.of(text) == Language.ZH) ? Language.ZH : Language.EN;
    }

    private void learn(Language language, List<FaqEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<String> texts = entries.stream()
                .flatMap(entry -> Stream.concat(entry.wordings().map(QuestionText::spoken), answer(entry)))
                .toList();
        Map<String, Vector> vectors = embeddings.kept(language, texts);
        for (FaqEntry entry : entries) {
            learn(entry, language, vectors);
        }
    }

    private static Stream<String> answer(FaqEntry entry) {
        String answer = entry.answer().strip();
        return answer.isEmpty()
                ? Stream.of()
                : Stream.of(QuestionText.spoken(answer.substring(0, Math.min(ANSWER, answer.length()))));
    }

    private void learn(FaqEntry entry, Language language, @Nullable Map<String, Vector> vectors) {
        List<Phrase> phrases = new ArrayList<>();
        List<List<String>> lookedUpBy = new ArrayList<>();
        for (String text : entry.wordings().toList()) {
            Terms terms = Terms.of(text, words);
            lookedUpBy.add(lookUp(terms));
            phrases.add(new Phrase(text, QuestionText.normalise(text), numbers(terms.of(Kind.UNIT, Kind.PAIR)),
                    numbers(terms.of(Kind.UNIT)), vectors == null ? null : vectors.get(QuestionText.spoken(text))));
        }
        Vector answer = vectors == null ? null : answer(entry).map(vectors::get).findFirst().orElse(null);
        Profile profile = new Profile(++versions, entry, language, phrases, answer);
        index.add(profile, lookedUpBy);
        ready.put(entry, profile);
    }

    private int[] numbers(List<String> terms) {
        return terms.stream().mapToInt(dictionary::number).sorted().toArray();
    }

    /// What a text is found by: its words, characters, pairs of characters, and how the pairs are read.
    static List<String> lookUp(Terms terms) {
        return Stream.concat(terms.all().stream(), terms.of(Kind.PAIR).stream().filter(Terms::isHanPair)
                .map(pair -> "y" + Dictionary.reading(pair.substring(1))).distinct()).toList();
    }

    private Map<String, List<Known>> exact(List<FaqEntry> entries) {
        Map<String, List<Known>> exact = new HashMap<>();
        for (FaqEntry entry : entries) {
            Profile profile = ready.get(entry);
            if (profile == null) {
                entry.wordings().forEach(text -> add(exact, QuestionText.normalise(text), entry, text));
            } else {
                profile.phrases().forEach(phrase -> add(exact, phrase.form(), entry, phrase.text()));
            }
        }
        return exact;
    }

    private static void add(Map<String, List<Known>> exact, String form, FaqEntry entry, String text) {
        exact.computeIfAbsent(form, _ -> new ArrayList<>(1)).add(new Known(entry, text, 1));
    }
}
