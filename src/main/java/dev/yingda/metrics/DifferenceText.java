package dev.yingda.metrics;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.yingda.conversation.Sentence;
import dev.yingda.metrics.Difference.ChangedReply;
import dev.yingda.metrics.Difference.ChangedRound;
import dev.yingda.metrics.Difference.Changes;
import dev.yingda.metrics.Difference.Findings;
import dev.yingda.metrics.Difference.Pair;
import dev.yingda.metrics.Difference.Turn;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;

import org.jspecify.annotations.Nullable;

/// The difference of two policies as tables for people. Times are those of policy A's zone.
final class DifferenceText {

    private static final Map<String, Sentence> VERDICTS = Stream.of(Verdict.values())
            .collect(Collectors.toUnmodifiableMap(Verdict::wire, Verdict::sentence));
    private static final Map<String, Sentence> STANDINGS = standings();

    private final Findings found;
    private final String language;
    private final DateTimeFormatter time;
    private final StringBuilder text = new StringBuilder();

    DifferenceText(Findings found, String language) {
        this.found = found;
        this.language = language;
        ZoneId zone = found.a().schedule().timezone();
        this.time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    private static Map<String, Sentence> standings() {
        Map<String, Sentence> all = Standing.sentences();
        all.put(ChangedRounds.NONE, new Sentence("按这条规则没有这一轮等待。", "Under this policy there is no such wait."));
        all.put(ChangedRounds.LONGER,
                new Sentence("同样计入时长，但等待算得更长。", "It is part of the figure too, with a longer wait."));
        all.put(ChangedRounds.SHORTER,
                new Sentence("同样计入时长，但等待算得更短。", "It is part of the figure too, with a shorter wait."));
        return Map.copyOf(all);
    }

    /// The most frequent first.
    static List<Entry<Turn, Long>> mostFirst(Map<Turn, Long> turns) {
        return turns.entrySet().stream().sorted(Entry.<Turn, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Entry.comparingByKey())).toList();
    }

    String table() {
        policy("A", found.a());
        policy("B", found.b());
        text.append(Times.write(found.asOf())).append("\n\n");
        figures();
        replies();
        rounds();
        return text.toString();
    }

    private String say(String zh, String en) {
        return language.startsWith("zh") ? zh : en;
    }

    private void policy(String letter, Policy policy) {
        text.append(letter).append("  ").append(policy.id()).append("  ")
                .append(policy.name().title().getOrDefault(language, "")).append('\n');
    }

    private void heading(String words) {
        text.append('\n').append(words).append('\n');
    }

    private void figures() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(say("指标", "metric"), "A", "B", say("B 比 A", "B over A"), say("A 计入数", "judged in A"),
                say("B 计入数", "judged in B")));
        for (Pair pair : found.figures()) {
            rows.add(List.of(title(pair), value(pair.a()), value(pair.b()), difference(pair), number(pair.a()),
                    number(pair.b())));
        }
        ReportText.aligned(rows, text);
    }

    private String title(Pair pair) {
        List<String> titles = Stream.of(pair.a(), pair.b()).filter(Objects::nonNull).map(Value::metric)
                .map(metric -> metric.head().title().getOrDefault(language, metric.id())).distinct().toList();
        return String.join(" / ", titles);
    }

    private static String value(@Nullable Value value) {
        if (value == null) {
            return "";
        }
        Boolean met = value.met();
        return ReportText.figure(value.metric(), value.value()) + (met == null ? "" : met ? " ✓" : " ✗");
    }

    private static String number(@Nullable Value value) {
        return value == null ? "" : Long.toString(value.denominator());
    }

    private String difference(Pair pair) {
        Value a = pair.a();
        if (a == null || pair.b() == null) {
            return a == null ? say("只在 B 中", "in B alone") : say("只在 A 中", "in A alone");
        }
        Double more = pair.difference();
        if (more == null) {
            return "–";
        }
        String figure = ReportText.figure(a.metric(), Math.abs(more));
        String amount = figure.endsWith("%") ? figure.replace("%", say("百分点", "points")) : figure;
        return (more > 0 ? "+" : more < 0 ? "−" : "") + amount;
    }

    private void replies() {
        heading(say("在 A 计入而在 B 不计入的回复：%d 条；在 B 计入而在 A 不计入的：%d 条。",
                "Replies that count under A and not under B: %d; under B and not under A: %d.")
                .formatted(found.noLonger(), found.newly()));
        turns(found.replies().turns(), VERDICTS);
        List<List<String>> rows = new ArrayList<>();
        rows.add(head(say("客服", "agent"), say("方式", "kind")));
        for (ChangedReply reply : found.replies().newest()) {
            var agent = reply.agent();
            String kind = reply.kind();
            rows.add(List.of(reply.message().conversation().value(), time.format(reply.message().at()),
                    agent == null ? "" : agent.value(), kind == null ? "" : kind, reply.a().wire(), reply.b().wire()));
        }
        list(rows, found.replies());
    }

    private List<String> head(String third, String fourth) {
        return List.of(say("会话", "conversation"), say("时间", "time"), third, fourth, "A", "B");
    }

    private void list(List<List<String>> rows, Changes<?> changes) {
        if (rows.size() > 1) {
            text.append('\n');
            ReportText.aligned(rows, text);
        }
        if (changes.more() > 0) {
            text.append(say("……还有 %d 条未列出（--limit 可以多列）。\n", "… and %d more (--limit lists more).\n")
                    .formatted(changes.more()));
        }
    }

    private void turns(Map<Turn, Long> turns, Map<String, Sentence> sentences) {
        for (var turn : mostFirst(turns)) {
            String a = turn.getKey().a();
            String b = turn.getKey().b();
            text.append(String.format(Locale.ROOT, "%8d  %s → %s%n", turn.getValue(), a, b));
            text.append("          A: ").append(sentence(sentences, a)).append('\n');
            text.append("          B: ").append(sentence(sentences, b)).append('\n');
        }
    }

    private String sentence(Map<String, Sentence> sentences, String name) {
        Sentence sentence = sentences.get(name);
        return sentence == null ? name : sentence.in(language);
    }

    private void rounds() {
        for (Pair pair : found.figures()) {
            Map<Turn, Long> turns = found.rounds().getOrDefault(ChangedRounds.idInA(pair), Map.of());
            if (!turns.isEmpty()) {
                heading(say("轮次 · ", "Rounds · ") + title(pair));
                turns(turns, STANDINGS);
            }
        }
        heading(say("至少在上面一个指标中判得不同的轮次：%d 轮。",
                "Rounds that are judged differently in at least one of these metrics: %d.")
                .formatted(found.changedRounds().total()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(head(say("客服", "agent"), say("变化", "change")));
        for (ChangedRound round : found.changedRounds().newest()) {
            Round either = round.either();
            rows.add(List.of(either.conversation() + "#" + either.session(), time.format(either.start()), agents(round),
                    round.metrics().entrySet().stream()
                            .map(each -> each.getKey() + ": " + each.getValue().a() + " → " + each.getValue().b())
                            .collect(Collectors.joining(", ")),
                    outcome(round.a()), outcome(round.b())));
        }
        list(rows, found.changedRounds());
    }

    private static String agents(ChangedRound round) {
        return Stream.of(round.a(), round.b()).filter(Objects::nonNull).map(RoundLine::round)
                .map(each -> each.human() ? each.creditedTo() : "").distinct().collect(Collectors.joining(" → "));
    }

    private static String outcome(@Nullable RoundLine line) {
        if (line == null) {
            return "–";
        }
        Round.Why why = line.round().why();
        return line.round().outcome().wire() + (why == null ? "" : " (" + why.wire() + ")") + " "
                + ReportText.seconds((double) line.round().waited());
    }
}
