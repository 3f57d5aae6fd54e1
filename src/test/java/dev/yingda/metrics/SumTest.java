package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.yingda.metrics.Report.Value;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/// What is added, taken away and put together, against a plain list.
class SumTest {

    private static final Metric MEDIAN = metric("{id: m, kind: percentile-wait, percentile: 50}");

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void lengths_that_come_and_go_leave_those_that_stay(@ForAll long seed) {
        Random random = new Random(seed);
        Sum whole = new Sum();
        List<Long> all = new ArrayList<>();
        for (int part = random.nextInt(4); part >= 0; part--) {
            Sum sum = new Sum();
            List<Long> lengths = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                boolean goes = !lengths.isEmpty() && random.nextInt(3) == 0;
                long length = goes ? lengths.remove(random.nextInt(lengths.size())) : random.nextLong(20);
                if (!goes) {
                    lengths.add(length);
                }
                sum.count(0, 1, goes ? -1 : 1);
                sum.length(length, goes ? -1 : 1);
                assertEquals(median(lengths), sum.value(MEDIAN).value());
            }
            whole.add(sum);
            all.addAll(lengths);
            assertEquals(median(all), whole.value(MEDIAN).value());
            assertEquals(all.size(), whole.value(MEDIAN).denominator());
        }
    }

    @Test
    void a_length_that_was_never_added_cannot_be_taken_away() {
        Sum sum = new Sum();
        sum.length(1, 1);
        assertThrows(IllegalStateException.class, () -> sum.length(2, -1));
    }

    @Test
    void what_was_taken_away_again_leaves_no_trace() {
        Sum sum = new Sum();
        sum.count(1, 2, 1);
        sum.exclude(Report.Reason.FLAGGED, 1);
        sum.count(1, 2, -1);
        sum.exclude(Report.Reason.FLAGGED, -1);
        Value value = sum.value(metric("{id: m, kind: reply-rate, within: 3m}"));
        assertEquals("{}", value.excluded().toString());
        assertEquals(0, value.denominator());
        assertNull(value.value());
        assertEquals(false, sum.any());
    }

    /// The smallest that at least half of them do not exceed.
    private static @org.jspecify.annotations.Nullable Double median(List<Long> lengths) {
        return lengths.isEmpty() ? null : (double) lengths.stream().sorted().toList().get((lengths.size() - 1) / 2);
    }

    private static Metric metric(String text) {
        return Histories.policy("{id: p, metrics: [" + text + "]}").metrics().getFirst();
    }
}
