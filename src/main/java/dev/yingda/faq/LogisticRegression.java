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
        private final double odds;

        /// @param values of the features, in the order they are fitted in
        Sample(double[] values, boolean yes, double weight) {
            this(values, yes, weight, 0);
        }

        /// @param odds logarithm of the odds that are known before, to which the fitted ones are added
        Sample(double[] values, boolean yes, double weight, double odds) {
            this.values = values;
            this.yes = yes;
            this.weight = weight;
            this.odds = odds;
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

        double odds() {
            return odds;
        }
    }

    /// The constant, then the weight of each feature, for values as they are given.
    static double[] fit(List<Sample> samples, int features) {
        return fit(samples, features, RIDGE);
    }

    /// @param ridge how strongly the weights are held back, in samples
    static double[] fit(List<Sample> samples, int features, double ridge) {
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
        List<double[]> rows = samples.stream().map(sample -> standardised(sample.values(), mean, spread)).toList();
        double[] fitted = new double[features + 1];
        for (int step = 0; step < STEPS; step++) {
            fitted = uphill(samples, rows, fitted, ridge);
        }
        for (int j = 0; j < features; j++) {
            fitted[j + 1] /= spread[j];
            fitted[0] -= fitted[j + 1] * mean[j];
        }
        return fitted;
    }

    private static double[] standardised(double[] values, double[] mean, double[] spread) {
        double[] x = new double[values.length + 1];
        x[0] = 1;
        for (int j = 0; j < values.length; j++) {
            x[j + 1] = (values[j] - mean[j]) / spread[j];
        }
        return x;
    }

    /// One step of Newton's, halved until it does not lead down: a whole one may overshoot where the odds known before are far
    /// from those of the samples.
    private static double[] uphill(List<Sample> samples, List<double[]> rows, double[] from, double ridge) {
        double[] move = move(samples, rows, from, ridge);
        double height = likelihood(samples, rows, from, ridge);
        for (double share = 1; share > 1e-6; share /= 2) {
            double[] to = from.clone();
            for (int j = 0; j < to.length; j++) {
                to[j] += share * move[j];
            }
            if (likelihood(samples, rows, to, ridge) >= height) {
                return to;
            }
        }
        return from;
    }

    private static double odds(Sample sample, double[] row, double[] fitted) {
        double odds = sample.odds();
        for (int j = 0; j < fitted.length; j++) {
            odds += fitted[j] * row[j];
        }
        return odds;
    }

    /// Its logarithm, less what the ridge takes.
    private static double likelihood(List<Sample> samples, List<double[]> rows, double[] fitted, double ridge) {
        double sum = 0;
        for (int j = 1; j < fitted.length; j++) {
            sum -= ridge * fitted[j] * fitted[j] / 2;
        }
        for (int i = 0; i < rows.size(); i++) {
            Sample sample = samples.get(i);
            double odds = odds(sample, rows.get(i), fitted);
            double against = sample.yes() ? -odds : odds;
            sum -= sample.weight() * (Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against))));
        }
        return sum;
    }

    private static double[] move(List<Sample> samples, List<double[]> rows, double[] fitted, double ridge) {
        int n = fitted.length;
        double[] slope = new double[n];
        double[][] curvature = new double[n][n];
        for (int i = 0; i < rows.size(); i++) {
            Sample sample = samples.get(i);
            double[] x = rows.get(i);
            double likely = 1 / (1 + Math.exp(-odds(sample, x, fitted)));
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
            slope[j] -= j == 0 ? 0 : ridge * fitted[j];
            curvature[j][j] += j == 0 ? 1e-9 : ridge;
        }
        return solve(curvature, slope);
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
