package dev.yingda.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event.AgentMessage;
import dev.yingda.conversation.Event.BotMessage;
import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.conversation.Sentence;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Round.Outcome;
import dev.yingda.metrics.Rounds.Rating;
import dev.yingda.metrics.Tally.Witness;

import org.jspecify.annotations.Nullable;

/// What stands behind the figures of a policy and a period: the rounds, replies and ratings, each with what became of it and
/// why. Read from the log by the same [Replay] that gives the figures.
///
/// The methods read the log and so block. For one thread.
public final class Evidence {

    /// So many events are judged for a list of rounds; all of a period's rounds are in memory for it.
    private static final int MOST_EVENTS = 5_000_000;
    private static final Comparator<Reply> OLDEST_FIRST = Comparator.comparing((Reply reply) -> reply.message().at())
            .thenComparing(reply -> reply.message().conversation())
            .thenComparingLong(reply -> reply.message().seq());

    private final EventLog log;
    private final Policy policy;
    private final Instant asOf;
    private int events;

    Evidence(EventLog log, Policy policy, Instant asOf) {
        this.log = log;
        this.policy = policy;
        this.asOf = asOf;
    }

    /// The period holds more than a list is made of.
    public static final class TooMuch extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private TooMuch() {
            super("the period holds more than " + MOST_EVENTS + " events; ask for a shorter one", null, false, false);
        }

        /// How many events it may be.
        public int most() {
            return MOST_EVENTS;
        }
    }

    private Replay replay() {
        Replay replay = Replay.of(policy, asOf);
        events = 0;
        log.scan(policy.period().from(), policy.period().to(), logged -> {
            if (++events > MOST_EVENTS) {
                throw new TooMuch();
            }
            replay.accept(logged);
        });
        return replay;
    }

    /// The rounds that start in the period, the newest first.
    ///
    /// @throws IllegalArgumentException if there is no such metric
    /// @throws TooMuch if the period is too long for a list
    public Page<RoundLine> rounds(RoundFilter filter, Slice slice) {
        if (filter.metric != null && policy.metrics().stream().noneMatch(each -> each.id().equals(filter.metric))) {
            throw new IllegalArgumentException("the policy " + policy.id() + " has no metric " + filter.metric);
        }
        List<RoundLine> lines = replay().result(Set.of(), true).details().rounds();
        return Page.of(lines == null ? List.of() : lines.reversed(), line -> filter.admits(policy, line), slice);
    }

    /// Every message of the bot and of agents in the period, with its verdict, the newest first.
    ///
    /// @param verdicts only these; empty: all
    /// @param agent only this agent's; null: all, and the bot's
    public Replies replies(Set<Verdict> verdicts, @Nullable AgentId agent, Slice slice) {
        Replay replay = Replay.inTurn(policy, asOf);
        Newest<Reply> newest = new Newest<>(OLDEST_FIRST, slice.offset + slice.limit);
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, 0);
        }
        log.scan(policy.period().from(), policy.period().to(), logged -> {
            Judgement judgement = replay.accept(logged);
            if (judgement != null && policy.period().contains(logged.at().toEpochMilli())) {
                Reply reply = new Reply(logged, judgement);
                if (agent == null || agent.equals(reply.agent())) {
                    counts.merge(reply.verdict(), 1, Integer::sum);
                    if (verdicts.isEmpty() || verdicts.contains(reply.verdict())) {
                        newest.add(reply);
                    }
                }
            }
        });
        List<Reply> chosen = newest.listed().stream().skip(slice.offset).toList();
        return new Replies(new Page<>(chosen, Math.toIntExact(newest.total())), counts);
    }

    /// A part of the replies.
    ///
    /// @param counts how many there are of each verdict in the period, chosen or not; every verdict is there
    public record Replies(Page<Reply> page, Map<Verdict, Integer> counts) {
    }

    /// The ratings that a satisfaction looks at, given in the period, the newest first.
    ///
    /// @param standings only these (see [RatingLine#STANDINGS]); empty: all
    /// @throws IllegalArgumentException if there is no such metric, or it is no satisfaction
    /// @throws TooMuch if the period is too long for a list
    public Page<RatingLine> ratings(String metricId, Set<String> standings, Slice slice) {
        if (policy.metrics().stream().noneMatch(
                each -> each.id().equals(metricId) && each instanceof Metric.Satisfaction)) {
            throw new IllegalArgumentException("the policy " + policy.id() + " has no satisfaction " + metricId);
        }
        List<RatingLine> lines = new ArrayList<>();
        replay().finish(Set.of(), new Witness() {
            @Override
            public void sees(Round round) {
                // Only ratings are asked for.
            }

            @Override
            public void tell(Metric metric, Round round, Standing standing) {
                // Only ratings are asked for.
            }

            @Override
            public void tell(Metric metric, Rating rating, Standing standing) {
                if (metric.id().equals(metricId)) {
                    lines.add(RatingLine.of(rating, standing));
                }
            }
        });
        lines.sort(Comparator.comparing(RatingLine::at).thenComparing(RatingLine::conversation).reversed());
        return Page.of(lines, line -> standings.isEmpty() || standings.contains(line.standing()), slice);
    }

    /// One message of the bot or of an agent and what it is worth; [Verdict] has the sentence why.
    public record Reply(Logged message, Judgement judgement) {

        public Verdict verdict() {
            return judgement.verdict();
        }

        /// In whose name; null for the bot.
        public @Nullable AgentId agent() {
            return message.event() instanceof AgentMessage said ? said.agent() : null;
        }

        /// By its name on the wire, such as `typed` or `answer`.
        public String kind() {
            return switch (message.event()) {
                case AgentMessage said -> said.kind().wire();
                case BotMessage said -> said.kind().wire();
                default -> throw new IllegalStateException("only messages have verdicts");
            };
        }

        /// What was written, if it is known.
        public @Nullable String text() {
            return switch (message.event()) {
                case AgentMessage said -> said.text();
                case BotMessage said -> said.text();
                default -> null;
            };
        }
    }

    /// One rating and what became of it.
    ///
    /// @param standing `good`, `low`, or why it is left out
    public record RatingLine(ConversationId conversation, Instant at, int stars, Of of, String standing,
            Sentence sentence) {

        /// What a rating can be.
        public static final Set<String> STANDINGS = Set.of("good", "low", Report.Reason.FLAGGED.wire(),
                Report.Reason.OVER_BUYER_LIMIT.wire());

        private static final Sentence GOOD = new Sentence("达到好评的星数：计入，算好评。",
                "It has the stars of a good rating: counted as good.");
        private static final Sentence LOW = new Sentence("没有达到好评的星数：计入，不算好评。",
                "It has fewer stars than a good rating: counted, not as good.");

        private static RatingLine of(Rating rating, Standing standing) {
            String name = switch (standing) {
                case Standing.Hit _ -> "good";
                case Standing.Miss _ -> "low";
                case Standing.Excluded _,Standing.Contributed _ -> standing.wire();
            };
            Sentence sentence = switch (standing) {
                case Standing.Hit _ -> GOOD;
                case Standing.Miss _ -> LOW;
                case Standing.Excluded _,Standing.Contributed _ -> standing.sentence();
            };
            return new RatingLine(rating.subject().conversation, Instant.ofEpochMilli(rating.at()), rating.stars(),
                    rating.of(), name, sentence);
        }
    }

    /// Which rounds are wanted.
    ///
    /// @param metric only rounds that this metric reports, counted or left out; null: all
    /// @param standings what they are in that metric, such as `hit`, `miss`, `pending`, `unanswered`, or `measured` for a
    ///     wait that it contributed; empty: anything
    /// @param outcomes empty: any
    /// @param agent only those credited to this agent, or to `unassigned`; null: all
    public record RoundFilter(@Nullable String metric, Set<String> standings, Set<Outcome> outcomes,
            @Nullable String agent) {

        /// All of them.
        public static final RoundFilter ALL = new RoundFilter(null, Set.of(), Set.of(), null);

        private boolean admits(Policy policy, RoundLine line) {
            Round round = line.round();
            return policy.period().contains(round.startMillis())
                    && (outcomes.isEmpty() || outcomes.contains(round.outcome()))
                    && (agent == null || (round.human() && round.creditedTo().equals(agent)))
                    && (metric == null || admits(line.standings().get(metric)));
        }

        private boolean admits(@Nullable Standing standing) {
            return switch (standing) {
                case null -> false;
                case Standing.Excluded(var reason) when !reason.reported() -> false;
                case Standing.Contributed _ -> standings.isEmpty() || standings.contains("measured");
                case Standing.Hit _,Standing.Miss _,Standing.Excluded _ -> standings.isEmpty()
                        || standings.contains(standing.wire());
            };
        }
    }

    /// Which part of a list is wanted.
    ///
    /// @param offset how many to skip, 0 or more
    /// @param limit how many at most, 1 or more
    public record Slice(int offset, int limit) {

        public Slice {
            if (offset < 0 || limit < 1) {
                throw new IllegalArgumentException("a slice starts at 0 or later and holds at least one");
            }
        }
    }

    /// A part of a list.
    ///
    /// @param total how many the whole list has
    public record Page<T>(List<T> items, int total) {

        private static <T> Page<T> of(List<T> all, Predicate<T> wanted, Slice slice) {
            List<T> found = all.stream().filter(wanted).toList();
            return new Page<>(found.stream().skip(slice.offset).limit(slice.limit).toList(), found.size());
        }
    }
}
