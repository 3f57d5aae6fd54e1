package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.yingda.faq.Calibration.Regression;
import dev.yingda.faq.Matches.Thresholds;
import dev.yingda.faq.Snapshot.Ranking;

/// How confident one must be to answer by itself, in one knowledge base: found by asking it some of its own phrasings, once
/// thought away (the entry is there, the wording is new) and once together with their entry (nothing fits). Deterministic.
///
/// Phrasings are not questions: those of one entry are often written to differ, and the sisters of an entry that was thought
/// away look more like it than anything a buyer asks would. So what comes out is kept within bounds that held on four public
/// sets of real questions (docs/faq-matching.md). What admins say of real answers counts for more.
final class Thresholding {

    /// Before anything is known of a knowledge base.
    static final Thresholds USUAL = new Thresholds(0.9, 0.3, 0.1);

    private static final int SAMPLE = 300;

    /// With so many questions that people have judged, those decide.
    static final int ENOUGH_JUDGED = 100;
    private static final double RIGHT_OF_JUDGED = 0.96;
    private static final double LEAST_JUDGED = 0.3;

    /// The share of automatic answers that are to be right, with two answerable questions for each that has no answer.
    private static final double RIGHT = 0.95;
    private static final double ANSWERABLE = 2;

    private static final double LEAST_ANSWER = 0.895;
    private static final double MOST_ANSWER = 0.917;
    private static final double MOST_ANSWER_BY_WORDS = 0.97;

    /// Asking back is worth it while at least every second list of three holds the right entry.
    private static final double WORTH_ASKING = 0.5;
    private static final double LEAST_CLARIFY = 0.2;
    private static final double MOST_CLARIFY = 0.5;
    static final int CHOICES = 3;
    private static final double MARGIN = 0.1;

    private Thresholding() {
    }

    /// One question that was asked.
    ///
    /// @param confidence in the first entry
    /// @param clear whether the first leads the second by as much as an answer takes
    /// @param right whether the first is the right one
    record Trial(double confidence, boolean clear, boolean right, boolean amongChoices, double weight) {

        /// @param right which entry is the right one
        static Trial of(Ranking ranking, Regression regression, Predicate<Profile> right, double weight) {
            double[] confidences = Arrays.copyOf(regression.confidences(ranking), 2);
            List<Boolean> choices = ranking.evidence().stream().limit(CHOICES)
                    .map(one -> right.test(one.profile())).toList();
            return new Trial(confidences[0], confidences[0] - confidences[1] >= MARGIN,
                    !choices.isEmpty() && choices.getFirst(), choices.contains(true), weight);
        }
    }

    /// @param heads two for each language, each trained without the phrasings whose place is its own number modulo two
    static Thresholds of(Snapshot snapshot, Calibration calibration, List<Map<Language, Head>> heads) {
        List<Trial> trials = new ArrayList<>();
        List<Profile> profiles = List.copyOf(snapshot.profiles().values());
        Random random = new Random(profiles.size());
        int[] sizes = profiles.stream().mapToInt(profile -> profile.phrases().size()).toArray();
        int all = IntStream.of(sizes).sum();
        boolean byMeaning = true;
        for (int place : random.ints(0, Math.max(1, all)).distinct().limit(Math.min(SAMPLE, all)).toArray()) {
            int entry = 0;
            int phrasing = place;
            while (phrasing >= sizes[entry]) {
                phrasing -= sizes[entry++];
            }
            Profile profile = profiles.get(entry);
            Map<Language, Head> own = heads.get(phrasing % heads.size());
            byMeaning &= profile.phrases().getFirst().vector() != null;
            if (sizes[entry] > 1) {
                Ranking rest = snapshot.rankWithout(profile, phrasing, false, own);
                trials.add(Trial.of(rest, calibration.of(rest), profile::equals, ANSWERABLE));
            }
            Ranking others = snapshot.rankWithout(profile, phrasing, true, own);
            trials.add(Trial.of(others, calibration.of(others), profile::equals, 1));
        }
        return of(trials, byMeaning);
    }

    /// From questions of which people know what answers them, none of which is a phrasing.
    static Thresholds ofJudged(List<Trial> judged) {
        List<Trial> clear = clear(judged);
        double lowest = lowest(clear, Trial::right, RIGHT_OF_JUDGED);
        double least = clear.stream().mapToDouble(Trial::confidence).min().orElse(lowest);
        // If all that was judged is good enough, nobody knows what is below: no reason to ask for more than without verdicts.
        double known = lowest <= least ? Math.min(lowest, LEAST_ANSWER) : lowest;
        return thresholds(judged, Math.clamp(known, LEAST_JUDGED, MOST_ANSWER_BY_WORDS));
    }

    private static Thresholds of(List<Trial> trials, boolean byMeaning) {
        if (trials.isEmpty()) {
            return USUAL;
        }
        double answer = Math.clamp(lowest(clear(trials), Trial::right, RIGHT), LEAST_ANSWER,
                byMeaning ? MOST_ANSWER : MOST_ANSWER_BY_WORDS);
        return thresholds(trials, answer);
    }

    private static Thresholds thresholds(List<Trial> trials, double answer) {
        List<Trial> unsure = trials.stream().filter(trial -> trial.confidence() < answer || !trial.clear())
                .toList();
        double clarify = Math.clamp(lowest(unsure, Trial::amongChoices, WORTH_ASKING), LEAST_CLARIFY,
                Math.min(answer, MOST_CLARIFY));
        return new Thresholds(answer, clarify, MARGIN);
    }

    /// Those that may be answered at all.
    private static List<Trial> clear(List<Trial> trials) {
        return trials.stream().filter(Trial::clear).toList();
    }

    /// The lowest confidence from which on at least this share is good; infinite if there is none.
    static double lowest(List<Trial> trials, Predicate<Trial> good, double share) {
        List<Trial> sorted = trials.stream().sorted(Comparator.comparingDouble(Trial::confidence).reversed()).toList();
        double lowest = Double.POSITIVE_INFINITY;
        double goods = 0;
        double all = 0;
        for (int i = 0; i < sorted.size(); i++) {
            Trial trial = sorted.get(i);
            all += trial.weight();
            goods += good.test(trial) ? trial.weight() : 0;
            boolean last = i + 1 == sorted.size() || sorted.get(i + 1).confidence() < trial.confidence();
            if (last && goods >= share * all) {
                lowest = trial.confidence();
            }
        }
        return lowest;
    }
}
