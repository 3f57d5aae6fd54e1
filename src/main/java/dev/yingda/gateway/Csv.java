package dev.yingda.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import dev.yingda.conversation.AgentId;
import dev.yingda.metrics.Ledger;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Round;

import org.jspecify.annotations.Nullable;

/// Tables for spreadsheets (RFC 4180). A cell that a spreadsheet would take for a formula is made a text: buyers write
/// what they like.
final class Csv {

    private Csv() {
    }

    static String rounds(List<RoundLine> lines) {
        TreeSet<String> metrics = new TreeSet<>();
        lines.forEach(line -> metrics.addAll(line.standings().keySet()));
        List<@Nullable Object> head = new ArrayList<>(
                List.of("conversation", "session", "start", "end", "outcome", "why", "agent", "first", "wait_ms"));
        head.addAll(metrics);
        StringBuilder table = new StringBuilder();
        row(table, head);
        for (RoundLine line : lines) {
            Round round = line.round();
            AgentId agent = round.agent();
            Round.Why why = round.why();
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(round.conversation());
            cells.add(round.session());
            cells.add(Json.time(round.start()));
            cells.add(round.end() == null ? null : Json.time(Objects.requireNonNull(round.end())));
            cells.add(round.outcome().wire());
            cells.add(why == null ? null : why.wire());
            cells.add(agent);
            cells.add(round.first());
            cells.add(round.waited());
            for (String metric : metrics) {
                Report.Standing standing = line.standings().get(metric);
                cells.add(standing == null ? null : standing.wire());
            }
            row(table, cells);
        }
        return table.toString();
    }

    static String replies(List<Ledger.Reply> replies) {
        StringBuilder table = new StringBuilder();
        row(table,
                List.of("conversation", "seq", "at", "from", "kind", "agent", "verdict", "text", "why_zh", "why_en"));
        for (Ledger.Reply reply : replies) {
            AgentId agent = reply.agent();
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(reply.message().conversation());
            cells.add(reply.message().seq());
            cells.add(Json.time(reply.message().at()));
            cells.add(agent == null ? "bot" : "agent");
            cells.add(reply.kind());
            cells.add(agent);
            cells.add(reply.verdict().wire());
            cells.add(reply.text());
            cells.add(reply.verdict().sentence().zh());
            cells.add(reply.verdict().sentence().en());
            row(table, cells);
        }
        return table.toString();
    }

    static void row(StringBuilder table, List<? extends @Nullable Object> cells) {
        for (int i = 0; i < cells.size(); i++) {
            table.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
        }
        table.append("\r\n");
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        String safe = !(value instanceof Number) && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : text;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
