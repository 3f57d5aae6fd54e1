package dev.yingda.metrics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.yingda.conversation.BuyerId;
import dev.yingda.metrics.Metric.AnswerRatio;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Report.Reason;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Rounds.Rating;

import org.jspecify.annotations.Nullable;

/// The two metrics that look at ratings and messages rather than rounds (response-metrics.md, section 4).
final class Ratios {

    private Ratios() {
    }

    /// One rating and why it is left out; null: it is not.
    record Sifted(Rating rating, @Nullable Reason left) {
    }

    /// @param ratings those in the period, by time, conversation and place in it
    static List<Sifted> sift(Satisfaction metric, List<Rating> ratings) {
        Map<BuyerId, Integer> given = new HashMap<>();
        List<Sifted> sifted = new ArrayList<>();
        for (Rating rating : ratings) {
            if (!metric.of().contains(rating.of()) || !metric.head().selects(rating.subject().serviceType)) {
                continue;
            }
            Reason reason = null;
            if (rating.subject().flagged) {
                reason = Reason.FLAGGED;
            } else if (metric.maxPerBuyer() != null
                    && given.merge(rating.subject().buyer, 1, Integer::sum) > metric.maxPerBuyer()) {
                reason = Reason.OVER_BUYER_LIMIT;
            }
            sifted.add(new Sifted(rating, reason));
        }
        return sifted;
    }

    static Map<LocalDate, List<Sifted>> byDay(List<Sifted> ratings, BusinessTime time) {
        Map<LocalDate, List<Sifted>> days = new TreeMap<>();
        for (Sifted each : ratings) {
            days.computeIfAbsent(time.date(each.rating.at()), _ -> new ArrayList<>()).add(each);
        }
        return days;
    }

    static Value addUp(Satisfaction metric, List<Sifted> ratings) {
        Map<Reason, Integer> excluded = new EnumMap<>(Reason.class);
        long good = 0;
        long all = 0;
        for (Sifted each : ratings) {
            if (each.left != null) {
                excluded.merge(each.left, 1, Integer::sum);
            } else {
                all++;
                good += each.rating.stars() >= metric.good() ? 1 : 0;
            }
        }
        return Measure.ratio(metric, good, all, excluded);
    }

    /// The messages of each local date over all conversations that the metric is about.
    static Map<LocalDate, Traffic.Day> byDay(AnswerRatio metric, Iterable<Rounds> conversations) {
        Map<LocalDate, Traffic.Day> days = new TreeMap<>();
        for (Rounds conversation : conversations) {
            var subject = conversation.subject();
            if (!subject.flagged && metric.head().selects(subject.serviceType)) {
                conversation.traffic().days()
                        .forEach((date, day) -> days.computeIfAbsent(date, _ -> new Traffic.Day()).add(day));
            }
        }
        return days;
    }

    static Value addUp(AnswerRatio metric, Iterable<Traffic.Day> days) {
        Traffic.Day sum = new Traffic.Day();
        days.forEach(sum::add);
        return Measure.ratio(metric, sum.fromAgents, sum.fromBuyer, Map.of());
    }

    /// How many messages were written on each local date, of those that an answer ratio counts: in the period and, under
    /// `time: wall`, inside the hours. Kept only if the policy asks for an answer ratio.
    static final class Traffic {

        private final Policy policy;
        private final BusinessTime time;
        private final boolean wanted;
        private final Map<LocalDate, Day> days = new TreeMap<>();

        Traffic(Policy policy, BusinessTime time) {
            this.policy = policy;
            this.time = time;
            this.wanted = policy.metrics().stream().anyMatch(Metric.AnswerRatio.class::isInstance);
        }

        Map<LocalDate, Day> days() {
            return days;
        }

        void buyerWrote(long at) {
            if (counts(at)) {
                days.computeIfAbsent(time.date(at), date -> new Day()).fromBuyer++;
            }
        }

        void agentWrote(long at) {
            if (counts(at)) {
                days.computeIfAbsent(time.date(at), date -> new Day()).fromAgents++;
            }
        }

        private boolean counts(long at) {
            return wanted && policy.period().contains(at)
                    && (policy.schedule().time() == Policy.Time.BUSINESS || time.open(at));
        }

        /// One local date.
        static final class Day {
            long fromBuyer;
            long fromAgents;

            void add(Day other) {
                fromBuyer += other.fromBuyer;
                fromAgents += other.fromAgents;
            }
        }
    }
}
