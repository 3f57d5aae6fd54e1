package dev.yingda.cli;

import java.util.SplittableRandom;

/// Drawn lots, the same on every machine for the same seed.
final class Chance {

    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// A number from 0 up to, but not, 1.
    double draw() {
        return random.nextDouble();
    }

    /// Whether it happens, of so many in one.
    boolean of(double share) {
        return random.nextDouble() < share;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(T[] all) {
        return all[random.nextInt(all.length)];
    }

    /// A stretch of time such as people take: half of them shorter than the median, a few of them many times longer.
    ///
    /// @param spread 0.3 for much the same, 1 for a long tail
    /// @return milliseconds, at least 1
    long millis(double medianSeconds, double spread) {
        double factor = StrictMath.exp(spread * random.nextGaussian());
        return Math.max(1, (long) (medianSeconds * 1000 * factor));
    }
}
