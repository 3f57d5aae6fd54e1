package dev.yingda.metrics;

import java.util.Map;
import java.util.TreeMap;

import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Report.Reason;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Rounds.Rating;

/// The two metrics that look at ratings and messages rather than rounds (response-metrics.md, section 4).
final class Ratios {

    private static final Standing FLAGGED = new Standing.Excluded(Reason.FLAGGED);

    private Ratios() {
    }

    /// Whether the metric looks at the rating at all.
    static boolean selects(Satisfaction metric, Rating rating) {
        return metric.of().contains(rating.of()) && metric.head().selects(rating.subject().serviceType);
    }

    /// What a rating is that the buyer's other ratings do not push out.
    static Standing standing(Satisfaction metric, Rating rating) {
        if (rating.subject().flagged) {
            return FLAGGED;
        }
        return rating.stars() >= metric.good() ? Group.HIT : Group.MISS;
    }

    /// How many messages were written on each local date, of those that an answer ratio counts: in the period and, under
    /// `time: wall`, inside the hours. Kept only if the policy asks for an answer ratio.
    static final class Traffic {

        private final Policy policy;
        private final BusinessTime time;
        private final boolean wanted;
        private Map<Integer, Day> days = Map.of();

        Traffic(Policy policy, BusinessTime time) {
            this.policy = policy;
            this.time = time;
            this.wanted = policy.asksForTraffic();
        }

        /// By local date, in days since 1970-01-01.
        Map<Integer, Day> days() {
            return days;
        }

        void buyerWrote(long at) {
            if (counts(at)) {
                day(at).fromBuyer++;
            }
        }

        void agentWrote(long at) {
            if (counts(at)) {
                day(at).fromAgents++;
            }
        }

        private Day day(long at) {
            if (days.isEmpty()) {
                days = new TreeMap<>();
            }
            return days.computeIfAbsent(time.day(at), _ -> new Day());
        }

        private boolean counts(long at) {
            return wanted && policy.period().contains(at)
                    && (policy.schedule().time() == Policy.Time.BUSINESS || time.open(at));
        }

        /// One local date.
        static final class Day {
            long fromBuyer;
            long fromAgents;
        }
    }
}
