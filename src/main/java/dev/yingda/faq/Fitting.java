package dev.yingda.faq;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.yingda.faq.Calibration.Regression;
import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.LogisticRegression.Sample;
import dev.yingda.faq.Snapshot.Ranking;

/// Fits a [Calibration]: how often the entry that ranks first is right, by what speaks for it. Each set counts the same, and in
/// each the questions without an answer half as much as those with one. Deterministic.
public final class Fitting {

    /// What a set weighs, in samples: keeps the ridge as strong for small sets as for large ones.
    private static final double WEIGHT = 1000;

    private Fitting() {
    }

    private record Case(Map<Feature, Double> values, boolean right, double weight) {

        Sample sample(List<Feature> of) {
            return new Sample(of.stream().mapToDouble(feature -> values.getOrDefault(feature, 0.0)).toArray(), right,
                    weight);
        }
    }

    /// @param sets at least one of each language
    /// @param command what is noted down as the way to do it again
    /// @throws IllegalArgumentException if a language has no set
    public static Calibration fit(List<LabelledSet> sets, Embeddings embeddings, String command) {
        Map<Language, List<Case>> byMeaning = new EnumMap<>(Language.class);
        List<Case> apart = new ArrayList<>();
        List<Case> byWords = new ArrayList<>();
        for (LabelledSet set : sets) {
            Indexer indexer = new Indexer(embeddings);
            Snapshot snapshot = indexer.build(set.entries(), Synonyms.NONE, indexer.empty());
            cases(set, snapshot, Map.of()).forEach((language, cases) -> byMeaning
                    .computeIfAbsent(language, _ -> new ArrayList<>()).addAll(cases));
            Map<Language, Head> heads = Tuning.heads(snapshot, -1, 1);
            if (!heads.isEmpty()) {
                cases(set, snapshot, heads).values().forEach(apart::addAll);
            }
            Indexer words = new Indexer(Embeddings.none());
            cases(set, words.build(set.entries(), Synonyms.NONE, words.empty()), Map.of()).values()
                    .forEach(byWords::addAll);
        }
        String fittedOn = sets.stream()
                .map(set -> set.name() + " (" + set.entries().size() + " entries, " + set.queries().size()
                        + " questions)")
                .collect(Collectors.joining(", "));
        return new Calibration(fittedOn, command, regression(apart, Feature.MEANING_APART),
                regression(byMeaning, Language.ZH),
                regression(byMeaning, Language.EN),
                regression(byWords, Feature.WORDS_ALONE));
    }

    private static Regression regression(Map<Language, List<Case>> samples, Language language) {
        List<Case> own = samples.getOrDefault(language, List.of());
        if (own.isEmpty()) {
            throw new IllegalArgumentException("a set in " + language + " is needed");
        }
        return regression(own, Feature.MEANING);
    }

    private static Map<Language, List<Case>> cases(LabelledSet set, Snapshot snapshot, Map<Language, Head> heads) {
        long in = set.queries().stream().filter(query -> query.kind() == Kind.IN).count();
        double out = in / 2.0 / Math.max(1, set.queries().size() - in);
        double total = in + out * (set.queries().size() - in);
        Map<Language, List<Case>> samples = new EnumMap<>(Language.class);
        for (Query query : set.queries()) {
            Ranking ranking = snapshot.rank(query.text(), heads, _ -> false);
            if (!ranking.evidence().isEmpty() && snapshot.known(query.text(), _ -> true).isEmpty()) {
                Profile first = ranking.evidence().getFirst().profile();
                double weight = (query.kind() == Kind.IN ? 1 : out) / total * WEIGHT;
                samples.computeIfAbsent(first.language(), _ -> new ArrayList<>()).add(new Case(
                        ranking.features().getFirst(), query.right().contains(first.entry().id()), weight));
            }
        }
        return samples;
    }

    private static Regression regression(List<Case> cases, List<Feature> features) {
        List<Sample> chosen = cases.stream().map(one -> one.sample(features)).toList();
        double[] fitted = LogisticRegression.fit(chosen, features.size());
        Map<String, Double> weights = new TreeMap<>();
        for (int i = 0; i < features.size(); i++) {
            weights.put(features.get(i).key(), rounded(fitted[i + 1]));
        }
        return new Regression(rounded(fitted[0]), weights);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
