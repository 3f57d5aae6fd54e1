package dev.yingda.metrics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Measure.Witness;
import dev.yingda.metrics.Metric.AnswerRatio;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.Details;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Rounds.Rating;

import org.jspecify.annotations.Nullable;

/// Applies a policy to a history: feed it every event, from [dev.yingda.conversation.EventLog#scan] or [EventFile], then
/// ask for the [#result]. Events are folded as they come and not kept; conversations may be interleaved, each in order.
///
/// Pure but for what it has been fed. Not for several threads.
public final class Replay {

    private static final Comparator<Round> BY_START = Comparator.comparingLong(Round::startMillis)
            .thenComparing(Round::conversation);
    private static final Comparator<Rating> BY_TIME = Comparator.comparingLong(Rating::at)
            .thenComparing(rating -> rating.subject().conversation);

    private final Policy policy;
    private final Instant asOf;
    private final BusinessTime time;
    private final Measure measure;
    private final Map<ConversationId, Rounds> conversations = new HashMap<>();
    private final Map<Verdict, Long> replies = new EnumMap<>(Verdict.class);
    private boolean finished;

    private Replay(Policy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
        this.time = new BusinessTime(policy.schedule());
        this.measure = new Measure(policy, time);
        for (Verdict verdict : Verdict.values()) {
            replies.put(verdict, 0L);
        }
    }

    /// @param asOf the evaluation instant; later events are not seen
    public static Replay of(Policy policy, Instant asOf) {
        return new Replay(policy, asOf);
    }

    /// Folds one event.
    ///
    /// @return what the message is worth; null if it is no message of the bot or an agent, or was not seen
    /// @throws IllegalStateException if the conversation was never opened, or a result was already asked for
    public @Nullable Verdict accept(Logged logged) {
        if (finished) {
            throw new IllegalStateException("the result is out; start another replay");
        }
        Verdict verdict = conversations
                .computeIfAbsent(logged.conversation(),
                        id -> new Rounds(id, policy, time, asOf.toEpochMilli()))
                .accept(logged.at().toEpochMilli(), logged.event());
        if (verdict != null) {
            replies.merge(verdict, 1L, Long::sum);
        }
        return verdict;
    }

    /// The figures, with the breakdowns asked for.
    ///
    /// @param withRounds whether every round is listed too
    public Report result(Set<By> by, boolean withRounds) {
        finish();
        List<Round> rounds = rounds();
        Map<Round, Map<String, Standing>> standings = new HashMap<>();
        Witness witness = withRounds
                ? (metric, round, standing) -> standings.computeIfAbsent(round, _ -> new LinkedHashMap<>())
                        .put(metric.id(), standing)
                : Witness.NONE;
        List<Figure> figures = policy.metrics().stream().map(metric -> figure(metric, rounds, witness)).toList();
        Details details = new Details(by.contains(By.AGENT) ? byAgent(rounds) : null,
                by.contains(By.DAY) ? byDay(figures) : null, withRounds ? lines(rounds, standings) : null);
        return new Report(policy.id(), asOf, figures.stream().map(Figure::whole).toList(),
                Collections.unmodifiableMap(replies), details);
    }

    private void finish() {
        if (!finished) {
            finished = true;
            conversations.values().removeIf(conversation -> !conversation.begun());
            conversations.values().forEach(Rounds::finish);
        }
    }

    private List<Round> rounds() {
        return conversations.values().stream().flatMap(each -> each.rounds().stream()).sorted(BY_START).toList();
    }

    private List<Rating> ratings() {
        return conversations.values().stream().flatMap(each -> each.ratings().stream())
                .filter(rating -> policy.period().contains(rating.at())).sorted(BY_TIME).toList();
    }

    /// One metric over everything and, if that is asked for, over each local date that has anything to measure.
    private record Figure(Metric metric, Value whole, Supplier<Map<LocalDate, Value>> days) {

        Value empty() {
            return new Value(metric, whole.numerator() == null ? null : 0L, 0, null, Map.of());
        }
    }

    private Figure figure(Metric metric, List<Round> rounds, Witness witness) {
        return switch (metric) {
            case OfWaits waits -> {
                var sifted = measure.sift(waits, rounds);
                yield new Figure(metric, measure.addUp(waits, sifted, witness),
                        () -> each(measure.byDay(waits, sifted), day -> measure.addUp(waits, day, Witness.NONE)));
            }
            case Satisfaction satisfaction -> {
                var sifted = Ratios.sift(satisfaction, ratings());
                yield new Figure(metric, Ratios.addUp(satisfaction, sifted),
                        () -> each(Ratios.byDay(sifted, time), day -> Ratios.addUp(satisfaction, day)));
            }
            case AnswerRatio ratio -> {
                var days = Ratios.byDay(ratio, conversations.values());
                yield new Figure(metric, Ratios.addUp(ratio, days.values()),
                        () -> each(days, day -> Ratios.addUp(ratio, List.of(day))));
            }
        };
    }

    private static <T> Map<LocalDate, Value> each(Map<LocalDate, T> days, Function<T, Value> addUp) {
        Map<LocalDate, Value> values = new TreeMap<>();
        days.forEach((date, day) -> values.put(date, addUp.apply(day)));
        return values;
    }

    private static Map<LocalDate, List<Value>> byDay(List<Figure> figures) {
        Map<Figure, Map<LocalDate, Value>> days = new LinkedHashMap<>();
        figures.forEach(figure -> days.put(figure, figure.days.get()));
        Map<LocalDate, List<Value>> values = new TreeMap<>();
        days.values().stream().flatMap(each -> each.keySet().stream()).distinct()
                .forEach(date -> values.put(date, days.entrySet().stream()
                        .map(each -> each.getValue().getOrDefault(date, each.getKey().empty())).toList()));
        return values;
    }

    private Map<String, List<Value>> byAgent(List<Round> rounds) {
        Map<String, List<Round>> agents = rounds.stream()
                .filter(round -> round.human() && policy.period().contains(round.startMillis()))
                .collect(Collectors.groupingBy(Round::creditedTo, TreeMap::new, Collectors.toList()));
        Map<String, List<Value>> values = new LinkedHashMap<>();
        agents.forEach((agent, own) -> values.put(agent, policy.metrics().stream()
                .filter(OfWaits.class::isInstance).map(OfWaits.class::cast)
                .map(metric -> measure.addUp(metric, measure.sift(metric, own), Witness.NONE)).toList()));
        return values;
    }

    private static List<RoundLine> lines(List<Round> rounds, Map<Round, Map<String, Standing>> standings) {
        return rounds.stream().map(round -> new RoundLine(round, standings.getOrDefault(round, Map.of()))).toList();
    }
}
