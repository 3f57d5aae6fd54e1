package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.yingda.faq.LogitFit.Sample;
import dev.yingda.faq.Matches.Thresholds;
import dev.yingda.faq.Snapshot.Candidates;

/// Fits a [Calibration] on a knowledge base alone, by asking it its own phrasings:
/// - of an index that lacks a tenth of all phrasings, those phrasings: the entry is there, the wording is new;
/// - of an index that lacks a tenth of all entries, their phrasings: no entry fits, though sisters of it look alike;
/// - of an index that lacks a topic, the phrasings of that topic: no entry fits.
///
/// Questions with an answer weigh twice as much as those without. Small talk takes no part.
final class Calibrator {

    private static final int FOLDS = 10;

    /// Among the answers given to these questions, at least this share must be right …
    private static final double RIGHT = 0.90;

    /// … unless the confidence is at least this. The questions are harder than what buyers ask, since sisters of a missing
    /// entry are asked for on purpose: in a knowledge base full of sisters the share is not reached at any useful
    /// confidence, though real questions are answered well (docs/faq-matching.md has the figures).
    private static final double ENOUGH = 0.6;

    /// Asking back is worth it while at least every second list of three holds the right entry.
    private static final double WORTH_ASKING = 0.5;
    private static final double MARGIN = 0.1;

    private final List<FaqEntry> entries;
    private final Synonyms synonyms;
    private final List<Trial> trials = new ArrayList<>();

    /// One question asked while calibrating.
    ///
    /// @param right the id of the entry that answers it, empty if none does
    private record Trial(Candidates candidates, String right, double weight) {

        boolean rightAt(int place, List<Match> ranked) {
            return place < ranked.size() && ranked.get(place).entry().id().equals(right);
        }
    }

    Calibrator(List<FaqEntry> entries, Synonyms synonyms) {
        this.entries = entries.stream().filter(entry -> !entry.smallTalk()).toList();
        this.synonyms = synonyms;
        if (this.entries.size() < FOLDS) {
            throw new IllegalArgumentException("a calibration needs at least " + FOLDS + " entries");
        }
    }

    Calibration fit(String command) {
        List<String> topics = List.copyOf(new TreeSet<>(entries.stream().map(FaqEntry::topic).toList()));
        double missing = topics.size() > 1 ? 0.25 : 0.5;
        for (int fold = 0; fold < FOLDS; fold++) {
            askWithoutPhrasings(fold);
            int left = fold;
            askWithout(index -> index % FOLDS == left, missing);
        }
        for (String topic : topics.size() > 1 ? topics : List.<String>of()) {
            askWithout(index -> entries.get(index).topic().equals(topic), missing);
        }
        return calibration(coefficients(), command);
    }

    private void askWithoutPhrasings(int fold) {
        List<FaqEntry> kept = new ArrayList<>();
        Map<String, String> asked = new TreeMap<>();
        for (int i = 0; i < entries.size(); i++) {
            FaqEntry entry = entries.get(i);
            List<String> all = Snapshot.phrasings(entry).toList();
            int offset = i;
            List<String> rest = IntStream.range(0, all.size())
                    .filter(k -> all.size() == 1 || (k + offset) % FOLDS != fold).mapToObj(all::get).toList();
            all.stream().filter(text -> !rest.contains(text)).forEach(text -> asked.put(text, entry.id()));
            kept.add(new FaqEntry(entry.id(), entry.topic(), false, rest.getFirst(), rest.subList(1, rest.size()),
                    entry.answer()));
        }
        Snapshot snapshot = new Snapshot(kept, synonyms);
        asked.forEach((text, right) -> trials.add(new Trial(snapshot.candidates(text), right, 1)));
    }

    private void askWithout(Predicate<Integer> left, double weight) {
        Map<Boolean, List<FaqEntry>> split = IntStream.range(0, entries.size()).boxed().collect(
                Collectors.partitioningBy(left, Collectors.mapping(entries::get,
                        Collectors.toList())));
        Snapshot snapshot = new Snapshot(split.getOrDefault(false, List.of()), synonyms);
        split.getOrDefault(true, List.of()).stream().flatMap(Snapshot::phrasings)
                .forEach(text -> trials.add(new Trial(snapshot.candidates(text), "", weight)));
    }

    private double[] coefficients() {
        List<Sample> samples = trials.stream().map(Calibrator::sample).toList();
        return new LogitFit(samples, Feature.ALL.size(), 2).coefficients();
    }

    private static Sample sample(Trial trial) {
        List<Snapshot.Candidate> list = trial.candidates().list();
        double[][] features = list.stream().map(Snapshot.Candidate::features).toArray(double[][]::new);
        int right = IntStream.range(0, list.size()).filter(i -> list.get(i).entry().id().equals(trial.right()))
                .findFirst().orElse(-1);
        return new Sample(features, new double[]{1, Math.log1p(trial.candidates().length())}, right, trial.weight());
    }

    private Calibration calibration(double[] coefficients, String command) {
        Map<String, Double> weights = new TreeMap<>();
        int first = Feature.ALL.size();
        for (int i = 0; i < first; i++) {
            weights.put(Feature.ALL.get(i).key(), rounded(coefficients[i]));
        }
        Calibration.None none = new Calibration.None(rounded(coefficients[first]), rounded(coefficients[first + 1]));
        long phrasings = entries.stream().flatMap(Snapshot::phrasings).count();
        String fittedOn = entries.size() + " entries, " + phrasings + " phrasings";
        Calibration raw = new Calibration(fittedOn, command, weights, none, new Thresholds(1, 1, MARGIN));
        return new Calibration(fittedOn, command, weights, none, thresholds(raw));
    }

    private record Judged(double confidence, boolean sure, boolean amongThree, double weight) {
    }

    private Thresholds thresholds(Calibration raw) {
        List<Judged> judged = new ArrayList<>();
        for (Trial trial : trials) {
            List<Match> ranked = raw.rank(trial.candidates());
            double confidence = ranked.isEmpty() ? 0 : ranked.getFirst().confidence();
            boolean amongThree = IntStream.range(0, 3).anyMatch(place -> trial.rightAt(place, ranked));
            judged.add(new Judged(confidence, trial.rightAt(0, ranked), amongThree, trial.weight()));
        }
        judged.sort(Comparator.comparingDouble(Judged::confidence).reversed());
        double answer = Math.min(ENOUGH, lowest(judged, Judged::sure, RIGHT));
        List<Judged> asked = judged.stream().filter(one -> one.confidence() < answer).toList();
        double clarify = Math.min(answer, lowest(asked, Judged::amongThree, WORTH_ASKING));
        return new Thresholds(answer, clarify, MARGIN);
    }

    /// The lowest confidence from which on at least this share is good.
    private static double lowest(List<Judged> judged, Predicate<Judged> good, double share) {
        double lowest = 1;
        double goods = 0;
        double all = 0;
        for (Judged one : judged) {
            all += one.weight();
            goods += good.test(one) ? one.weight() : 0;
            if (goods >= share * all) {
                lowest = one.confidence();
            }
        }
        return Math.ceil(lowest * 1000) / 1000;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
