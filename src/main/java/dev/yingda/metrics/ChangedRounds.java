package dev.yingda.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.yingda.conversation.ConversationId;
import dev.yingda.metrics.Difference.ChangedRound;
import dev.yingda.metrics.Difference.Changes;
import dev.yingda.metrics.Difference.Pair;
import dev.yingda.metrics.Difference.Turn;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;

import org.jspecify.annotations.Nullable;

/// Sets the rounds of two policies beside each other. Under each policy the rounds of a conversation follow one another
/// without overlap, but may begin and end elsewhere: two are the same wait of the buyer if their times overlap.
final class ChangedRounds {

    /// There is no such round under this policy.
    static final String NONE = "no-such-round";
    /// It counts in both, with a longer or a shorter wait.
    static final String LONGER = "measured-longer";
    static final String SHORTER = "measured-shorter";
    private static final String MEASURED = "measured";
    private static final Set<String> COUNTED = Set.of("hit", "miss", MEASURED, LONGER, SHORTER);

    private static final Comparator<ChangedRound> BY_TIME = Comparator
            .comparingLong((ChangedRound round) -> round.either().startMillis())
            .thenComparing(round -> round.either().conversation()).thenComparingInt(round -> round.either().place());

    private final List<Pair> metrics;
    private final Map<String, Map<Turn, Long>> byMetric = new LinkedHashMap<>();
    private final Newest<ChangedRound> newest;

    ChangedRounds(List<Pair> pairs, int limit) {
        this.metrics = pairs.stream()
                .filter(pair -> pair.a() != null && pair.b() != null && pair.a().metric() instanceof OfWaits).toList();
        this.newest = new Newest<>(BY_TIME, limit);
        metrics.forEach(pair -> byMetric.put(idInA(pair), new TreeMap<>()));
    }

    void compare(List<RoundLine> a, List<RoundLine> b) {
        Map<ConversationId, List<RoundLine>> ofA = byConversation(a);
        Map<ConversationId, List<RoundLine>> ofB = byConversation(b);
        Set<ConversationId> all = new TreeSet<>(ofA.keySet());
        all.addAll(ofB.keySet());
        all.forEach(each -> conversation(ofA.getOrDefault(each, List.of()), ofB.getOrDefault(each, List.of())));
    }

    private static Map<ConversationId, List<RoundLine>> byConversation(List<RoundLine> lines) {
        Map<ConversationId, List<RoundLine>> byConversation = new LinkedHashMap<>();
        lines.forEach(line -> byConversation
                .computeIfAbsent(line.round().conversation(), _ -> new ArrayList<>(2)).add(line));
        byConversation.values()
                .forEach(rounds -> rounds.sort(Comparator.comparingInt(line -> line.round().place())));
        return byConversation;
    }

    private void conversation(List<RoundLine> a, List<RoundLine> b) {
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            RoundLine one = i < a.size() ? a.get(i) : null;
            RoundLine other = j < b.size() ? b.get(j) : null;
            if (one != null && other != null && !same(one.round(), other.round())) {
                if (one.round().startMillis() < other.round().startMillis()) {
                    other = null;
                } else {
                    one = null;
                }
            }
            round(one, other);
            i += one == null ? 0 : 1;
            j += other == null ? 0 : 1;
        }
    }

    private static boolean same(Round one, Round other) {
        return one.startMillis() == other.startMillis()
                || (one.startMillis() < end(other) && other.startMillis() < end(one));
    }

    private static long end(Round round) {
        var end = round.end();
        return end == null ? Long.MAX_VALUE : end.toEpochMilli();
    }

    private void round(@Nullable RoundLine a, @Nullable RoundLine b) {
        Map<String, Turn> changed = new LinkedHashMap<>();
        for (Pair pair : metrics) {
            Standing inA = standing(a, idInA(pair));
            Standing inB = standing(b, idInB(pair));
            Turn turn = new Turn(name(inA), name(inB, inA));
            if (!turn.a().equals(turn.b()) && (reported(inA) || reported(inB))) {
                byMetric.computeIfAbsent(idInA(pair), _ -> new TreeMap<>()).merge(turn, 1L, Long::sum);
                if (COUNTED.contains(turn.a()) || COUNTED.contains(turn.b())) {
                    changed.put(idInA(pair), turn);
                }
            }
        }
        if (!changed.isEmpty()) {
            newest.add(new ChangedRound(a, b, changed));
        }
    }

    private static @Nullable Standing standing(@Nullable RoundLine line, String metric) {
        return line == null ? null : line.standings().get(metric);
    }

    private static String name(@Nullable Standing standing) {
        return switch (standing) {
            case null -> NONE;
            case Standing.Contributed _ -> MEASURED;
            case Standing.Hit _,Standing.Miss _,Standing.Excluded _ -> standing.wire();
        };
    }

    private static String name(@Nullable Standing standing, @Nullable Standing before) {
        return standing instanceof Standing.Contributed(long now)
                && before instanceof Standing.Contributed(long then) && now != then
                        ? now > then ? LONGER : SHORTER
                        : name(standing);
    }

    private static boolean reported(@Nullable Standing standing) {
        return standing != null && !(standing instanceof Standing.Excluded(var reason) && !reason.reported());
    }

    static String idInA(Pair pair) {
        return pair.a() == null ? "" : pair.a().metric().id();
    }

    static String idInB(Pair pair) {
        return pair.b() == null ? "" : pair.b().metric().id();
    }

    Map<String, Map<Turn, Long>> byMetric() {
        return byMetric;
    }

    /// The turns are those of all metrics together.
    Changes<ChangedRound> listed() {
        Map<Turn, Long> all = new TreeMap<>();
        byMetric.values().forEach(turns -> turns.forEach((turn, count) -> all.merge(turn, count, Long::sum)));
        return new Changes<>(all, newest.listed(), newest.total());
    }
}
