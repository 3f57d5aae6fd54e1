package dev.yingda.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.Details;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Rounds.Rating;
import dev.yingda.metrics.Tally.Days;
import dev.yingda.metrics.Tally.Witness;

import org.jspecify.annotations.Nullable;

/// Applies a policy to a history: feed it every event, from [dev.yingda.conversation.EventLog#scan] or [EventFile], then
/// ask for the [#result]. Events are folded as they come and not kept.
///
/// Pure but for what it has been fed. Not for several threads.
public final class Replay {

    private static final Comparator<RoundLine> BY_START = Comparator
            .comparingLong((RoundLine line) -> line.round().startMillis())
            .thenComparing(line -> line.round().conversation()).thenComparingInt(line -> line.round().place());

    private final Policy policy;
    private final Instant asOf;
    private final BusinessTime time;
    private final Measure measure;
    private final Tally tally;
    private final Map<Verdict, Long> replies = new EnumMap<>(Verdict.class);
    private final boolean inTurn;
    /// Those that may go on; of [#inTurn], at most one.
    private final Map<ConversationId, Rounds> conversations = new HashMap<>();
    private @Nullable ConversationId latest;
    private @Nullable Rounds latestRounds;
    private boolean finished;

    private Replay(Policy policy, Instant asOf, boolean inTurn) {
        this.policy = policy;
        this.asOf = asOf;
        this.inTurn = inTurn;
        this.time = new BusinessTime(policy.schedule());
        this.measure = new Measure(policy, time);
        this.tally = new Tally(policy);
        for (Verdict verdict : Verdict.values()) {
            replies.put(verdict, 0L);
        }
    }

    /// A replay of conversations that may be interleaved, each in order. Keeps the rounds of all conversations until the
    /// result, because any of them may go on.
    ///
    /// @param asOf the evaluation instant; later events are not seen
    public static Replay of(Policy policy, Instant asOf) {
        return new Replay(policy, asOf, false);
    }

    /// A replay of one conversation after another, as [dev.yingda.conversation.EventLog#scan] gives them: what is needed
    /// in memory does not grow with the history.
    ///
    /// @param asOf the evaluation instant; later events are not seen
    public static Replay inTurn(Policy policy, Instant asOf) {
        return new Replay(policy, asOf, true);
    }

    /// Replays a whole log once, on two processors, under any number of policies.
    ///
    /// @param asOf the evaluation instant; later events are not seen
    /// @return a report for each policy, in their order
    public static List<Report> whole(EventLog log, List<Policy> policies, Instant asOf, Set<By> by) {
        List<List<Replay>> halves = List.of(each(policies, asOf), each(policies, asOf));
        log.scanAll(halves.stream()
                .map(half -> (Consumer<Logged>) logged -> half.forEach(replay -> replay.accept(logged))).toList());
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < policies.size(); i++) {
            Replay whole = halves.getFirst().get(i);
            whole.absorb(halves.getLast().get(i));
            reports.add(whole.result(by, false));
        }
        return reports;
    }

    private static List<Replay> each(List<Policy> policies, Instant asOf) {
        return policies.stream().map(policy -> inTurn(policy, asOf)).toList();
    }

    private void absorb(Replay other) {
        other.finishConversations(Witness.NONE);
        tally.absorb(other.tally);
        other.replies.forEach((verdict, count) -> replies.merge(verdict, count, Long::sum));
    }

    /// Folds one event.
    ///
    /// @return what the message is worth; null if it is no message of the bot or an agent, or was not seen
    /// @throws IllegalStateException if the conversation was never opened, or a result was already asked for
    public @Nullable Judgement accept(Logged logged) {
        if (finished) {
            throw new IllegalStateException("the result is out; start another replay");
        }
        long at = logged.at().toEpochMilli();
        if (at > asOf.toEpochMilli()) {
            return null;
        }
        Judgement judgement = rounds(logged.conversation()).accept(at, logged.event());
        if (judgement != null) {
            replies.merge(judgement.verdict(), 1L, Long::sum);
            Round closed = judgement.closed();
            if (closed != null) {
                closed.closedBy(logged.seq());
            }
        }
        return judgement;
    }

    private Rounds rounds(ConversationId conversation) {
        Rounds rounds = latestRounds;
        if (rounds == null || !conversation.equals(latest)) {
            if (inTurn) {
                finishConversations(Witness.NONE);
            }
            rounds = conversations.computeIfAbsent(conversation, id -> new Rounds(id, policy, time));
            latest = conversation;
            latestRounds = rounds;
        }
        return rounds;
    }

    private void finishConversations(Witness witness) {
        for (Rounds conversation : conversations.values()) {
            measure.add(conversation, asOf.toEpochMilli(), tally, witness);
        }
        conversations.clear();
    }

    /// The figures, with the breakdowns asked for.
    ///
    /// @param withRounds whether every round is listed too; not of a replay in turn, which does not keep them
    /// @throws IllegalStateException if a result was already asked for
    public Report result(Set<By> by, boolean withRounds) {
        Lines lines = withRounds ? new Lines() : null;
        var figures = finish(by, lines == null ? Witness.NONE : lines);
        Details details = new Details(figures.byAgent(), figures.byDay(), lines == null ? null : lines.sorted());
        return new Report(policy.id(), asOf, figures.metrics(), new EnumMap<>(replies), details);
    }

    /// The same, telling the witness of every round and rating.
    Tally.Figures finish(Set<By> by, Witness witness) {
        if (finished || (inTurn && witness.listens())) {
            throw new IllegalStateException("a result is given once, and a replay in turn keeps no rounds");
        }
        finished = true;
        finishConversations(witness);
        return Tally.figures(List.of(tally), Days.ALL, by, witness);
    }

    /// Every round with what became of it, in the policy's order of metrics.
    private final class Lines implements Witness {

        private final Map<Round, Map<String, Standing>> standings = new HashMap<>();

        @Override
        public void sees(Round round) {
            standings.put(round, new HashMap<>());
        }

        @Override
        public void tell(Metric metric, Round round, Standing standing) {
            standings.computeIfAbsent(round, _ -> new HashMap<>()).put(metric.id(), standing);
        }

        @Override
        public void tell(Metric metric, Rating rating, Standing standing) {
            // Ratings are in no round.
        }

        List<RoundLine> sorted() {
            List<RoundLine> lines = new ArrayList<>(standings.size());
            standings.forEach((round, told) -> {
                Map<String, Standing> ordered = new LinkedHashMap<>();
                for (Metric metric : policy.metrics()) {
                    if (told.containsKey(metric.id())) {
                        ordered.put(metric.id(), told.get(metric.id()));
                    }
                }
                lines.add(new RoundLine(round, ordered));
            });
            lines.sort(BY_START);
            return lines;
        }
    }
}
