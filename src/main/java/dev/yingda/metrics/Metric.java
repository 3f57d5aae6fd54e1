package dev.yingda.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.Event.ServiceType;

import org.jspecify.annotations.Nullable;

/// One figure that a policy asks for (response-metrics.md, section 4). The parts check themselves and throw
/// [IllegalArgumentException] with a sentence that says how to mend it.
public sealed interface Metric {

    /// What every metric has.
    Head head();

    /// The name in files and on the wire, such as `reply-rate`.
    String kind();

    /// The metric's id, once in its policy.
    default String id() {
        return head().id();
    }

    /// Whether the target is met; null without a target or a value.
    default @Nullable Boolean met(@Nullable Double value) {
        Target target = head().target();
        return (target == null || value == null) ? null : target.met(value);
    }

    /// A metric of waits: measured over rounds, and by agent.
    sealed interface OfWaits extends Metric {

        /// How rounds become the things measured.
        Grouping grouping();
    }

    /// A metric of the lengths of waits; values are in milliseconds.
    sealed interface OfLengths extends OfWaits {

        /// What very long and never-ending waits count.
        Limits limits();
    }

    /// Of the rounds, the share answered in at most `within`.
    record ReplyRate(Head head, Grouping grouping, Duration within) implements OfWaits {

        public ReplyRate {
            head.requireShare();
        }

        @Override
        public String kind() {
            return "reply-rate";
        }
    }

    /// The mean of the waits.
    record MeanWait(Head head, Grouping grouping, Limits limits) implements OfLengths {

        public MeanWait {
            head.requireWait();
        }

        @Override
        public String kind() {
            return "mean-wait";
        }
    }

    /// A percentile of the waits by nearest rank; 50 is the median.
    ///
    /// @param percentile 1 to 100
    record PercentileWait(Head head, Grouping grouping, Limits limits, int percentile) implements OfLengths {

        public PercentileWait {
            head.requireWait();
            Policy.require(percentile >= 1 && percentile <= 100, "percentile",
                    "a percentile is a whole number from 1 to 100");
        }

        @Override
        public String kind() {
            return "percentile-wait";
        }
    }

    /// Of the ratings, the share with at least `good` stars.
    ///
    /// @param maxPerBuyer how many ratings of one buyer count, in order of time; null: all
    record Satisfaction(Head head, Set<Of> of, int good, @Nullable Integer maxPerBuyer) implements Metric {

        public Satisfaction {
            head.requireShare();
            Policy.require(!of.isEmpty(), "of", "nobody's ratings are asked for; list agent, bot or both");
            of = Set.copyOf(of);
            Policy.require(good >= 1 && good <= 5, "good", "good is a number of stars from 1 to 5");
            Policy.require(maxPerBuyer == null || maxPerBuyer >= 1, "maxPerBuyer", "maxPerBuyer is 1 or more");
        }

        @Override
        public String kind() {
            return "satisfaction";
        }
    }

    /// Replies of agents for each message of a buyer (答问比).
    record AnswerRatio(Head head) implements Metric {

        public AnswerRatio {
            head.requireRatio();
        }

        @Override
        public String kind() {
            return "answer-ratio";
        }
    }

    /// What every metric has.
    ///
    /// @param title by language tag
    /// @param serviceTypes only conversations of these types; null: all
    record Head(String id, Map<String, String> title, @Nullable Set<ServiceType> serviceTypes,
            @Nullable Target target) {

        public Head {
            Policy.require(!id.isBlank(), "id", "the id is empty; give the metric a short name");
            title = Map.copyOf(title);
            if (serviceTypes != null) {
                Policy.require(!serviceTypes.isEmpty(), "serviceType",
                        "no service type is listed; leave the key out for all of them");
                serviceTypes = Set.copyOf(serviceTypes);
            }
        }

        boolean selects(ServiceType type) {
            return serviceTypes == null || serviceTypes.contains(type);
        }

        private void requireWait() {
            Policy.require(!(target instanceof Target.AtLeast), "target",
                    "a wait has a longest value: write atMost: 20s");
        }

        private void requireRatio() {
            Policy.require(!(target instanceof Target.AtMost), "target",
                    "a ratio has a smallest value: write atLeast: 0.9");
        }

        private void requireShare() {
            requireRatio();
            Policy.require(!(target instanceof Target.AtLeast(double least)) || least <= 1, "target",
                    "a share is at most 1: write 0.9 for 90 %");
        }
    }

    /// The value that is asked for.
    sealed interface Target {

        boolean met(double value);

        /// For ratios.
        record AtLeast(double ratio) implements Target {

            public AtLeast {
                Policy.require(ratio >= 0 && Double.isFinite(ratio), "target", "a ratio is 0 or more, such as 0.9");
            }

            @Override
            public boolean met(double value) {
                return value >= ratio;
            }
        }

        /// For waits.
        record AtMost(Duration limit) implements Target {

            @Override
            public boolean met(double value) {
                return value <= limit.toMillis();
            }
        }
    }

    /// How rounds become the things measured.
    ///
    /// @param judge how a group of several rounds becomes one wait; has no meaning for single rounds
    record Grouping(Unit unit, Judge judge, WindowBy windowBy) {
    }

    /// What very long and never-ending waits count.
    ///
    /// @param cap longer waits count as this; null: as they are
    /// @param dropOver an answered round with a longer wait is left out; null: none
    record Limits(@Nullable Duration cap, Unanswered unanswered, @Nullable Duration dropOver) {

        public Limits {
            Policy.require(unanswered == Unanswered.EXCLUDE || cap != null, "cap",
                    "unanswered: cap needs a cap; add one, such as cap: 600s");
        }

        long capped(long wait) {
            return cap == null ? wait : Math.min(wait, cap.toMillis());
        }

        boolean reachesCap(long wait) {
            return cap != null && wait >= cap.toMillis();
        }

        /// What a round counts that was not answered and yet is not left out.
        long capOfUnanswered() {
            if (cap == null) {
                throw new IllegalStateException("without a cap, unanswered rounds are left out");
            }
            return cap.toMillis();
        }
    }

    /// What is measured. `BUYER_DAY` is the buyer and the local date of the round's start.
    enum Unit {
        ROUND, SESSION, BUYER_DAY, BUYER
    }

    /// How a group of several rounds becomes one wait.
    enum Judge {
        FIRST, WORST, MEAN
    }

    /// Which instant says whether a round is inside the hours: its start, or that of its session's first round.
    enum WindowBy {
        ROUND, SESSION
    }

    /// Whether an unanswered round is left out of a mean, or counts as the cap.
    enum Unanswered {
        EXCLUDE, CAP
    }
}
