package dev.yingda.faq;

import java.util.function.IntToDoubleFunction;

/// The distinct terms of a text as sorted numbers, with what they weigh together. Terms the index has never seen have
/// no number but weigh all the same: a question full of them is about something else.
final class Bag {

    static final Bag EMPTY = new Bag(new int[0], 0, 0);

    private final int[] ids;
    private final double total;
    private final double norm;

    /// @param ids sorted, distinct
    /// @param total sum of the weights of all terms, unknown ones included
    /// @param norm Euclidean length of the weights, unknown ones included
    Bag(int[] ids, double total, double norm) {
        this.ids = ids;
        this.total = total;
        this.norm = norm;
    }

    int[] ids() {
        return ids;
    }

    double total() {
        return total;
    }

    double norm() {
        return norm;
    }

    /// What the terms in both weigh, as a share of this bag's weight.
    double covered(Bag by, IntToDoubleFunction weight) {
        return total == 0 ? 0 : shared(by, weight) / total;
    }

    double cosine(Bag other, IntToDoubleFunction weight) {
        return norm == 0 || other.norm == 0
                ? 0
                : shared(other, id -> weight.applyAsDouble(id) * weight.applyAsDouble(id)) / (norm * other.norm);
    }

    private double shared(Bag other, IntToDoubleFunction weight) {
        double sum = 0;
        for (int i = 0, j = 0; i < ids.length && j < other.ids.length;) {
            if (ids[i] == other.ids[j]) {
                sum += weight.applyAsDouble(ids[i]);
                i++;
                j++;
            } else if (ids[i] < other.ids[j]) {
                i++;
            } else {
                j++;
            }
        }
        return sum;
    }
}
