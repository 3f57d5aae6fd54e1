package dev.yingda.metrics;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.Target;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import org.jspecify.annotations.Nullable;

/// A report as JSON (response-metrics.md, section 5) and as a table for people.
final class ReportText {

    static final JsonFactory JSON = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);

    private ReportText() {
    }

    static void json(Report report, Writer to) throws IOException {
        JsonGenerator json = JSON.createGenerator(to);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        json.writeStringField("policy", report.policy());
        json.writeStringField("asOf", Times.write(report.asOf()));
        values(json, "metrics", report.metrics());
        json.writeObjectFieldStart("replies");
        for (Verdict verdict : Verdict.values()) {
            json.writeNumberField(verdict.wire(), report.replies().getOrDefault(verdict, 0L));
        }
        json.writeEndObject();
        breakdown(json, "byAgent", report.details().byAgent());
        breakdown(json, "byDay", report.details().byDay());
        if (report.details().rounds() != null) {
            json.writeArrayFieldStart("rounds");
            for (RoundLine line : report.details().rounds()) {
                round(json, line);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private static <K> void breakdown(JsonGenerator json, String name, @Nullable Map<K, List<Value>> parts)
            throws IOException {
        if (parts == null) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (var part : parts.entrySet()) {
            values(json, part.getKey().toString(), part.getValue());
        }
        json.writeEndObject();
    }

    private static void values(JsonGenerator json, String name, List<Value> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (Value value : values) {
            value(json, value);
        }
        json.writeEndArray();
    }

    static void value(JsonGenerator json, Value value) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", value.metric().id());
        json.writeStringField("kind", value.metric().kind());
        json.writeObjectField("numerator", value.numerator());
        json.writeNumberField("denominator", value.denominator());
        json.writeObjectField("value", value.value());
        json.writeObjectField("met", value.met());
        json.writeObjectFieldStart("excluded");
        for (var reason : value.excluded().entrySet()) {
            json.writeNumberField(reason.getKey().wire(), reason.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    static void round(JsonGenerator json, RoundLine line) throws IOException {
        Round round = line.round();
        Instant end = round.end();
        Round.Why why = round.why();
        json.writeStartObject();
        json.writeStringField("conversation", round.conversation().value());
        json.writeNumberField("session", round.session());
        json.writeStringField("start", Times.write(round.start()));
        json.writeStringField("end", end == null ? null : Times.write(end));
        json.writeStringField("outcome", round.outcome().wire());
        json.writeStringField("why", why == null ? null : why.wire());
        json.writeStringField("agent", round.human() ? round.creditedTo() : null);
        json.writeBooleanField("first", round.first());
        json.writeObjectFieldStart("metrics");
        for (var standing : line.standings().entrySet()) {
            if (standing.getValue() instanceof Standing.Contributed(long millis)) {
                json.writeNumberField(standing.getKey(), millis);
            } else {
                json.writeStringField(standing.getKey(), standing.getValue().wire());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    static String table(Report report, String language) {
        boolean zh = language.startsWith("zh");
        List<List<String>> rows = new ArrayList<>();
        rows.add(zh
                ? List.of("", "指标", "数值", "分子/分母", "目标", "达标", "未计入")
                : List.of("", "metric", "value", "of", "target", "met", "left out"));
        report.metrics().forEach(value -> rows.add(row("", value, language)));
        rows(rows, report.details().byAgent(), language);
        rows(rows, report.details().byDay(), language);
        StringBuilder text = new StringBuilder();
        text.append(report.policy()).append("  ").append(Times.write(report.asOf())).append("\n\n");
        aligned(rows, text);
        text.append('\n');
        report.replies().forEach((verdict, count) -> text.append(String.format(Locale.ROOT, "%8d  %-20s %s\n", count,
                verdict.wire(), verdict.sentence().in(language))));
        if (report.details().rounds() != null) {
            text.append('\n');
            aligned(report.details().rounds().stream().map(ReportText::row).toList(), text);
        }
        return text.toString();
    }

    private static <K> void rows(List<List<String>> rows, @Nullable Map<K, List<Value>> parts, String language) {
        if (parts != null) {
            parts.forEach((part, values) -> values.forEach(value -> rows.add(row(part.toString(), value, language))));
        }
    }

    private static List<String> row(String part, Value value, String language) {
        Metric metric = value.metric();
        Target target = metric.head().target();
        Boolean met = value.met();
        return List.of(part, metric.head().title().getOrDefault(language, metric.id()), figure(metric, value.value()),
                (value.numerator() == null ? "" : value.numerator() + "/") + value.denominator(),
                switch (target) {
                    case null -> "";
                    case Target.AtLeast(double ratio) -> "≥ " + figure(metric, ratio);
                    case Target.AtMost(var wait) -> "≤ " + figure(metric, (double) wait.toMillis());
                }, met == null ? "" : met ? "✓" : "✗",
                value.excluded().entrySet().stream().map(reason -> reason.getKey().wire() + " " + reason.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static List<String> row(RoundLine line) {
        Round round = line.round();
        Round.Why why = round.why();
        return List.of(round.conversation() + "#" + round.session(), Times.write(round.start()),
                seconds((double) round.waited()), round.outcome().wire() + (why == null ? "" : " (" + why.wire() + ")"),
                round.human() ? round.creditedTo() : "", line.standings().entrySet().stream()
                        .map(standing -> standing.getKey() + " " + standing.getValue().wire())
                        .collect(Collectors.joining(", ")));
    }

    static String figure(Metric metric, @Nullable Double value) {
        if (value == null) {
            return "–";
        }
        boolean wait = metric instanceof Metric.OfLengths;
        boolean share = metric instanceof OfWaits || metric instanceof Metric.Satisfaction;
        return wait ? seconds(value) : share ? fixed("%.2f %%", value * 100) : fixed("%.3f", value);
    }

    static String seconds(double millis) {
        return fixed("%.3f s", millis / 1000);
    }

    static String fixed(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    static void aligned(List<List<String>> rows, StringBuilder text) {
        int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)) + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /// In a terminal, a Chinese character is two columns wide.
    private static int width(String text) {
        return text.codePoints().map(point -> point >= 0x2E80 && point <= 0xFFE6 ? 2 : 1).sum();
    }
}
