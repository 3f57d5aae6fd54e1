package dev.yingda.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.yingda.metrics.Metric.AnswerRatio;
import dev.yingda.metrics.Metric.Judge;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Metric.Unit;
import dev.yingda.metrics.Metric.WindowBy;
import dev.yingda.metrics.Report.Reason;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Round.Outcome;
import dev.yingda.metrics.Tally.Cell;
import dev.yingda.metrics.Tally.Witness;

import org.jspecify.annotations.Nullable;

/// Says what one conversation is worth under a policy (response-metrics.md, section 4): of each round and metric, why it is
/// left out, if it is; else what it counts. A conversation can be taken out of a [Tally] by the same steps with the sign
/// turned, so that a figure is always the sum over the conversations as they are now.
final class Measure {

    private final Policy policy;
    private final BusinessTime time;
    private final Sieve sieve;
    private final List<Metric> metrics;
    private final boolean bySession;

    Measure(Policy policy, BusinessTime time) {
        this.policy = policy;
        this.time = time;
        this.sieve = new Sieve(policy, time);
        this.metrics = policy.metrics();
        this.bySession = metrics.stream().anyMatch(
                metric -> metric instanceof OfWaits waits && waits.grouping().windowBy() == WindowBy.SESSION);
    }

    /// Adds a conversation as it stands at an instant.
    ///
    /// @param asOf not before its last event
    void add(Rounds conversation, long asOf, Tally tally, Witness witness) {
        apply(conversation, asOf, tally, 1, witness);
    }

    /// Takes away what [#add] added; the conversation has not changed in between, and nobody waits in it.
    void remove(Rounds conversation, long asOf, Tally tally) {
        Set<Integer> days = apply(conversation, asOf, tally, -1, Witness.NONE);
        tally.forget(conversation.subject().conversation, days);
    }

    /// @return the days on which parts of groups or limited ratings lie
    private Set<Integer> apply(Rounds conversation, long asOf, Tally tally, int sign, Witness witness) {
        Application application = new Application(conversation, tally, sign, witness);
        for (Round round : conversation.rounds(asOf)) {
            application.place(round);
        }
        for (int i = 0; i < metrics.size(); i++) {
            switch (metrics.get(i)) {
                case OfWaits waits -> application.waits(i, waits);
                case Satisfaction satisfaction -> application.ratings(i, satisfaction);
                case AnswerRatio ratio -> application.messages(i, ratio);
            }
        }
        return application.days;
    }

    /// One round and the cells that it counts in.
    private final class Placed {

        final Round round;
        final int startDay;
        final int sessionDay;
        final boolean inPeriod;
        final Cell whole;
        final @Nullable Cell own;
        final Cell wholeBySession;
        final @Nullable Cell ownBySession;

        Placed(Round round, Tally tally) {
            this.round = round;
            startDay = time.day(round.startMillis());
            inPeriod = policy.period().contains(round.startMillis());
            String agent = round.human() ? round.creditedTo() : null;
            whole = tally.cell(startDay, startDay, null);
            own = agent == null ? null : tally.cell(startDay, startDay, agent);
            sessionDay = bySession ? time.day(round.inSession().startOfRounds()) : startDay;
            boolean apart = sessionDay != startDay;
            wholeBySession = apart ? tally.cell(startDay, sessionDay, null) : whole;
            ownBySession = apart && agent != null ? tally.cell(startDay, sessionDay, agent) : own;
        }

        int windowDay(OfWaits metric) {
            return metric.grouping().windowBy() == WindowBy.SESSION ? sessionDay : startDay;
        }

        Sum whole(int index, OfWaits metric) {
            return (metric.grouping().windowBy() == WindowBy.SESSION ? wholeBySession : whole).sum(index);
        }

        /// Of the agent; null for the bot's rounds.
        @Nullable
        Sum own(int index, OfWaits metric) {
            Cell cell = metric.grouping().windowBy() == WindowBy.SESSION ? ownBySession : own;
            return cell == null ? null : cell.sum(index);
        }
    }

    /// One conversation into one tally.
    private final class Application {

        private final Rounds conversation;
        private final Tally tally;
        private final int sign;
        private final Witness witness;
        private final List<Placed> rounds = new ArrayList<>(4);
        private final Set<Integer> days = new LinkedHashSet<>(0);

        Application(Rounds conversation, Tally tally, int sign, Witness witness) {
            this.conversation = conversation;
            this.tally = tally;
            this.sign = sign;
            this.witness = witness;
        }

        void place(Round round) {
            witness.sees(round);
            Placed placed = new Placed(round, tally);
            rounds.add(placed);
            if (placed.inPeriod && placed.own != null) {
                placed.own.countRound(sign);
            }
        }

        void waits(int index, OfWaits metric) {
            boolean selected = metric.head().selects(conversation.subject().serviceType);
            boolean chooses = metric.grouping().judge() == Judge.FIRST;
            boolean single = metric.grouping().unit() == Unit.ROUND
                    || (metric.grouping().unit() == Unit.SESSION && chooses);
            Map<Group.Key, List<Group>> groups = single ? Map.of() : new HashMap<>();
            for (Placed placed : rounds) {
                Reason reason = selected ? sieve.common(metric, placed.round) : Reason.OTHER_SERVICE_TYPE;
                if (reason == null && single && chooses && metric.grouping().unit() == Unit.SESSION
                        && !placed.round.first()) {
                    reason = Reason.NOT_FIRST;
                }
                Reason ownReason = reason == null ? Sieve.own(metric, placed.round) : null;
                if (reason == null && (single || !chooses)) {
                    reason = ownReason;
                }
                if (reason != null) {
                    exclude(index, metric, placed, reason);
                } else if (single) {
                    count(index, metric, placed);
                } else {
                    group(index, metric, placed, ownReason, null, groups);
                    if (placed.round.human()) {
                        group(index, metric, placed, ownReason, placed.round.creditedTo(), groups);
                    }
                }
            }
            groups.forEach((key, parts) -> settle(key, metric, parts));
        }

        private void exclude(int index, OfWaits metric, Placed placed, Reason reason) {
            witness.tell(metric, placed.round, new Standing.Excluded(reason));
            if (reason.reported()) {
                placed.whole(index, metric).exclude(reason, sign);
                Sum own = placed.own(index, metric);
                if (own != null) {
                    own.exclude(reason, sign);
                }
            }
        }

        private void count(int index, OfWaits metric, Placed placed) {
            Round round = placed.round;
            Sum own = placed.own(index, metric);
            count(metric, round, placed.whole(index, metric));
            if (own != null) {
                count(metric, round, own);
            }
            if (witness.listens()) {
                witness.tell(metric, round, switch (metric) {
                    case ReplyRate rate -> alone(rate, round);
                    case OfLengths lengths -> new Standing.Contributed(Group.length(lengths.limits(), round));
                });
            }
        }

        private void count(OfWaits metric, Round round, Sum into) {
            switch (metric) {
                case ReplyRate rate -> Group.count(alone(rate, round), into, sign);
                case Metric.MeanWait mean -> into.count(Group.length(mean.limits(), round), 1, sign);
                case Metric.PercentileWait percentile -> {
                    into.count(0, 1, sign);
                    into.length(Group.length(percentile.limits(), round), sign);
                }
            }
        }

        /// @param agent whose group; null: everybody's
        private void group(int index, OfWaits metric, Placed placed, @Nullable Reason ownReason,
                @Nullable String agent, Map<Group.Key, List<Group>> groups) {
            Round round = placed.round;
            int windowDay = placed.windowDay(metric);
            Group.Key key = new Group.Key(index, agent, groupOf(metric.grouping().unit(), placed));
            List<Group> parts = groups.computeIfAbsent(key, _ -> new ArrayList<>(1));
            Group part = parts.stream()
                    .filter(each -> each.startDay == placed.startDay && each.windowDay == windowDay)
                    .findFirst().orElse(null);
            boolean chooses = metric.grouping().judge() == Judge.FIRST;
            if (part != null && chooses) {
                // Rounds come in order, so this one is not the first, whatever else is in the group.
                Sum into = agent == null ? placed.whole(index, metric) : placed.own(index, metric);
                if (into != null) {
                    into.exclude(Reason.NOT_FIRST, sign);
                }
                if (agent == null) {
                    witness.tell(metric, round, new Standing.Excluded(Reason.NOT_FIRST));
                }
                return;
            }
            if (part == null) {
                part = new Group(key, placed.startDay, windowDay, round, ownReason,
                        agent == null && witness.listens());
                parts.add(part);
            }
            if (ownReason == null) {
                part.take(metric, round);
            } else {
                part.remember(round);
            }
            if (agent == null && !chooses && metric instanceof OfLengths lengths) {
                witness.tell(metric, round, new Standing.Contributed(Group.length(lengths.limits(), round)));
            }
        }

        /// A session that lies in one day adds up at once; what may go on elsewhere is kept in parts.
        private void settle(Group.Key key, OfWaits metric, List<Group> parts) {
            if (key.of() instanceof Group.Of.OneSession && parts.size() == 1) {
                Group group = parts.getFirst();
                group.count(metric, tally.cell(group.startDay, group.windowDay, key.agent()).sum(key.metric()), sign);
                if (metric instanceof ReplyRate rate) {
                    group.rounds().forEach(round -> witness.tell(metric, round, group.standing(rate)));
                }
                return;
            }
            for (Group part : parts) {
                days.add(part.startDay);
                if (sign > 0) {
                    tally.put(part);
                }
            }
        }

        void ratings(int index, Satisfaction metric) {
            for (Rounds.Rating rating : conversation.ratings()) {
                if (!Ratios.selects(metric, rating) || !policy.period().contains(rating.at())) {
                    continue;
                }
                int day = time.day(rating.at());
                Standing standing = Ratios.standing(metric, rating);
                if (metric.maxPerBuyer() == null || standing instanceof Standing.Excluded) {
                    Group.count(standing, tally.cell(day, day, null).sum(index), sign);
                    witness.tell(metric, rating, standing);
                } else {
                    days.add(day);
                    if (sign > 0) {
                        tally.put(new Tally.Limited(index, rating, day));
                    }
                }
            }
        }

        void messages(int index, AnswerRatio metric) {
            var subject = conversation.subject();
            if (!subject.flagged && metric.head().selects(subject.serviceType)) {
                conversation.traffic().days().forEach((day, messages) -> tally.cell(day, day, null).sum(index)
                        .count(messages.fromAgents, messages.fromBuyer, sign));
            }
        }
    }

    /// Until when a reply to an open round is in time, by each reply rate that looks at the round.
    List<Board.Due> dues(Round waiting) {
        List<Board.Due> dues = new ArrayList<>();
        for (Metric metric : metrics) {
            if (metric instanceof ReplyRate rate && metric.head().selects(waiting.subject().serviceType)
                    && !waiting.subject().flagged && !sieve.outsideHours(rate, waiting)
                    && (waiting.first() || rate.grouping().unit() != Unit.SESSION
                            || rate.grouping().judge() != Judge.FIRST)) {
                dues.add(new Board.Due(rate.id(), time.reached(waiting.startMillis(), rate.within().toMillis())));
            }
        }
        return dues;
    }

    private static Group.Of groupOf(Unit unit, Placed placed) {
        Round round = placed.round;
        return switch (unit) {
            case SESSION -> new Group.Of.OneSession(round.conversation(), round.session());
            case BUYER_DAY -> new Group.Of.OneBuyerDay(round.buyer(), placed.startDay);
            case BUYER -> new Group.Of.OneBuyer(round.buyer());
            case ROUND -> throw new IllegalStateException("single rounds are in no group");
        };
    }

    /// What a round is that nothing is grouped with.
    private static Standing alone(ReplyRate rate, Round round) {
        if (round.outcome() == Outcome.UNANSWERED || round.waited() > rate.within().toMillis()) {
            return Group.MISS;
        }
        return round.outcome() == Outcome.WAITING ? Group.PENDING : Group.HIT;
    }
}
