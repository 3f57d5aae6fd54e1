package dev.yingda.metrics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.yingda.metrics.Metric.Judge;
import dev.yingda.metrics.Metric.Limits;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Unanswered;
import dev.yingda.metrics.Metric.Unit;
import dev.yingda.metrics.Metric.WindowBy;
import dev.yingda.metrics.OracleConversation.Wait;
import dev.yingda.metrics.Policy.Time;

import org.jspecify.annotations.Nullable;

/// The metrics of waits (response-metrics.md, section 4), once more, on plain lists. Shares nothing with [Measure].
final class OracleMeasure {

    static final Comparator<Wait> ORDER = Comparator.comparingLong((Wait wait) -> wait.start)
            .thenComparing(wait -> wait.of.id).thenComparingInt(wait -> wait.place);

    private final Policy policy;
    private final OracleTime time;
    private final long asOf;
    private final Map<Wait, Long> lengths = new HashMap<>();

    OracleMeasure(Policy policy, OracleTime time, long asOf) {
        this.policy = policy;
        this.time = time;
        this.asOf = asOf;
    }

    /// "only rounds that start in `[from, to)`, and ratings given in it"
    static boolean inPeriod(Policy policy, long at) {
        Instant from = policy.period().from();
        Instant to = policy.period().to();
        return (from == null || !Instant.ofEpochMilli(at).isBefore(from))
                && (to == null || Instant.ofEpochMilli(at).isBefore(to));
    }

    /// `serviceType`: "only conversations of these types, by the last `classified` up to `asOf`; selects, reports nothing"
    static boolean selected(Metric metric, OracleConversation conversation) {
        var types = metric.head().serviceTypes();
        return types == null || types.contains(conversation.serviceType);
    }

    /// Whether a metric is about a round at all; if not, the reason is shown at the round but not reported.
    private @Nullable String notSelected(OfWaits metric, Wait wait) {
        return !selected(metric, wait.of)
                ? "other-service-type"
                : !inPeriod(policy, wait.start)
                        ? "outside-period"
                        : null;
    }

    boolean isAbout(OfWaits metric, Wait wait) {
        return notSelected(metric, wait) == null;
    }

    /// "Common exclusions, tested in this order"
    private @Nullable String commonExclusion(OfWaits metric, Wait wait) {
        if (wait.outcome.equals("bot-answered") || wait.outcome.equals("never-handed-off")) {
            return wait.outcome;
        }
        return wait.of.flagged ? "flagged" : outsideHours(metric, wait) ? "outside-hours" : null;
    }

    /// "under `time: wall`: its window instant is in no window; under `business`: its start is in none and it was answered
    /// after no business time at all"
    private boolean outsideHours(OfWaits metric, Wait wait) {
        if (policy.schedule().time() == Time.WALL) {
            return !time.inWindow(windowInstant(metric, wait));
        }
        return !time.inWindow(wait.start) && wait.outcome.equals("answered") && length(wait) == 0;
    }

    /// `windowBy`: "the round's start, or the start of the session's first round of any outcome"
    private static long windowInstant(OfWaits metric, Wait wait) {
        return metric.grouping().windowBy() == WindowBy.ROUND
                ? wait.start
                : wait.of.waits.stream().filter(each -> each.session == wait.session).findFirst().orElseThrow().start;
    }

    /// By day: "by the local date of the window instant"
    LocalDate date(OfWaits metric, Wait wait) {
        return time.date(windowInstant(metric, wait));
    }

    /// "The wait of a round: end − start, or business time between them; of a `waiting` round, up to `asOf`."
    private long length(Wait wait) {
        return lengths.computeIfAbsent(wait, _ -> time.wait(wait.start, wait.end == null ? asOf : wait.end));
    }

    /// Why each of these rounds is left out before groups are judged: the common exclusions, and "`not-first` is tested
    /// right after".
    Map<Wait, String> exclusions(OfWaits metric, List<Wait> waits) {
        Map<Wait, String> reasons = new HashMap<>();
        List<Wait> remaining = new ArrayList<>();
        for (Wait wait : waits) {
            String reason = notSelected(metric, wait);
            reason = reason == null ? commonExclusion(metric, wait) : reason;
            if (reason == null) {
                remaining.add(wait);
            } else {
                reasons.put(wait, reason);
            }
        }
        if (metric.grouping().unit() != Unit.ROUND && metric.grouping().judge() == Judge.FIRST) {
            for (Wait wait : remaining) {
                if (!isFirst(metric, wait, remaining)) {
                    reasons.put(wait, "not-first");
                }
            }
        }
        return reasons;
    }

    /// "`unit: session, judge: first` is the first response: rounds that are not *first* are excluded … In the other grouped
    /// units `first` takes the group's earliest remaining round (by start, then conversation id, then order)".
    private boolean isFirst(OfWaits metric, Wait wait, List<Wait> remaining) {
        if (metric.grouping().unit() == Unit.SESSION) {
            return wait.first;
        }
        return remaining.stream().filter(each -> group(metric, each).equals(group(metric, wait))).min(ORDER)
                .orElseThrow() == wait;
    }

    /// `unit`: "The remaining rounds are grouped by it; `buyer-day` is the buyer and the local date of the round's start"
    private List<Object> group(OfWaits metric, Wait wait) {
        return switch (metric.grouping().unit()) {
            case ROUND -> List.of(wait.of.id, wait.place);
            case SESSION -> List.of(wait.of.id, wait.session);
            case BUYER_DAY -> List.of(wait.of.buyer, time.date(wait.start));
            case BUYER -> List.of(wait.of.buyer);
        };
    }

    /// What came of some rounds in a metric.
    ///
    /// @param standings `hit`, `miss`, `pending`, a reason, or as a number the wait that the round contributed
    record Sum(long hits, long judged, List<Long> waits, Map<String, Integer> excluded, Map<Wait, Object> standings) {
    }

    /// @param reasons of [#exclusions]
    Sum sum(OfWaits metric, List<Wait> waits, Map<Wait, String> reasons) {
        Map<List<Object>, List<Wait>> groups = new LinkedHashMap<>();
        Map<String, Integer> excluded = new LinkedHashMap<>();
        Map<Wait, Object> standings = new HashMap<>();
        for (Wait wait : waits) {
            String reason = reasons.get(wait);
            reason = reason == null ? leavesItsGroup(metric, wait) : reason;
            if (reason == null) {
                groups.computeIfAbsent(group(metric, wait), _ -> new ArrayList<>()).add(wait);
            } else {
                standings.put(wait, reason);
                if (isAbout(metric, wait)) {
                    excluded.merge(reason, 1, Integer::sum);
                }
            }
        }
        return metric instanceof ReplyRate rate
                ? rates(rate, List.copyOf(groups.values()), excluded, standings)
                : lengths((OfLengths) metric, List.copyOf(groups.values()), excluded, standings);
    }

    private @Nullable String leavesItsGroup(OfWaits metric, Wait wait) {
        return switch (metric) {
            // "one that the buyer `left` with wait ≤ within is `left-early` and leaves its group"
            case ReplyRate rate -> Objects.equals(wait.why, "left") && length(wait) <= rate.within().toMillis()
                    ? "left-early"
                    : null;
            case OfLengths lengths -> withoutLength(lengths.limits(), wait);
        };
    }

    private @Nullable String withoutLength(Limits limits, Wait wait) {
        boolean toCap = limits.unanswered() == Unanswered.CAP;
        return switch (wait.outcome) {
            // "`dropOver: 30m`: an answered round with a longer wait is left out"
            case "answered" -> limits.dropOver() != null && length(wait) > limits.dropOver().toMillis()
                    ? "wait-over-limit"
                    : null;
            // "an unanswered round is left out … or counts as the cap"
            case "unanswered" -> toCap ? null : "unanswered";
            // "a waiting one `pending`" or "(a waiting one only once its wait ≥ cap; till then `pending`)"
            default -> toCap && length(wait) >= Objects.requireNonNull(limits.cap()).toMillis() ? null : "pending";
        };
    }

    private Sum rates(ReplyRate rate, List<List<Wait>> groups, Map<String, Integer> excluded,
            Map<Wait, Object> standings) {
        long hits = 0;
        long judged = 0;
        for (List<Wait> group : groups) {
            String judgement = rate.grouping().unit() != Unit.ROUND && rate.grouping().judge() == Judge.MEAN
                    ? byMean(rate, group)
                    : byWorst(rate, group);
            group.forEach(wait -> standings.put(wait, judgement));
            switch (judgement) {
                case "pending" -> excluded.merge("pending", 1, Integer::sum);
                case "hit" -> {
                    hits++;
                    judged++;
                }
                default -> judged++;
            }
        }
        return new Sum(hits, judged, List.of(), excluded, standings);
    }

    /// "a miss if any is a miss, else pending if any is pending (reported once a group), else a hit"
    private String byWorst(ReplyRate rate, List<Wait> group) {
        List<String> each = group.stream().map(wait -> one(rate, wait)).toList();
        return each.contains("miss") ? "miss" : each.contains("pending") ? "pending" : "hit";
    }

    /// "a round answered with wait ≤ within is a hit …; a `waiting` round with wait ≤ within is `pending` … Everything else
    /// is a miss"
    private String one(ReplyRate rate, Wait wait) {
        boolean inTime = length(wait) <= rate.within().toMillis();
        return wait.outcome.equals("answered") && inTime
                ? "hit"
                : wait.outcome.equals("waiting") && inTime ? "pending" : "miss";
    }

    /// "a miss if any is unanswered, or waiting beyond `within`; else pending if any is waiting; else a hit if the mean of its
    /// waits ≤ within (the exact mean, not the rounded one)"
    private String byMean(ReplyRate rate, List<Wait> group) {
        long within = rate.within().toMillis();
        for (Wait wait : group) {
            if (wait.outcome.equals("unanswered") || (wait.outcome.equals("waiting") && length(wait) > within)) {
                return "miss";
            }
        }
        if (group.stream().anyMatch(wait -> wait.outcome.equals("waiting"))) {
            return "pending";
        }
        return group.stream().mapToLong(this::length).sum() <= within * group.size() ? "hit" : "miss";
    }

    /// "A group then gives, of its remaining rounds, the first's wait, the largest, or the mean rounded half up to a
    /// millisecond; a group with none left gives nothing."
    private Sum lengths(OfLengths metric, List<List<Wait>> groups, Map<String, Integer> excluded,
            Map<Wait, Object> standings) {
        List<Long> given = new ArrayList<>();
        for (List<Wait> group : groups) {
            group.forEach(wait -> standings.put(wait, counted(metric.limits(), wait)));
            List<Long> waits = group.stream().map(wait -> counted(metric.limits(), wait)).toList();
            long sum = waits.stream().mapToLong(Long::longValue).sum();
            given.add(metric.grouping().unit() == Unit.ROUND ? waits.getFirst() : switch (metric.grouping().judge()) {
                case FIRST -> waits.getFirst();
                case WORST -> waits.stream().mapToLong(Long::longValue).max().orElseThrow();
                case MEAN -> (2 * sum + waits.size()) / (2L * waits.size());
            });
        }
        return new Sum(0, given.size(), given, excluded, standings);
    }

    /// "longer waits count as the cap"; one that is not answered and still here "counts as the cap"
    private long counted(Limits limits, Wait wait) {
        if (limits.cap() == null) {
            return length(wait);
        }
        long cap = limits.cap().toMillis();
        return wait.outcome.equals("answered") && length(wait) <= cap ? length(wait) : cap;
    }
}
