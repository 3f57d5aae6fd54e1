package dev.yingda.metrics;

import dev.yingda.metrics.Metric.Limits;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Unanswered;
import dev.yingda.metrics.Metric.WindowBy;
import dev.yingda.metrics.Report.Reason;
import dev.yingda.metrics.Round.Outcome;
import dev.yingda.metrics.Round.Why;

import org.jspecify.annotations.Nullable;

/// Why a round is left out of a metric (response-metrics.md, section 4). Between the two sets of reasons lies `not-first`, which
/// looks at other rounds and is [Measure]'s.
final class Sieve {

    private final Policy policy;
    private final BusinessTime time;

    Sieve(Policy policy, BusinessTime time) {
        this.policy = policy;
        this.time = time;
    }

    /// The common exclusions, in their order. The period only selects.
    @Nullable
    Reason common(OfWaits metric, Round round) {
        if (!policy.period().contains(round.startMillis())) {
            return Reason.OUTSIDE_PERIOD;
        }
        if (round.outcome() == Outcome.BOT_ANSWERED) {
            return Reason.BOT_ANSWERED;
        }
        if (round.outcome() == Outcome.NEVER_HANDED_OFF) {
            return Reason.NEVER_HANDED_OFF;
        }
        if (round.subject().flagged) {
            return Reason.FLAGGED;
        }
        return outsideHours(metric, round) ? Reason.OUTSIDE_HOURS : null;
    }

    /// Under `business`, night service does not dilute a mean with zeros; unanswered night rounds stay.
    boolean outsideHours(OfWaits metric, Round round) {
        return switch (policy.schedule().time()) {
            case WALL -> !time.open(windowInstant(metric, round));
            case BUSINESS -> round.outcome() == Outcome.ANSWERED && round.waited() == 0
                    && !time.open(round.startMillis());
        };
    }

    private static long windowInstant(OfWaits metric, Round round) {
        return metric.grouping().windowBy() == WindowBy.ROUND
                ? round.startMillis()
                : round.inSession().startOfRounds();
    }

    /// The exclusions of the metric's own kind, tested after `not-first`.
    static @Nullable Reason own(OfWaits metric, Round round) {
        return switch (metric) {
            case ReplyRate rate -> leftEarly(rate, round) ? Reason.LEFT_EARLY : null;
            case OfLengths lengths -> withoutLength(lengths.limits(), round);
        };
    }

    private static boolean leftEarly(ReplyRate rate, Round round) {
        return round.why() == Why.LEFT && round.waited() <= rate.within().toMillis();
    }

    private static @Nullable Reason withoutLength(Limits limits, Round round) {
        boolean asCap = limits.unanswered() == Unanswered.CAP;
        return switch (round.outcome()) {
            case ANSWERED -> limits.dropOver() != null && round.waited() > limits.dropOver().toMillis()
                    ? Reason.WAIT_OVER_LIMIT
                    : null;
            case WAITING -> asCap && limits.reachesCap(round.waited()) ? null : Reason.PENDING;
            case UNANSWERED -> asCap ? null : Reason.UNANSWERED;
            case BOT_ANSWERED, NEVER_HANDED_OFF -> throw new IllegalStateException("left out before");
        };
    }
}
