package dev.yingda.load;

import java.util.Arrays;

/// How long each of many things took, in nanoseconds.
final class Latencies {

    private long[] taken = new long[1 << 16];
    private int count;

    void add(long nanos) {
        if (count == taken.length) {
            taken = Arrays.copyOf(taken, count * 2);
        }
        taken[count++] = nanos;
    }

    int count() {
        return count;
    }

    /// The time that this share of all did not exceed, in milliseconds; 0 if there were none.
    double millis(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(taken, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) Math.floor(share * count))] / 1e6;
    }
}
