package dev.yingda.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import dev.yingda.conversation.AgentId;
import dev.yingda.metrics.Evidence;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Round;

import org.jspecify.annotations.Nullable;

/// The response metrics as tables for spreadsheets.
final class MetricTables {

    private MetricTables() {
    }

    /// A row for each figure: of all, of each agent, of each day.
    ///
    /// @param only whose figures alone; empty: everybody's
    static String figures(Report report, Optional<AgentId> only) {
        StringBuilder table = new StringBuilder();
        List<@Nullable Object> head = new ArrayList<>(List.of("scope", "name", "metric", "title_zh", "title_en", "kind",
                "numerator", "denominator", "value", "met"));
        for (Report.Reason reason : Report.Reason.values()) {
            head.add(reason.wire());
        }
        Csv.row(table, head);
        if (only.isEmpty()) {
            report.metrics().forEach(value -> Csv.row(table, figure("all", "", value)));
        }
        if (report.details().byAgent() != null) {
            report.details().byAgent().forEach((agent, values) -> {
                if (only.isEmpty() || only.get().value().equals(agent)) {
                    values.forEach(value -> Csv.row(table, figure("agent", agent, value)));
                }
            });
        }
        if (report.details().byDay() != null) {
            report.details().byDay().forEach(
                    (day, values) -> values.forEach(value -> Csv.row(table, figure("day", day.toString(), value))));
        }
        return table.toString();
    }

    private static List<@Nullable Object> figure(String scope, String name, Value value) {
        var title = value.metric().head().title();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(scope);
        cells.add(name);
        cells.add(value.metric().id());
        cells.add(title.get("zh-CN"));
        cells.add(title.get("en"));
        cells.add(value.metric().kind());
        cells.add(value.numerator());
        cells.add(value.denominator());
        cells.add(value.value());
        cells.add(value.met());
        for (Report.Reason reason : Report.Reason.values()) {
            cells.add(value.excluded().getOrDefault(reason, 0));
        }
        return cells;
    }

    static String rounds(List<RoundLine> lines) {
        TreeSet<String> metrics = new TreeSet<>();
        lines.forEach(line -> metrics.addAll(line.standings().keySet()));
        List<@Nullable Object> head = new ArrayList<>(
                List.of("conversation", "session", "start", "end", "outcome", "why", "agent", "first", "wait_ms"));
        head.addAll(metrics);
        StringBuilder table = new StringBuilder();
        Csv.row(table, head);
        for (RoundLine line : lines) {
            Round round = line.round();
            Round.Why why = round.why();
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(round.conversation());
            cells.add(round.session());
            cells.add(round.start());
            cells.add(round.end());
            cells.add(round.outcome().wire());
            cells.add(why == null ? null : why.wire());
            cells.add(round.agent());
            cells.add(round.first());
            cells.add(round.waited());
            for (String metric : metrics) {
                Standing standing = line.standings().get(metric);
                cells.add(standing == null ? null : standing.wire());
            }
            Csv.row(table, cells);
        }
        return table.toString();
    }

    static String replies(List<Evidence.Reply> replies) {
        StringBuilder table = new StringBuilder();
        Csv.row(table, List.of("conversation", "seq", "at", "from", "kind", "agent", "verdict", "wait_ms", "text",
                "why_zh", "why_en"));
        for (Evidence.Reply reply : replies) {
            Round closed = reply.judgement().closed();
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(reply.message().conversation());
            cells.add(reply.message().seq());
            cells.add(reply.message().at());
            cells.add(reply.agent() == null ? "bot" : "agent");
            cells.add(reply.kind());
            cells.add(reply.agent());
            cells.add(reply.verdict().wire());
            cells.add(closed == null ? null : closed.waited());
            cells.add(reply.text());
            cells.add(reply.verdict().sentence().zh());
            cells.add(reply.verdict().sentence().en());
            Csv.row(table, cells);
        }
        return table.toString();
    }

    static String ratings(List<Evidence.RatingLine> ratings) {
        StringBuilder table = new StringBuilder();
        Csv.row(table, List.of("conversation", "at", "stars", "of", "standing", "why_zh", "why_en"));
        for (Evidence.RatingLine rating : ratings) {
            Csv.row(table, List.of(rating.conversation(), rating.at(), rating.stars(), rating.of().wire(),
                    rating.standing(), rating.sentence().zh(), rating.sentence().en()));
        }
        return table.toString();
    }
}
