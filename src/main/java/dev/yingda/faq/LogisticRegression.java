package dev.yingda.faq;

import java.util.List;

/// Fits a logistic regression by Newton's method, features standardised, with a small ridge so that features which say the
/// same share their weight. Deterministic.
final class LogisticRegression {

    private static final int STEPS = 30;
    private static final double RIDGE = 1;

    private LogisticRegression() {
    }

    /// One case.
    static final class Sample {

        private final double[] values;
        private final boolean yes;
        private final double weight;

        /// @param values of the features, in the order they are fitted in
        Sample(double[] values, boolean yes, double weight) {
            this.values = values;
            this.yes = yes;
            this.weight = weight;
        }

        double[] values() {
            return values;
        }

        boolean yes() {
            return yes;
        }

        double weight() {
            return weight;
        }
    }

    /// The constant, then the weight of each feature, for values as they are given.
    static double[] fit(List<Sample> samples, int features) {
        double[] mean = new double[features];
        double[] spread = new double[features];
        double all = samples.stream().mapToDouble(Sample::weight).sum();
        for (int j = 0; j < features; j++) {
            int feature = j;
            mean[j] = samples.stream().mapToDouble(one -> one.weight() * one.values()[feature]).sum() / all;
            spread[j] = Math.sqrt(samples.stream()
                    .mapToDouble(one -> one.weight() * Math.pow(one.values()[feature] - mean[feature], 2)).sum() / all);
            spread[j] = Math.max(spread[j], 1e-9);
        }
        double[] fitted = new double[features + 1];
        for (int step = 0; step < STEPS; step++) {
            ascend(samples, mean, spread, fitted);
        }
        for (int j = 0; j < features; j++) {
            fitted[j + 1] /= spread[j];
            fitted[0] -= fitted[j + 1] * mean[j];
        }
        return fitted;
    }

    private static void ascend(List<Sample> samples, double[] mean, double[] spread, double[] fitted) {
        int n = fitted.length;
        double[] slope = new double[n];
        double[][] curvature = new double[n][n];
        double[] x = new double[n];
        x[0] = 1;
        for (Sample sample : samples) {
            double odds = fitted[0];
            for (int j = 1; j < n; j++) {
                x[j] = (sample.values()[j - 1] - mean[j - 1]) / spread[j - 1];
                odds += fitted[j] * x[j];
            }
            double likely = 1 / (1 + Math.exp(-odds));
            double error = sample.weight() * ((sample.yes() ? 1 : 0) - likely);
            double bend = sample.weight() * likely * (1 - likely);
            for (int j = 0; j < n; j++) {
                slope[j] += error * x[j];
                for (int k = 0; k < n; k++) {
                    curvature[j][k] += bend * x[j] * x[k];
                }
            }
        }
        for (int j = 0; j < n; j++) {
            slope[j] -= j == 0 ? 0 : RIDGE * fitted[j];
            curvature[j][j] += j == 0 ? 1e-9 : RIDGE;
        }
        double[] move = solve(curvature, slope);
        for (int j = 0; j < n; j++) {
            fitted[j] += move[j];
        }
    }

    /// Gauss's elimination with pivots; both arguments are written to.
    private static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        for (int i = 0; i < n; i++) {
            int pivot = i;
            for (int j = i + 1; j < n; j++) {
                pivot = Math.abs(a[j][i]) > Math.abs(a[pivot][i]) ? j : pivot;
            }
            double[] row = a[i];
            a[i] = a[pivot];
            a[pivot] = row;
            double value = b[i];
            b[i] = b[pivot];
            b[pivot] = value;
            for (int j = i + 1; j < n; j++) {
                double factor = a[j][i] / a[i][i];
                b[j] -= factor * b[i];
                for (int k = i; k < n; k++) {
                    a[j][k] -= factor * a[i][k];
                }
            }
        }
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double sum = b[i];
            for (int k = i + 1; k < n; k++) {
                sum -= a[i][k] * x[k];
            }
            x[i] = sum / a[i][i];
        }
        return x;
    }
}
