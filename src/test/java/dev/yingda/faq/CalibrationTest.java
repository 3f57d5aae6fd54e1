package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.LogisticRegression.Sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

    @Test
    void isReadAsItWasWritten() {
        Calibration shipped = Calibration.shipped();

        assertEquals(shipped, Calibration.read(shipped.json()));
    }

    @Test
    void whatIsNoCalibrationIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Calibration.read("{}"));
        assertThrows(IllegalArgumentException.class, () -> Calibration.read("weights: 1"));
        assertThrows(IllegalArgumentException.class,
                () -> Calibration.read(Calibration.shipped().json().replace("coherence", "cohesion")));
        assertThrows(IllegalArgumentException.class, () -> Calibration
                .read(Calibration.shipped().json().replaceFirst("\"coherence\"", "\"cohesion\" : 1, \"coherence\"")));
    }

    @Test
    void fittingTwiceGivesTheSameAndNeedsBothLanguages() {
        List<LabelledSet> sets = List.of(set("zh", "怎么退货", "运费多少", "退货怎么弄", "天气好吗"),
                set("en", "how do I return it", "what is shipping", "how to return", "nice weather"));

        Calibration first = Fitting.fit(sets, Embeddings.inMemory(), "test");

        assertEquals(first, Fitting.fit(sets, Embeddings.inMemory(), "test"));
        assertTrue(first.fittedOn().startsWith("zh (2 entries, 2 questions), en"), first.fittedOn());
        assertThrows(IllegalArgumentException.class,
                () -> Fitting.fit(sets.subList(0, 1), Embeddings.inMemory(), "test"));
    }

    private static LabelledSet set(String name, String first, String second, String asked, String outside) {
        return new LabelledSet(name,
                List.of(new FaqEntry("a", "", false, first, List.of(first + " 1", first + " 2"), ""),
                        new FaqEntry("b", "", false, second, List.of(second + " 1", second + " 2"), "")),
                List.of(new Query(asked, Set.of("a"), Kind.IN), new Query(outside, Set.of(), Kind.NEAR)));
    }

    /// At the optimum no coefficient can be moved for the better: the slope of the penalised likelihood is 0 everywhere.
    @ParameterizedTest
    @ValueSource(doubles = {1, 10})
    void theRegressionEndsWhereTheSlopeIsLevel(double ridge) {
        Random random = new Random(1);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double[] x = {random.nextGaussian() * 3 + 1, random.nextGaussian(), random.nextInt(2)};
            boolean yes = x[0] - 2 * x[1] + x[2] + random.nextGaussian() > 0.5;
            samples.add(new Sample(x, yes, 1 + i % 3, random.nextGaussian()));
        }

        double[] fitted = LogisticRegression.fit(samples, 3, ridge);

        double best = likelihood(samples, fitted, ridge);
        for (int j = 0; j < fitted.length; j++) {
            for (double step : new double[]{-1e-3, 1e-3}) {
                double[] moved = fitted.clone();
                moved[j] += step;
                assertTrue(likelihood(samples, moved, ridge) < best, "coefficient " + j);
            }
        }
    }

    /// As the fit counts it: log likelihood, less half the squares of the weights of standardised features.
    private static double likelihood(List<Sample> samples, double[] coefficients, double ridge) {
        double all = samples.stream().mapToDouble(Sample::weight).sum();
        double sum = 0;
        for (Sample sample : samples) {
            double odds = sample.odds() + coefficients[0];
            for (int j = 0; j < 3; j++) {
                odds += coefficients[j + 1] * sample.values()[j];
            }
            sum -= sample.weight() * Math.log1p(Math.exp(sample.yes() ? -odds : odds));
        }
        for (int j = 0; j < 3; j++) {
            int feature = j;
            double mean = samples.stream().mapToDouble(one -> one.weight() * one.values()[feature]).sum() / all;
            double variance = samples.stream()
                    .mapToDouble(one -> one.weight() * Math.pow(one.values()[feature] - mean, 2)).sum() / all;
            sum -= coefficients[j + 1] * coefficients[j + 1] * variance * ridge / 2;
        }
        return sum;
    }
}
