package dev.yingda.metrics;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event.AgentMessage;
import dev.yingda.conversation.Event.BotMessage;
import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Round.Outcome;
import dev.yingda.metrics.Rounds.Rating;
import dev.yingda.metrics.Tally.Witness;

import org.jspecify.annotations.Nullable;

/// Owner of the totals: the figures of the live shop, each with the rounds and messages behind it. Everything is derived
/// from the log by the rules that judge files too; the [RollUp] holds what adds up, and is read anew from the log when it is
/// first needed.
///
/// For several threads. [#accept] only takes note and never waits; the other methods read the log and so block.
public final class Ledger {

    private static final Comparator<Reply> NEWEST_FIRST = Comparator.comparing((Reply reply) -> reply.message().at())
            .thenComparing(reply -> reply.message().conversation())
            .thenComparingLong(reply -> reply.message().seq()).reversed();

    private final EventLog log;
    private final Clock clock;
    private final List<Policy> policies;
    private final AtomicLong version = new AtomicLong();
    private final Queue<Logged> news = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by the lock; null until it is needed, and after it failed.
    private @Nullable RollUp rollUp;

    /// @param policies those that may be asked for, each id once
    public Ledger(EventLog log, Clock clock, List<Policy> policies) {
        this.log = log;
        this.clock = clock;
        this.policies = List.copyOf(policies);
        if (policies.stream().map(Policy::id).distinct().count() < policies.size()) {
            throw new IllegalArgumentException("a policy is there twice");
        }
    }

    /// The policies that may be asked for.
    public List<Policy> policies() {
        return policies;
    }

    /// Hears of every event after it was stored, in order within each conversation.
    public void accept(Logged logged) {
        news.add(logged);
        version.incrementAndGet();
    }

    /// Grows with every event: as long as it stands, only the passing of time changes a figure.
    public long version() {
        return version.get();
    }

    /// Throws the totals away; the next question reads the whole log.
    public void rebuild() {
        lock.lock();
        try {
            rollUp = null;
        } finally {
            lock.unlock();
        }
    }

    /// Asks the roll-up, brought up to date, how things stand now.
    private <T> T ask(BiFunction<RollUp, Instant, T> question) {
        lock.lock();
        try {
            RollUp current = upToDate();
            Instant now = clock.instant();
            current.sweep(now);
            // A clock that was set back must not hide what was stored already.
            return question.apply(current, now.isAfter(current.latest()) ? now : current.latest());
        } finally {
            lock.unlock();
        }
    }

    private RollUp upToDate() {
        RollUp current = rollUp;
        rollUp = null;
        if (current == null) {
            current = new RollUp(log, policies);
            Logged oldestNews = news.peek();
            current.build(oldestNews == null ? clock.instant() : oldestNews.at());
        }
        for (Logged next = news.poll(); next != null; next = news.poll()) {
            current.accept(next);
        }
        rollUp = current;
        return current;
    }

    /// The figures of the period as they stand now; `replies` counts all since the beginning. Periods of whole local days
    /// are there at once; others are read from the log.
    ///
    /// @param from first instant of the period; null: no bound
    /// @param to first instant after it; null: no bound
    /// @throws IllegalArgumentException if there is no such policy, or `from` is after `to`
    public Report report(String policyId, @Nullable Instant from, @Nullable Instant to, Set<By> by) {
        Policy policy = policy(policyId).during(from, to);
        int index = index(policyId);
        Optional<Report> added = ask((figures, asOf) -> {
            Tally.Days days = figures.days(index, from, to);
            return days == null ? Optional.empty() : Optional.of(figures.report(index, days, by, asOf));
        });
        return added.orElseGet(() -> {
            Replay replay = Replay.inTurn(policy, now());
            log.scan(from, to, replay::accept);
            Report report = replay.result(by, false);
            return new Report(report.policy(), report.asOf(), report.metrics(),
                    ask((figures, _) -> figures.replies(index)), report.details());
        });
    }

    private Instant now() {
        return ask((_, asOf) -> asOf);
    }

    /// The live shop: who waits, what is due when, and today's figures.
    public Board board() {
        return ask((figures, asOf) -> {
            List<Board.Today> today = new ArrayList<>();
            for (int i = 0; i < policies.size(); i++) {
                int day = figures.day(i, asOf);
                Report report = figures.report(i, new Tally.Days(day, day + 1), Set.of(By.AGENT), asOf);
                today.add(new Board.Today(policies.get(i), LocalDate.ofEpochDay(day), report,
                        figures.waiting(i, asOf)));
            }
            return new Board(asOf, today);
        });
    }

    /// The rounds behind a figure that start in the period, the newest first.
    ///
    /// @throws IllegalArgumentException if there is no such policy or metric, or `from` is after `to`
    public Page<RoundLine> rounds(String policyId, @Nullable Instant from, @Nullable Instant to, RoundFilter filter,
            Slice slice) {
        Policy policy = policy(policyId).during(from, to);
        if (filter.metric != null && policy.metrics().stream().noneMatch(each -> each.id().equals(filter.metric))) {
            throw new IllegalArgumentException("the policy " + policyId + " has no metric " + filter.metric);
        }
        Replay replay = Replay.of(policy, now());
        log.scan(from, to, replay::accept);
        List<RoundLine> lines = replay.result(Set.of(), true).details().rounds();
        return Page.of(lines == null ? List.of() : lines.reversed(), line -> filter.admits(policy, line), slice);
    }

    /// Every message of the bot and of agents in the period, with its verdict, the newest first.
    ///
    /// @param verdicts only these; empty: all
    /// @param agent only this agent's; null: all, and the bot's
    /// @throws IllegalArgumentException if there is no such policy, or `from` is after `to`
    public Page<Reply> replies(String policyId, @Nullable Instant from, @Nullable Instant to, Set<Verdict> verdicts,
            @Nullable AgentId agent, Slice slice) {
        Policy policy = policy(policyId).during(from, to);
        Replay replay = Replay.of(policy, now());
        List<Reply> replies = new ArrayList<>();
        log.scan(from, to, logged -> {
            Judgement judgement = replay.accept(logged);
            if (judgement != null && policy.period().contains(logged.at().toEpochMilli())) {
                replies.add(new Reply(logged, judgement));
            }
        });
        replies.sort(NEWEST_FIRST);
        return Page.of(replies, reply -> (verdicts.isEmpty() || verdicts.contains(reply.verdict()))
                && (agent == null || agent.equals(reply.agent())), slice);
    }

    /// The ratings that a satisfaction looks at, given in the period, the newest first.
    ///
    /// @param standings only these (`good`, `low`, or a reason); empty: all
    /// @throws IllegalArgumentException if there is no such policy or metric, the metric is no satisfaction, or `from` is
    ///     after `to`
    public Page<RatingLine> ratings(String policyId, @Nullable Instant from, @Nullable Instant to, String metricId,
            Set<String> standings, Slice slice) {
        Policy policy = policy(policyId).during(from, to);
        if (policy.metrics().stream().noneMatch(
                each -> each.id().equals(metricId) && each instanceof Metric.Satisfaction)) {
            throw new IllegalArgumentException("the policy " + policyId + " has no satisfaction " + metricId);
        }
        Replay replay = Replay.of(policy, now());
        log.scan(from, to, replay::accept);
        List<RatingLine> lines = new ArrayList<>();
        replay.finish(Set.of(), new Witness() {
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

    private Policy policy(String id) {
        return policies.get(index(id));
    }

    private int index(String id) {
        for (int i = 0; i < policies.size(); i++) {
            if (policies.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no policy " + id);
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
