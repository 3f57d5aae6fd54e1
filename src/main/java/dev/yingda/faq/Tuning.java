package dev.yingda.faq;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.Matches.Thresholds;

/// What one edition has learnt from its own phrasings and from questions that people have judged: how to tell its entries
/// apart, what the evidence is worth, and how confident one must be to answer. Takes seconds, so an edition is served with
/// what the last one knew until its own is ready.
///
/// @param heads for the languages whose entries have phrasings enough
record Tuning(Map<Language, Head> heads, Calibration calibration, Thresholds thresholds) {

    private static final int FOLDS = 2;

    Tuning {
        heads = Map.copyOf(heads);
    }

    /// Before anything is known.
    static Tuning none(Calibration calibration) {
        return new Tuning(Map.of(), calibration, Thresholding.USUAL);
    }

    /// @param judged questions of which people know what answers them
    static Tuning of(Snapshot snapshot, Calibration calibration, List<Query> judged) {
        Map<Language, Head> heads = heads(snapshot, -1, 1);
        if (judged.size() >= Thresholding.ENOUGH_JUDGED) {
            Lessons lessons = Lessons.of(snapshot, calibration, heads, judged);
            return new Tuning(heads, lessons.calibration(), Thresholding.ofJudged(lessons.trials()));
        }
        List<Map<Language, Head>> halves = List.of(heads(snapshot, 0, FOLDS), heads(snapshot, 1, FOLDS));
        return new Tuning(heads, calibration, Thresholding.of(snapshot, calibration, halves));
    }

    /// @param fold of so many folds, to be left out; -1 for none
    static Map<Language, Head> heads(Snapshot snapshot, int fold, int folds) {
        Map<Language, Head> heads = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            List<Profile> own = snapshot.profiles().values().stream()
                    .filter(profile -> profile.language() == language).toList();
            if (Head.isWorthwhile(own)) {
                heads.put(language, Head.train(own, fold, folds));
            }
        }
        return heads;
    }
}
