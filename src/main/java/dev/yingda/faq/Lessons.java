package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.yingda.faq.Calibration.Regression;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.LogisticRegression.Sample;
import dev.yingda.faq.Snapshot.Ranking;
import dev.yingda.faq.Thresholding.Trial;

/// What questions that people have judged teach about one knowledge base: what the evidence is worth here, and how confident
/// one may be. Deterministic.
///
/// The public sets the shipped [Calibration] was fitted on have two to ten phrasings an entry; a shop may have twenty, and
/// writes them in its own way. So its own questions correct the shipped log odds, held back the more the fewer there are.
///
/// @param calibration corrected by all questions
/// @param trials every question, its confidence from a correction by the other nine tenths
record Lessons(Calibration calibration, List<Trial> trials) {

    private static final int FOLDS = 10;

    /// With fewer right or wrong ones than this there is nothing to correct by.
    private static final int LEAST = 20;
    private static final double RIDGE = 10;

    /// Of a hundred questions buyers ask, so many can be answered where the entries are kept well: F.-L. Li et al., AliMe
    /// Assist: An Intelligent Assistant for Creating an Innovative E-commerce Experience, 2017 (arXiv:1801.05032).
    private static final double ANSWERABLE = 85;

    /// From so many on, questions without an answer are taken to have been collected on purpose, not as they came.
    private static final int COLLECTED = 20;

    Lessons {
        trials = List.copyOf(trials);
    }

    private record Case(Query query, Ranking ranking, double weight) {

        boolean isEmpty() {
            return ranking.evidence().isEmpty();
        }

        boolean right() {
            return !isEmpty() && isRight(ranking.evidence().getFirst().profile());
        }

        private boolean isRight(Profile profile) {
            return query.right().contains(profile.entry().id());
        }

        Sample sample(Regression start) {
            Map<Feature, Double> features = ranking.features().getFirst();
            return new Sample(features.values().stream().mapToDouble(Double::doubleValue).toArray(), right(), weight,
                    start.odds(features));
        }

        Trial trial(Regression regression) {
            return Trial.of(ranking, regression, this::isRight, weight);
        }
    }

    /// @param judged those that are phrasings themselves teach nothing
    static Lessons of(Snapshot snapshot, Calibration shipped, Map<Language, Head> heads, List<Query> judged) {
        List<Query> asked = judged.stream().filter(query -> snapshot.known(query.text(), _ -> true).isEmpty()).toList();
        double none = asked.stream().filter(query -> query.right().isEmpty()).count();
        double weight = none < COLLECTED ? 1 : (asked.size() - none) * (100 - ANSWERABLE) / ANSWERABLE / none;
        Map<Regression, List<Case>> cases = asked.stream()
                .map(query -> new Case(query, snapshot.rank(query.text(), heads, _ -> false),
                        query.right().isEmpty() ? weight : 1))
                .collect(Collectors.groupingBy(one -> shipped.of(one.ranking()), LinkedHashMap::new,
                        Collectors.toList()));
        Calibration corrected = shipped;
        List<Trial> trials = new ArrayList<>();
        for (Map.Entry<Regression, List<Case>> sort : cases.entrySet()) {
            Regression start = sort.getKey();
            corrected = corrected.with(start, corrected(start, sort.getValue()));
            for (int fold = 0; fold < FOLDS; fold++) {
                Regression without = corrected(start, part(sort.getValue(), fold, false));
                part(sort.getValue(), fold, true).forEach(one -> trials.add(one.trial(without)));
            }
        }
        return new Lessons(corrected, trials);
    }

    private static List<Case> part(List<Case> cases, int fold, boolean inside) {
        return IntStream.range(0, cases.size()).filter(i -> i % FOLDS == fold == inside).mapToObj(cases::get).toList();
    }

    private static Regression corrected(Regression start, List<Case> cases) {
        List<Case> telling = cases.stream().filter(one -> !one.isEmpty()).toList();
        long right = telling.stream().filter(Case::right).count();
        if (Math.min(right, telling.size() - right) < LEAST) {
            return start;
        }
        Collection<Feature> features = telling.getFirst().ranking().features().getFirst().keySet();
        double[] fitted = LogisticRegression.fit(telling.stream().map(one -> one.sample(start)).toList(),
                features.size(), RIDGE);
        Map<String, Double> weights = new LinkedHashMap<>();
        int place = 1;
        for (Feature feature : features) {
            weights.put(feature.key(), fitted[place++]);
        }
        return start.plus(new Regression(fitted[0], weights));
    }
}
