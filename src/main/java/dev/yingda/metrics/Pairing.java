package dev.yingda.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

import dev.yingda.metrics.Difference.Pair;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Report.Value;

/// Which figures of two policies are compared with each other.
final class Pairing {

    /// The first that finds a partner wins.
    private static final List<BiPredicate<Metric, Metric>> RULES = List.of(
            (one, other) -> one.id().equals(other.id()),
            (one, other) -> one instanceof OfWaits waits && other instanceof OfWaits others
                    && waits.grouping().unit() == others.grouping().unit()
                    && Objects.equals(waits.head().serviceTypes(), others.head().serviceTypes()),
            (_, _) -> true);

    private Pairing() {
    }

    static List<Pair> of(List<Value> a, List<Value> b) {
        Map<Value, Value> partners = new LinkedHashMap<>();
        List<Value> free = new ArrayList<>(b);
        for (BiPredicate<Metric, Metric> rule : RULES) {
            for (Value one : a) {
                for (Value other : free) {
                    if (!partners.containsKey(one) && one.metric().kind().equals(other.metric().kind())
                            && rule.test(one.metric(), other.metric())) {
                        partners.put(one, other);
                    }
                }
                free.remove(partners.get(one));
            }
        }
        List<Pair> pairs = new ArrayList<>();
        a.forEach(one -> pairs.add(new Pair(one, partners.get(one))));
        free.forEach(other -> pairs.add(new Pair(null, other)));
        return pairs;
    }
}
