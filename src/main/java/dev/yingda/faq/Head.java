package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.apache.lucene.util.VectorUtil;

/// Tells the entries of one knowledge base apart: a softmax regression on the directions of their phrasings, begun at the
/// middles of the entries and trained by gradient descent, each phrasing against the entries it is most easily taken for.
/// A middle says what an entry is about; this says what sets it apart from its sisters. Deterministic.
final class Head {

    /// With fewer phrasings an entry on average, or with more entries, it is not worth its time.
    private static final double LEAST_PHRASINGS = 2;
    private static final int MOST_ENTRIES = 3_000;

    /// A cosine of 1 in log odds, at the start.
    private static final float SCALE = 20;
    private static final int RIVALS = 30;
    private static final int ROUNDS = 40;
    private static final float RATE = 4;

    private final Map<Long, float[]> weights;

    private Head(Map<Long, float[]> weights) {
        this.weights = weights;
    }

    /// Whether it helps to train one for these entries.
    static boolean isWorthwhile(Collection<Profile> profiles) {
        long phrasings = profiles.stream().mapToLong(profile -> profile.phrases().size()).sum();
        return profiles.size() > 1 && profiles.size() <= MOST_ENTRIES && phrasings >= LEAST_PHRASINGS * profiles.size()
                && profiles.stream().allMatch(profile -> profile.phrases().getFirst().vector() != null);
    }

    /// One phrasing to learn from.
    private static final class Example {

        private final int entry;
        private final float[] direction;
        private int[] rivals = {};

        private Example(int entry, float[] direction) {
            this.entry = entry;
            this.direction = direction;
        }
    }

    /// @param fold phrasings whose place is this modulo `folds` are left out; -1 leaves out none
    static Head train(List<Profile> profiles, int fold, int folds) {
        List<Example> examples = new ArrayList<>();
        float[][] weights = new float[profiles.size()][];
        for (int entry = 0; entry < weights.length; entry++) {
            List<Phrase> phrases = profiles.get(entry).phrases();
            int own = examples.size();
            for (int place = 0; place < phrases.size(); place++) {
                Vector vector = phrases.get(place).vector();
                if (vector != null && (phrases.size() == 1 || place % folds != fold)) {
                    examples.add(new Example(entry, vector.direction()));
                }
            }
            weights[entry] = middle(examples.subList(own, examples.size()));
        }
        examples.forEach(example -> example.rivals = rivals(example, weights));
        Random random = new Random(profiles.size());
        for (int round = 0; round < ROUNDS; round++) {
            float rate = RATE * (1 - (float) round / ROUNDS);
            Collections.shuffle(examples, random);
            examples.forEach(example -> learn(example, weights, rate));
        }
        Map<Long, float[]> byVersion = new ConcurrentHashMap<>();
        IntStream.range(0, weights.length).forEach(i -> byVersion.put(profiles.get(i).version(), weights[i]));
        return new Head(byVersion);
    }

    private static float[] middle(List<Example> examples) {
        float[] sum = new float[examples.getFirst().direction.length];
        examples.forEach(example -> VectorUtil.add(sum, example.direction));
        VectorUtil.l2normalize(sum);
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= SCALE;
        }
        return sum;
    }

    /// The entries the example is most easily taken for, its own first.
    private static int[] rivals(Example example, float[][] weights) {
        float[] likeness = new float[weights.length];
        for (int entry = 0; entry < weights.length; entry++) {
            likeness[entry] = VectorUtil.dotProduct(weights[entry], example.direction);
        }
        likeness[example.entry] = Float.MAX_VALUE;
        return IntStream.range(0, weights.length).boxed()
                .sorted(Comparator.comparingDouble((Integer entry) -> likeness[entry]).reversed()).limit(RIVALS)
                .mapToInt(Integer::intValue).toArray();
    }

    private static void learn(Example example, float[][] weights, float rate) {
        double[] odds = new double[example.rivals.length];
        for (int i = 0; i < odds.length; i++) {
            odds[i] = VectorUtil.dotProduct(weights[example.rivals[i]], example.direction);
        }
        double[] shares = shares(odds);
        for (int i = 0; i < shares.length; i++) {
            float step = rate * (float) ((example.rivals[i] == example.entry ? 1 : 0) - shares[i]);
            if (Math.abs(step) > 1e-4) {
                float[] own = weights[example.rivals[i]];
                for (int j = 0; j < own.length; j++) {
                    own[j] += step * example.direction[j];
                }
            }
        }
    }

    private static double[] shares(double[] odds) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double one : odds) {
            highest = Math.max(highest, one);
        }
        double sum = 0;
        double[] shares = new double[odds.length];
        for (int i = 0; i < odds.length; i++) {
            shares[i] = Math.exp(odds[i] - highest);
            sum += shares[i];
        }
        for (int i = 0; i < odds.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /// How likely each of these entries is what the question means, if one of them is; they sum to 1.
    double[] shares(List<Profile> among, Vector question) {
        float[] direction = question.direction();
        return shares(among.stream().mapToDouble(profile -> VectorUtil.dotProduct(
                weights.computeIfAbsent(profile.version(), _ -> middle(examples(profile))), direction)).toArray());
    }

    /// An entry that came after the training is known by its middle.
    private static List<Example> examples(Profile profile) {
        List<Example> examples = new ArrayList<>();
        for (Phrase phrase : profile.phrases()) {
            Vector vector = phrase.vector();
            if (vector != null) {
                examples.add(new Example(0, vector.direction()));
            }
        }
        return examples;
    }
}
