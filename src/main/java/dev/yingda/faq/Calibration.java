package dev.yingda.faq;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.yingda.faq.Matches.Thresholds;
import dev.yingda.faq.Snapshot.Candidate;
import dev.yingda.faq.Snapshot.Candidates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/// From features to confidence, and from confidence to action. The confidences of all candidates and of "no entry fits"
/// are shares of one whole (a conditional logit with an outside option), so that a close rival takes its share from the
/// best.
///
/// @param fittedOn what the numbers were fitted on
/// @param command what fitted them
/// @param weights of the features, by name
/// @param none how likely it is from the start that no entry fits
public record Calibration(String fittedOn, String command, Map<String, Double> weights, None none,
        Thresholds thresholds) {

    private static final String SHIPPED = "calibration.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    public Calibration {
        weights = Map.copyOf(weights);
        for (Feature feature : Feature.ALL) {
            if (!weights.containsKey(feature.key())) {
                throw new IllegalArgumentException("no weight for " + feature.key());
            }
        }
    }

    /// The score of "no entry fits": a constant, and more for each e-fold of the question's length.
    public record None(double constant, double length) {

        double score(int units) {
            return constant + length * Math.log1p(units);
        }
    }

    /// The one that comes with the program, fitted on the shipped knowledge base.
    public static Calibration shipped() {
        try (InputStream json = Calibration.class.getResourceAsStream("/faq/" + SHIPPED)) {
            return read(new String(Objects.requireNonNull(json, SHIPPED).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped " + SHIPPED + " cannot be read", e);
        }
    }

    /// Fits on a knowledge base alone: every phrasing is asked of an index that lacks it, and of one that lacks its
    /// entry. Deterministic.
    public static Calibration fit(List<FaqEntry> entries, Synonyms synonyms, String command) {
        return new Calibrator(entries, synonyms).fit(command);
    }

    /// @throws IllegalArgumentException if it is not what [#json] writes
    public static Calibration read(String json) {
        try {
            return JSON.readValue(json, Calibration.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a calibration: " + e.getOriginalMessage(), e);
        }
    }

    /// The candidates by score, with their share of the whole as confidence.
    List<Match> rank(Candidates candidates) {
        double[] vector = vector();
        List<Candidate> list = candidates.list();
        double[] scores = list.stream().mapToDouble(candidate -> score(vector, candidate)).toArray();
        double outside = none.score(candidates.length());
        double highest = Math.max(outside, Arrays.stream(scores).max().orElse(outside));
        double whole = Math.exp(outside - highest);
        for (double score : scores) {
            whole += Math.exp(score - highest);
        }
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            double confidence = Math.exp(scores[i] - highest) / whole;
            matches.add(new Match(list.get(i).entry(), list.get(i).phrasing(), scores[i], confidence));
        }
        matches.sort(Comparator.comparingDouble(Match::score).reversed());
        return matches;
    }

    private double[] vector() {
        return Feature.ALL.stream()
                .mapToDouble(feature -> Objects.requireNonNull(weights.get(feature.key()))).toArray();
    }

    private static double score(double[] vector, Candidate candidate) {
        double score = 0;
        for (int i = 0; i < vector.length; i++) {
            score += vector[i] * candidate.features()[i];
        }
        return score;
    }

    /// The form of calibration.json.
    public String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers cannot fail to be written", e);
        }
    }
}
