package dev.yingda.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.Event.AgentMessage;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Value;

import org.jspecify.annotations.Nullable;

/// What changes when a history is judged by another policy: the figures side by side, the replies that change sides, and
/// the rounds that are the reason. Feed it every event like a [Replay], each conversation in order, then ask for the
/// [#result].
///
/// Holds the rounds of both policies in memory. Not for several threads.
public final class Difference {

    private static final Comparator<ChangedReply> BY_TIME = Comparator
            .comparing((ChangedReply reply) -> reply.message().at())
            .thenComparing(reply -> reply.message().conversation()).thenComparingLong(reply -> reply.message().seq());

    private final Policy a;
    private final Policy b;
    private final Instant asOf;
    private final Replay underA;
    private final Replay underB;
    private final int limit;
    private final Map<Turn, Long> turns = new TreeMap<>();
    private final Newest<ChangedReply> replies;

    private Difference(Policy a, Policy b, Instant asOf, int limit) {
        this.a = a;
        this.b = b;
        this.asOf = asOf;
        this.underA = Replay.of(a, asOf);
        this.underB = Replay.of(b, asOf);
        this.limit = limit;
        this.replies = new Newest<>(BY_TIME, limit);
    }

    /// @param a each policy with the period it is asked for
    /// @param asOf the evaluation instant; later events are not seen
    /// @param limit how many changed replies, and how many changed rounds, are listed: the newest
    public static Difference of(Policy a, Policy b, Instant asOf, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("the limit is 0 or more");
        }
        return new Difference(a, b, asOf, limit);
    }

    /// Folds one event under both policies.
    public void accept(Logged logged) {
        Judgement inA = underA.accept(logged);
        Judgement inB = underB.accept(logged);
        if (inA == null || inB == null || inA.verdict() == inB.verdict() || !concerns(logged.at())) {
            return;
        }
        turns.merge(new Turn(inA.verdict().wire(), inB.verdict().wire()), 1L, Long::sum);
        if (inA.verdict() == Verdict.COUNTS || inB.verdict() == Verdict.COUNTS) {
            replies.add(new ChangedReply(logged, inA.verdict(), inB.verdict()));
        }
    }

    private boolean concerns(Instant at) {
        return a.period().contains(at.toEpochMilli()) || b.period().contains(at.toEpochMilli());
    }

    /// All of it. Ask once.
    public Findings result() {
        Report ofA = underA.result(Set.of(), true);
        Report ofB = underB.result(Set.of(), true);
        List<Pair> pairs = Pair.of(ofA.metrics(), ofB.metrics());
        List<RoundLine> roundsA = ofA.details().rounds();
        List<RoundLine> roundsB = ofB.details().rounds();
        ChangedRounds rounds = new ChangedRounds(pairs, limit);
        rounds.compare(roundsA == null ? List.of() : roundsA, roundsB == null ? List.of() : roundsB);
        return new Findings(a, b, asOf, pairs, new Changes<>(turns, replies.listed(), replies.total()),
                rounds.byMetric(), rounds.listed());
    }

    /// How something is judged under each of the policies, by names: verdicts of replies, or what rounds are in a metric.
    public record Turn(String a, String b) implements Comparable<Turn> {

        @Override
        public int compareTo(Turn other) {
            int order = a.compareTo(other.a);
            return order == 0 ? b.compareTo(other.b) : order;
        }
    }

    /// What changed of one sort of thing.
    ///
    /// @param turns how often each; those that change neither figure nor side too
    /// @param newest those that count under one policy and not, or otherwise, under the other; the newest first
    /// @param total how many of these there are
    public record Changes<T>(Map<Turn, Long> turns, List<T> newest, long total) {

        public Changes {
            turns = Map.copyOf(turns);
            newest = List.copyOf(newest);
        }

        /// How many are not listed.
        public long more() {
            return total - newest.size();
        }
    }

    /// A reply that ends a wait under one policy alone.
    public record ChangedReply(Logged message, Verdict a, Verdict b) {

        /// In whose name.
        public @Nullable AgentId agent() {
            return message.event() instanceof AgentMessage said ? said.agent() : null;
        }

        /// By its name on the wire, such as `canned`; null of the bot's.
        public @Nullable String kind() {
            return message.event() instanceof AgentMessage said ? said.kind().wire() : null;
        }
    }

    /// One wait of a buyer as each policy sees it.
    ///
    /// @param a null if there is no such round under that policy
    /// @param b likewise; not both
    /// @param metrics those in which it changed, by the id under A
    public record ChangedRound(@Nullable RoundLine a, @Nullable RoundLine b, Map<String, Turn> metrics) {

        Round either() {
            RoundLine line = a != null ? a : b;
            if (line == null) {
                throw new IllegalStateException("a round of neither policy");
            }
            return line.round();
        }
    }

    /// What was found.
    ///
    /// @param figures those of both policies, in the order of A; then those of B alone
    /// @param rounds by the id of the metric under A, for metrics of waits that both have
    /// @param changedRounds the rounds that count otherwise in any of these metrics
    public record Findings(Policy a, Policy b, Instant asOf, List<Pair> figures, Changes<ChangedReply> replies,
            Map<String, Map<Turn, Long>> rounds, Changes<ChangedRound> changedRounds) {

        /// Replies that count under A and not under B.
        public long noLonger() {
            return sum(Verdict.COUNTS, true);
        }

        /// Replies that count under B and not under A.
        public long newly() {
            return sum(Verdict.COUNTS, false);
        }

        private long sum(Verdict verdict, boolean underA) {
            return replies.turns().entrySet().stream()
                    .filter(turn -> (underA ? turn.getKey().a() : turn.getKey().b()).equals(verdict.wire()))
                    .mapToLong(Map.Entry::getValue).sum();
        }

        /// Writes it as JSON, indented, with a line end after it. Does not close the writer.
        ///
        /// @throws UncheckedIOException if the writer failed
        public void writeJson(Writer to) {
            try {
                DifferenceJson.write(this, to);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        /// Tables for people, in the language of the tag (`zh-CN`, `en`).
        public String table(String language) {
            return new DifferenceText(this, language).table();
        }
    }

    /// A figure under both policies, or under one alone.
    public record Pair(@Nullable Value a, @Nullable Value b) {

        /// How much more under B; null without both values.
        public @Nullable Double difference() {
            Double one = a == null ? null : a.value();
            Double other = b == null ? null : b.value();
            return one == null || other == null ? null : other - one;
        }

        /// Metrics belong together by their id if they are of one kind; of the others, by their kind, sooner if they
        /// measure the same unit.
        static List<Pair> of(List<Value> a, List<Value> b) {
            return Pairing.of(a, b);
        }
    }
}
