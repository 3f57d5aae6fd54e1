package dev.yingda.faq;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.yingda.faq.Snapshot.Ranking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/// From [Feature]s to a confidence of 0-1: a logistic regression for each [Language]'s model, and one for matching by words
/// alone. How confident one must be to answer is another matter, and each knowledge base's own: [Thresholding].
///
/// @param fittedOn what the numbers were fitted on
/// @param command what fitted them
/// @param apart with the model and a [Head], for entries of either language
/// @param zh for entries in Chinese, with the model alone
/// @param en for entries in English, with the model alone
/// @param words for entries of either language, without a model
public record Calibration(String fittedOn, String command, Regression apart, Regression zh, Regression en,
        Regression words) {

    private static final String SHIPPED = "calibration.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    public Calibration {
        apart.check(Feature.MEANING_APART);
        zh.check(Feature.MEANING);
        en.check(Feature.MEANING);
        words.check(Feature.WORDS_ALONE);
    }

    /// @param constant the log odds when all features are 0
    /// @param weights what a feature adds to the log odds for each 1 of its value, by the feature's name
    public record Regression(double constant, Map<String, Double> weights) {
        public Regression {
            weights = Map.copyOf(weights);
        }

        private void check(List<Feature> features) {
            List<String> needed = features.stream().map(Feature::key).toList();
            if (!weights.keySet().containsAll(needed) || !Feature.KEYS.containsAll(weights.keySet())) {
                throw new IllegalArgumentException("weights are needed for " + needed + ", and none for what is not in "
                        + Feature.KEYS);
            }
        }

        double confidence(Map<Feature, Double> values) {
            return 1 / (1 + Math.exp(-odds(values)));
        }

        /// In each of the first few entries, of which none is more likely than the one before.
        double[] confidences(Ranking ranking) {
            double[] confidences = ranking.features().stream().mapToDouble(this::confidence).toArray();
            for (int i = 1; i < confidences.length; i++) {
                confidences[i] = Math.min(confidences[i], confidences[i - 1]);
            }
            return confidences;
        }

        /// Their logarithm.
        double odds(Map<Feature, Double> values) {
            double odds = constant;
            for (Map.Entry<Feature, Double> value : values.entrySet()) {
                odds += weights.getOrDefault(value.getKey().key(), 0.0) * value.getValue();
            }
            return odds;
        }

        /// The one whose log odds are the sum of this one's and the other's.
        Regression plus(Regression other) {
            Map<String, Double> sum = new HashMap<>(weights);
            other.weights.forEach((feature, weight) -> sum.merge(feature, weight, Double::sum));
            return new Regression(constant + other.constant, sum);
        }
    }

    /// The one that comes with the program.
    public static Calibration shipped() {
        try (InputStream json = Calibration.class.getResourceAsStream("/faq/" + SHIPPED)) {
            return read(new String(Objects.requireNonNull(json, SHIPPED).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped " + SHIPPED + " cannot be read", e);
        }
    }

    /// @throws IllegalArgumentException if it is not what [#json] writes
    public static Calibration read(String json) {
        try {
            return JSON.readValue(json, Calibration.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a calibration: " + e.getOriginalMessage(), e);
        }
    }

    Regression of(Ranking ranking) {
        if (!ranking.byMeaning()) {
            return words;
        }
        if (ranking.apart()) {
            return apart;
        }
        return switch (ranking.reading().language()) {
            case ZH -> zh;
            case EN -> en;
        };
    }

    /// The same with one of its regressions replaced.
    Calibration with(Regression old, Regression changed) {
        UnaryOperator<Regression> now = one -> one.equals(old) ? changed : one;
        return new Calibration(fittedOn, command, now.apply(apart), now.apply(zh), now.apply(en), now.apply(words));
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
