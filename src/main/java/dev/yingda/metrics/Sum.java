package dev.yingda.metrics;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import dev.yingda.metrics.Report.Reason;
import dev.yingda.metrics.Report.Value;

import org.jspecify.annotations.Nullable;

/// What one metric adds up to over some rounds, ratings or messages. What was added can be taken away again.
final class Sum {

    private long numerator;
    private long denominator;
    /// None is zero.
    private final Map<Reason, Integer> excluded = new EnumMap<>(Reason.class);
    private @Nullable Lengths lengths;

    /// @param sign 1 to add, -1 to take away what was added before
    void count(long inNumerator, long inDenominator, int sign) {
        numerator += sign * inNumerator;
        denominator += sign * inDenominator;
    }

    void exclude(Reason reason, int sign) {
        leftOut(reason, sign);
    }

    private void leftOut(Reason reason, Integer count) {
        excluded.merge(reason, count, (before, more) -> before + more == 0 ? null : (Integer) (before + more));
    }

    /// One length of those that a percentile is taken of, in milliseconds.
    void length(long millis, int sign) {
        if (lengths == null) {
            lengths = new Lengths();
        }
        if (sign > 0) {
            lengths.add(millis);
        } else {
            lengths.remove(millis);
        }
    }

    void add(Sum other) {
        numerator += other.numerator;
        denominator += other.denominator;
        other.excluded.forEach(this::leftOut);
        if (other.lengths != null) {
            lengths = lengths == null ? new Lengths() : lengths;
            lengths.add(other.lengths);
        }
    }

    /// Whether there was anything to measure or to leave out.
    boolean any() {
        return numerator != 0 || denominator != 0 || !excluded.isEmpty();
    }

    Value value(Metric metric) {
        Map<Reason, Integer> left = Collections.unmodifiableMap(new EnumMap<>(excluded));
        if (metric instanceof Metric.PercentileWait percentile) {
            Double value = lengths == null ? null : lengths.nearestRank(percentile.percentile());
            return new Value(metric, null, denominator, value, left);
        }
        Double value = denominator == 0 ? null : (double) numerator / denominator;
        return new Value(metric, numerator, denominator, value, left);
    }

    /// Lengths in no order, so that adding is cheap; the cells of a day and an agent hold few.
    private static final class Lengths {

        private long[] millis = new long[8];
        private int count;

        void add(long length) {
            makeRoom(1);
            millis[count++] = length;
        }

        void add(Lengths other) {
            makeRoom(other.count);
            System.arraycopy(other.millis, 0, millis, count, other.count);
            count += other.count;
        }

        void remove(long length) {
            for (int i = count - 1; i >= 0; i--) {
                if (millis[i] == length) {
                    millis[i] = millis[--count];
                    return;
                }
            }
            throw new IllegalStateException("a length was taken away that was never added");
        }

        private void makeRoom(int more) {
            if (count + more > millis.length) {
                millis = Arrays.copyOf(millis, Math.max(millis.length * 2, count + more));
            }
        }

        @Nullable
        Double nearestRank(int percentile) {
            if (count == 0) {
                return null;
            }
            long[] sorted = Arrays.copyOf(millis, count);
            Arrays.sort(sorted);
            long rank = ((long) percentile * count + 99) / 100;
            return (double) sorted[(int) rank - 1];
        }
    }
}
