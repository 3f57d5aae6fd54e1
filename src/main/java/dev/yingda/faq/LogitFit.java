package dev.yingda.faq;

import java.util.List;

/// Fits a conditional logit with an outside option by maximum likelihood: gradient ascent (Adam) on all samples at once,
/// starting from zero, with a fixed number of steps and no randomness. Feature weights are kept at 0 or above.
final class LogitFit {

    private static final int STEPS = 800;
    private static final double RATE = 0.1;
    private static final double SHRINK = 1e-3;

    private final List<Sample> samples;
    private final int features;
    private final double[] coefficients;
    private final double[] momentum;
    private final double[] variance;

    /// One question that was asked.
    static final class Sample {

        private final double[][] features;
        private final double[] outside;
        private final int right;
        private final double weight;

        /// @param features each candidate's
        /// @param outside what the score of "no entry fits" may depend on
        /// @param right the candidate that is right, or -1 if none is
        Sample(double[][] features, double[] outside, int right, double weight) {
            this.features = features;
            this.outside = outside;
            this.right = right;
            this.weight = weight;
        }
    }

    LogitFit(List<Sample> samples, int features, int outside) {
        this.samples = samples;
        this.features = features;
        coefficients = new double[features + outside];
        momentum = new double[coefficients.length];
        variance = new double[coefficients.length];
    }

    /// The weights of the features, then those of the outside option.
    double[] coefficients() {
        double total = samples.stream().mapToDouble(sample -> sample.weight).sum();
        for (int step = 1; step <= STEPS; step++) {
            double[] gradient = new double[coefficients.length];
            samples.forEach(sample -> ascend(sample, gradient));
            move(gradient, total, step);
        }
        return coefficients.clone();
    }

    private void ascend(Sample sample, double[] gradient) {
        int options = sample.features.length;
        double[] shares = shares(sample);
        for (int i = 0; i < options; i++) {
            double error = sample.weight * ((i == sample.right ? 1 : 0) - shares[i]);
            for (int j = 0; j < features; j++) {
                gradient[j] += error * sample.features[i][j];
            }
        }
        double error = sample.weight * ((sample.right < 0 ? 1 : 0) - shares[options]);
        for (int j = 0; j < sample.outside.length; j++) {
            gradient[features + j] += error * sample.outside[j];
        }
    }

    /// The likelihood of each candidate and, last, of none.
    private double[] shares(Sample sample) {
        int options = sample.features.length;
        double[] shares = new double[options + 1];
        shares[options] = dot(sample.outside, features);
        double highest = shares[options];
        for (int i = 0; i < options; i++) {
            shares[i] = dot(sample.features[i], 0);
            highest = Math.max(highest, shares[i]);
        }
        double sum = 0;
        for (int i = 0; i <= options; i++) {
            shares[i] = Math.exp(shares[i] - highest);
            sum += shares[i];
        }
        for (int i = 0; i <= options; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private double dot(double[] values, int from) {
        double sum = 0;
        for (int j = 0; j < values.length; j++) {
            sum += values[j] * coefficients[from + j];
        }
        return sum;
    }

    private void move(double[] gradient, double total, int step) {
        double rate = RATE * Math.min(1, 10 / Math.sqrt(step));
        for (int j = 0; j < coefficients.length; j++) {
            double slope = gradient[j] / total - (j < features ? SHRINK * coefficients[j] : 0);
            momentum[j] = 0.9 * momentum[j] + 0.1 * slope;
            variance[j] = 0.999 * variance[j] + 0.001 * slope * slope;
            double mean = momentum[j] / (1 - Math.pow(0.9, step));
            double spread = Math.sqrt(variance[j] / (1 - Math.pow(0.999, step)));
            coefficients[j] += rate * mean / (spread + 1e-9);
            if (j < features) {
                coefficients[j] = Math.max(0, coefficients[j]);
            }
        }
    }
}
