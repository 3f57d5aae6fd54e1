package dev.yingda.metrics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.yingda.conversation.BuyerId;
import dev.yingda.metrics.Metric.Judge;
import dev.yingda.metrics.Metric.Limits;
import dev.yingda.metrics.Metric.MeanWait;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.PercentileWait;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Unanswered;
import dev.yingda.metrics.Metric.Unit;
import dev.yingda.metrics.Metric.WindowBy;
import dev.yingda.metrics.Report.Reason;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Round.Outcome;
import dev.yingda.metrics.Round.Why;

import org.jspecify.annotations.Nullable;

/// Adds rounds up to the metrics of waits (response-metrics.md, section 4), in two steps: *sift* says of each round why it
/// is left out, if it is; *add up* groups the remaining ones and gives the figure. A day's figure adds up a part of what was
/// sifted as a whole, because `first` looks at the whole; an agent's sifts that agent's rounds alone.
final class Measure {

    private static final Standing HIT = new Standing.Hit();
    private static final Standing MISS = new Standing.Miss();
    private static final Standing PENDING = new Standing.Excluded(Reason.PENDING);

    private final Policy policy;
    private final BusinessTime time;

    Measure(Policy policy, BusinessTime time) {
        this.policy = policy;
        this.time = time;
    }

    /// One round and why it is left out of a metric; null: it is not.
    record Sifted(Round round, @Nullable Reason left) {
    }

    private record BuyerDay(BuyerId buyer, LocalDate day) {
    }

    /// @param rounds by start, conversation and place in it
    List<Sifted> sift(OfWaits metric, List<Round> rounds) {
        Set<Object> begun = new HashSet<>();
        List<Sifted> sifted = new ArrayList<>(rounds.size());
        for (Round round : rounds) {
            Reason reason = commonReason(metric, round);
            if (reason == null && metric.grouping().judge() == Judge.FIRST && !isFirst(metric, round, begun)) {
                reason = Reason.NOT_FIRST;
            }
            if (reason == null) {
                reason = switch (metric) {
                    case ReplyRate rate -> leftEarly(rate, round) ? Reason.LEFT_EARLY : null;
                    case OfLengths lengths -> withoutLength(lengths.limits(), round);
                };
            }
            sifted.add(new Sifted(round, reason));
        }
        return sifted;
    }

    /// What was sifted, by the local date of the window instant; what the metric is not about is on no date.
    Map<LocalDate, List<Sifted>> byDay(OfWaits metric, List<Sifted> sifted) {
        Map<LocalDate, List<Sifted>> days = new TreeMap<>();
        for (Sifted each : sifted) {
            if (each.left == null || each.left.reported()) {
                LocalDate day = time.date(windowInstant(metric, each.round));
                days.computeIfAbsent(day, _ -> new ArrayList<>()).add(each);
            }
        }
        return days;
    }

    /// Is told what became of each round.
    @FunctionalInterface
    interface Witness {

        /// Does not care.
        Witness NONE = (_, _, _) -> {
        };

        void tell(OfWaits metric, Round round, Standing standing);
    }

    Value addUp(OfWaits metric, List<Sifted> sifted, Witness witness) {
        Map<Reason, Integer> excluded = new EnumMap<>(Reason.class);
        List<Round> rest = new ArrayList<>(sifted.size());
        for (Sifted each : sifted) {
            if (each.left == null) {
                rest.add(each.round);
                continue;
            }
            witness.tell(metric, each.round, new Standing.Excluded(each.left));
            if (each.left.reported()) {
                excluded.merge(each.left, 1, Integer::sum);
            }
        }
        Collection<List<Round>> groups = groups(metric.grouping().unit(), rest);
        return switch (metric) {
            case ReplyRate rate -> rate(rate, groups, excluded, witness);
            case OfLengths lengths -> {
                rest.forEach(round -> witness.tell(metric, round,
                        new Standing.Contributed(length(lengths.limits(), round))));
                yield length(lengths, groups, excluded);
            }
        };
    }

    /// The common exclusions, in their order. The first two select and are not reported.
    private @Nullable Reason commonReason(OfWaits metric, Round round) {
        if (!metric.head().selects(round.subject().serviceType)) {
            return Reason.OTHER_SERVICE_TYPE;
        }
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
    private boolean outsideHours(OfWaits metric, Round round) {
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

    private boolean isFirst(OfWaits metric, Round round, Set<Object> begun) {
        return switch (metric.grouping().unit()) {
            case ROUND -> true;
            case SESSION -> round.first();
            case BUYER_DAY, BUYER -> begun.add(groupOf(metric.grouping().unit(), round));
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

    private Collection<List<Round>> groups(Unit unit, List<Round> rounds) {
        if (unit == Unit.ROUND) {
            return rounds.stream().map(List::of).toList();
        }
        Map<Object, List<Round>> groups = new LinkedHashMap<>();
        for (Round round : rounds) {
            groups.computeIfAbsent(groupOf(unit, round), _ -> new ArrayList<>(2)).add(round);
        }
        return groups.values();
    }

    private Object groupOf(Unit unit, Round round) {
        return switch (unit) {
            case ROUND -> round;
            case SESSION -> round.inSession();
            case BUYER_DAY -> new BuyerDay(round.buyer(), time.date(round.startMillis()));
            case BUYER -> round.buyer();
        };
    }

    private static Value rate(ReplyRate rate, Collection<List<Round>> groups, Map<Reason, Integer> excluded,
            Witness witness) {
        long hits = 0;
        long judged = 0;
        for (List<Round> group : groups) {
            Standing standing = rate.grouping().judge() == Judge.MEAN
                    ? judgeMean(rate, group)
                    : judgeWorst(rate, group);
            group.forEach(round -> witness.tell(rate, round, standing));
            if (standing.equals(PENDING)) {
                excluded.merge(Reason.PENDING, 1, Integer::sum);
            } else {
                judged++;
                hits += standing.equals(HIT) ? 1 : 0;
            }
        }
        return ratio(rate, hits, judged, excluded);
    }

    private static Standing judgeWorst(ReplyRate rate, List<Round> group) {
        boolean pending = false;
        for (Round round : group) {
            boolean late = round.waited() > rate.within().toMillis();
            if (late || round.outcome() == Outcome.UNANSWERED) {
                return MISS;
            }
            pending |= round.outcome() == Outcome.WAITING;
        }
        return pending ? PENDING : HIT;
    }

    private static Standing judgeMean(ReplyRate rate, List<Round> group) {
        long within = rate.within().toMillis();
        boolean pending = false;
        long sum = 0;
        for (Round round : group) {
            boolean waiting = round.outcome() == Outcome.WAITING;
            if (round.outcome() == Outcome.UNANSWERED || (waiting && round.waited() > within)) {
                return MISS;
            }
            pending |= waiting;
            sum += round.waited();
        }
        if (pending) {
            return PENDING;
        }
        return sum <= within * group.size() ? HIT : MISS;
    }

    private static Value length(OfLengths metric, Collection<List<Round>> groups, Map<Reason, Integer> excluded) {
        long[] waits = groups.stream().mapToLong(group -> length(metric, group)).toArray();
        long sum = Arrays.stream(waits).sum();
        return switch (metric) {
            case MeanWait _ -> ratio(metric, sum, waits.length, excluded);
            case PercentileWait percentile -> new Value(metric, null, waits.length,
                    nearestRank(waits, percentile.percentile()), excluded);
        };
    }

    private static long length(OfLengths metric, List<Round> group) {
        var waits = group.stream().mapToLong(round -> length(metric.limits(), round));
        return switch (metric.grouping().judge()) {
            case FIRST -> waits.findFirst().orElseThrow();
            case WORST -> waits.max().orElseThrow();
            case MEAN -> roundedHalfUp(waits.sum(), group.size());
        };
    }

    private static long length(Limits limits, Round round) {
        return round.outcome() == Outcome.ANSWERED ? limits.capped(round.waited()) : limits.capOfUnanswered();
    }

    private static long roundedHalfUp(long sum, long count) {
        return (2 * sum + count) / (2 * count);
    }

    private static @Nullable Double nearestRank(long[] waits, int percentile) {
        if (waits.length == 0) {
            return null;
        }
        Arrays.sort(waits);
        long rank = ((long) percentile * waits.length + 99) / 100;
        return (double) waits[(int) rank - 1];
    }

    static Value ratio(Metric metric, long numerator, long denominator, Map<Reason, Integer> excluded) {
        Double value = denominator == 0 ? null : (double) numerator / denominator;
        return new Value(metric, numerator, denominator, value, excluded);
    }
}
