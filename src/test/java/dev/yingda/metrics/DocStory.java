package dev.yingda.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.yingda.metrics.DocPage.Example;
import dev.yingda.metrics.DocPage.Step;
import dev.yingda.metrics.DocPage.Variant;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;

/// Runs an example of the page as a file of events would be, and writes the results in the page's words.
final class DocStory {

    private static final String DEFAULT_METRICS = "metrics: [{id: reply_rate_3m, kind: reply-rate, within: 3m}]\n";

    private DocStory() {
    }

    /// The results in the page's words: those of the figures, and of whatever else the variant tells about.
    static List<String> results(Example example, Variant variant) throws BadInput, IOException {
        Report report = report(example, variant.policy());
        List<String> lines = new ArrayList<>();
        report.metrics().forEach(value -> lines.add(figure(value)));
        var byAgent = report.details().byAgent();
        var byDay = report.details().byDay();
        var rounds = report.details().rounds();
        if (byAgent == null || byDay == null || rounds == null) {
            throw new IllegalStateException("they were asked for");
        }
        List<String> agents = new ArrayList<>();
        byAgent.forEach((agent, values) -> values.forEach(value -> agents.add(agent + ": " + figure(value))));
        List<String> days = new ArrayList<>();
        byDay.forEach((day, values) -> values.forEach(value -> days.add(day + ": " + figure(value))));
        List<String> told = new ArrayList<>();
        rounds.forEach(line -> told.add(round(told.size() + 1, line)));
        addIfTold(lines, agents, variant);
        addIfTold(lines, days, variant);
        addIfTold(lines, told, variant);
        addIfTold(lines, List.of(replies(report)), variant);
        return lines;
    }

    static Report report(Example example, String policy) throws BadInput, IOException {
        String metrics = policy.contains("metrics:") ? "" : DEFAULT_METRICS;
        Policy read = Policy.read("example.yaml", "id: example\n" + metrics + policy);
        StringBuilder events = new StringBuilder();
        Set<String> opened = new HashSet<>();
        String asOf = "";
        for (Step step : example.story()) {
            asOf = at(step);
            if (!step.event().equals("now")) {
                write(step, opened, events);
            }
        }
        Replay replay = Replay.of(read, EventFile.instant(latest(example, asOf)));
        EventFile.read("example.jsonl", new BufferedReader(new StringReader(events.toString())), replay::accept);
        return replay.result(EnumSet.allOf(By.class), true);
    }

    private static String latest(Example example, String now) {
        boolean told = example.story().getLast().event().equals("now");
        return told
                ? now
                : example.story().stream().map(DocStory::at).max(String::compareTo).orElseThrow();
    }

    private static String at(Step step) {
        boolean dated = step.time().contains(" ");
        return "2026-" + (dated ? step.time().replace(' ', 'T') : "03-02T" + step.time()) + "+08:00";
    }

    /// `a: agent lin canned` in conversation `a`; without a name in the only one.
    private static void write(Step step, Set<String> opened, StringBuilder events) {
        int colon = step.event().indexOf(": ");
        String conversation = colon < 0 ? "c" : step.event().substring(0, colon);
        List<String> words = List.of(step.event().substring(colon < 0 ? 0 : colon + 2).split(" "));
        if (opened.add(conversation) && !words.getFirst().equals("opened")) {
            line(conversation, step, fields(List.of("opened")), events);
        }
        line(conversation, step, fields(words), events);
    }

    private static void line(String conversation, Step step, String fields, StringBuilder events) {
        events.append("{\"conversation\":\"").append(conversation).append("\",\"at\":\"").append(at(step)).append("\",")
                .append(fields.replace("{buyer}", "buyer-" + conversation)).append("}\n");
    }

    private static String fields(List<String> words) {
        String first = words.size() > 1 ? words.get(1) : "";
        String second = words.size() > 2 ? words.get(2) : "";
        return switch (words.getFirst()) {
            case "opened" -> type("opened", "buyer", first.isEmpty() ? "{buyer}" : first);
            case "reopened" -> "\"type\":\"reopened\"";
            case "buyer" -> type("message", "from", "buyer") + (first.equals("courtesy") ? ",\"courtesy\":true" : "");
            case "bot" -> type("message", "from", "bot", "kind", first);
            case "agent" -> type("message", "from", "agent", "agent", first, "kind", second.isEmpty()
                    ? "typed"
                    : second);
            case "hand-off" -> "\"type\":\"handed-off\"";
            case "assigned", "transferred" -> type(words.getFirst(), "agent", first);
            case "closed" -> type("closed", "by", first.isEmpty() ? "system" : first);
            case "rated" -> type("rated", "of", second) + ",\"stars\":" + first;
            case "classified" -> type("classified", "serviceType", first);
            case "flagged" -> type("flagged", "reason", first);
            default -> throw new IllegalArgumentException("no event of the page: " + words);
        };
    }

    private static String type(String type, String... fields) {
        StringBuilder json = new StringBuilder("\"type\":\"" + type + "\"");
        for (int i = 0; i < fields.length; i += 2) {
            json.append(",\"").append(fields[i]).append("\":\"").append(fields[i + 1]).append('"');
        }
        return json.toString();
    }

    /// All lines of a sort, if the variant tells one of that sort.
    private static void addIfTold(List<String> lines, List<String> sort, Variant variant) {
        if (sort.stream().map(DocStory::sort).anyMatch(
                first -> variant.results().stream().anyMatch(result -> sort(result).equals(first)))) {
            lines.addAll(sort);
        }
    }

    private static String sort(String line) {
        if (line.startsWith("round ") || line.startsWith("replies ")) {
            return line.substring(0, line.indexOf(' '));
        }
        int colon = line.indexOf(": ");
        if (colon < 0) {
            return "figure";
        }
        return line.matches("\\d{4}-.*") ? "day" : "agent";
    }

    private static String figure(Value value) {
        StringBuilder line = new StringBuilder(value.metric().id());
        Double number = value.value();
        if (number == null) {
            line.append(" none");
        } else if (value.metric() instanceof Metric.OfLengths) {
            line.append(' ').append(span(number.longValue())).append(" of ").append(value.denominator());
        } else {
            line.append(' ').append(value.numerator()).append('/').append(value.denominator());
        }
        Boolean met = value.met();
        if (met != null) {
            line.append(met ? ", met" : ", not met");
        }
        value.excluded().forEach((reason, count) -> line.append(", ").append(reason.wire()).append(' ').append(count));
        return line.toString();
    }

    private static String round(int number, RoundLine line) {
        Round round = line.round();
        Round.Why why = round.why();
        String ended = "round " + number + " " + round.outcome().wire() + (why == null ? "" : " " + why.wire())
                + (round.human() ? " by " + round.creditedTo() : "");
        // A policy without a figure of waits says nothing of rounds.
        return ended + line.standings().values().stream().findFirst().map(standing -> ", " + standing(standing))
                .orElse("");
    }

    private static String standing(Standing standing) {
        return standing instanceof Standing.Contributed(long millis) ? span(millis) : standing.wire();
    }

    private static String replies(Report report) {
        List<String> counts = new ArrayList<>();
        report.replies().forEach((verdict, count) -> {
            if (count > 0) {
                counts.add(verdict.wire() + " " + count);
            }
        });
        return "replies " + String.join(", ", counts);
    }

    private static String span(long millis) {
        long seconds = millis / 1000;
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        return (seconds >= 3600 ? seconds / 3600 + "h" : "") + (seconds % 3600 >= 60 ? seconds % 3600 / 60 + "m" : "")
                + (seconds % 60 > 0 || seconds == 0 ? seconds % 60 + "s" : "");
    }
}
