package dev.yingda.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The latest few of many.
final class Newest<T> {

    private final Comparator<T> byTime;
    private final int limit;
    private final PriorityQueue<T> kept;
    private long total;

    Newest(Comparator<T> byTime, int limit) {
        this.byTime = byTime;
        this.limit = limit;
        this.kept = new PriorityQueue<>(byTime);
    }

    void add(T one) {
        total++;
        kept.add(one);
        if (kept.size() > limit) {
            kept.remove();
        }
    }

    /// How many were added.
    long total() {
        return total;
    }

    /// The newest first.
    List<T> listed() {
        return kept.stream().sorted(byTime.reversed()).toList();
    }
}
