package dev.yingda.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.metrics.Metric.Judge;
import dev.yingda.metrics.Metric.Limits;
import dev.yingda.metrics.Metric.MeanWait;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.PercentileWait;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Report.Reason;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Round.Outcome;

import org.jspecify.annotations.Nullable;

/// Some rounds of one session, buyer or buyer's day that one metric looks at together; a part of them, if they are of
/// several conversations or days. Keeps of them what the metric needs, so that parts can be put together when a period is
/// asked for.
///
/// A group under `judge: first` that has a choice holds only its earliest round.
final class Group {

    static final Standing HIT = new Standing.Hit();
    static final Standing MISS = new Standing.Miss();
    static final Standing PENDING = new Standing.Excluded(Reason.PENDING);

    /// Which group of which metric.
    ///
    /// @param agent whose rounds alone; null: everybody's
    /// @param of what makes the group: the session, the buyer, or the buyer's day
    record Key(int metric, @Nullable String agent, Of of) {
    }

    /// What makes a group.
    sealed interface Of {

        record OneSession(ConversationId conversation, int number) implements Of {
        }

        record OneBuyer(BuyerId buyer) implements Of {
        }

        record OneBuyerDay(BuyerId buyer, int day) implements Of {
        }
    }

    final Key key;
    /// The local dates of the rounds' start and of their window instant.
    final int startDay;
    final int windowDay;
    /// The earliest round: its start, conversation and place.
    private final long start;
    private final ConversationId conversation;
    private final int place;
    /// Why the earliest round is left out, if it is; asked under `judge: first` only.
    private final @Nullable Reason left;

    private boolean missed;
    private boolean waiting;
    private int count;
    private long sum;
    private long longest;
    private final @Nullable List<Round> rounds;

    /// @param left why the round is left out; null: it is not
    /// @param remember whether the rounds themselves are asked for later
    Group(Key key, int startDay, int windowDay, Round earliest, @Nullable Reason left, boolean remember) {
        this.key = key;
        this.startDay = startDay;
        this.windowDay = windowDay;
        this.start = earliest.startMillis();
        this.conversation = earliest.conversation();
        this.place = earliest.place();
        this.left = left;
        this.rounds = remember ? new ArrayList<>(2) : null;
    }

    private Group(Group part) {
        this.key = part.key;
        this.startDay = part.startDay;
        this.windowDay = part.windowDay;
        this.start = part.start;
        this.conversation = part.conversation;
        this.place = part.place;
        this.left = null;
        this.rounds = part.rounds == null ? null : new ArrayList<>(part.rounds.size());
        add(part);
    }

    ConversationId conversation() {
        return conversation;
    }

    @Nullable
    Reason left() {
        return left;
    }

    List<Round> rounds() {
        return rounds == null ? List.of() : rounds;
    }

    /// Takes a round in that is not left out.
    void take(OfWaits metric, Round round) {
        long wait = switch (metric) {
            case ReplyRate _ -> round.waited();
            case OfLengths lengths -> length(lengths.limits(), round);
        };
        if (metric instanceof ReplyRate rate) {
            missed |= missed(rate, round);
        }
        waiting |= round.outcome() == Outcome.WAITING;
        count++;
        sum += wait;
        longest = Math.max(longest, wait);
        remember(round);
    }

    /// Keeps the round for the list of rounds, though the figure leaves it out.
    void remember(Round round) {
        if (rounds != null) {
            rounds.add(round);
        }
    }

    /// A round that decides for its group, whatever the others are.
    private static boolean missed(ReplyRate rate, Round round) {
        boolean late = round.waited() > rate.within().toMillis();
        return round.outcome() == Outcome.UNANSWERED
                || (late && (rate.grouping().judge() != Judge.MEAN || round.outcome() == Outcome.WAITING));
    }

    /// The parts as one. `judge: first` chooses the earliest instead: see [#before].
    static Group together(List<Group> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        Group whole = new Group(parts.getFirst());
        parts.subList(1, parts.size()).forEach(whole::add);
        return whole;
    }

    private void add(Group part) {
        missed |= part.missed;
        waiting |= part.waiting;
        count += part.count;
        sum += part.sum;
        longest = Math.max(longest, part.longest);
        if (rounds != null) {
            rounds.addAll(Objects.requireNonNull(part.rounds));
        }
    }

    /// Whether its earliest round comes before the other's: by start, conversation and place.
    boolean before(Group other) {
        if (start != other.start) {
            return start < other.start;
        }
        int byConversation = conversation.compareTo(other.conversation);
        return byConversation != 0 ? byConversation < 0 : place < other.place;
    }

    /// Adds what the group is worth.
    void count(OfWaits metric, Sum into, int sign) {
        switch (metric) {
            case ReplyRate rate -> count(standing(rate), into, sign);
            case MeanWait _ -> into.count(length(metric), 1, sign);
            case PercentileWait _ -> {
                into.count(0, 1, sign);
                into.length(length(metric), sign);
            }
        }
    }

    static void count(Standing standing, Sum into, int sign) {
        switch (standing) {
            case Standing.Hit _ -> into.count(1, 1, sign);
            case Standing.Miss _ -> into.count(0, 1, sign);
            case Standing.Excluded(var reason) -> into.exclude(reason, sign);
            case Standing.Contributed _ -> throw new IllegalStateException("a rate has no lengths");
        }
    }

    /// What its rounds are in a reply rate.
    Standing standing(ReplyRate rate) {
        if (missed) {
            return MISS;
        }
        if (waiting) {
            return PENDING;
        }
        return rate.grouping().judge() != Judge.MEAN || sum <= rate.within().toMillis() * count ? HIT : MISS;
    }

    private long length(OfWaits metric) {
        return switch (metric.grouping().judge()) {
            case FIRST -> sum;
            case WORST -> longest;
            case MEAN -> (2 * sum + count) / (2L * count);
        };
    }

    /// What a round that is not left out counts in a metric of lengths.
    static long length(Limits limits, Round round) {
        return round.outcome() == Outcome.ANSWERED ? limits.capped(round.waited()) : limits.capOfUnanswered();
    }
}
