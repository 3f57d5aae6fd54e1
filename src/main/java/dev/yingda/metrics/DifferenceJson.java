package dev.yingda.metrics;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;

import dev.yingda.metrics.Difference.ChangedReply;
import dev.yingda.metrics.Difference.ChangedRound;
import dev.yingda.metrics.Difference.Changes;
import dev.yingda.metrics.Difference.Findings;
import dev.yingda.metrics.Difference.Pair;
import dev.yingda.metrics.Difference.Turn;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import org.jspecify.annotations.Nullable;

/// The difference of two policies as JSON; figures and rounds are written as in a report.
final class DifferenceJson {

    private final JsonGenerator json;

    private DifferenceJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(Findings found, Writer to) throws IOException {
        JsonGenerator json = ReportText.JSON.createGenerator(to);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        new DifferenceJson(json).all(found);
        json.writeRaw('\n');
        json.flush();
    }

    private void all(Findings found) throws IOException {
        json.writeStartObject();
        json.writeStringField("a", found.a().id());
        json.writeStringField("b", found.b().id());
        json.writeStringField("asOf", Times.write(found.asOf()));
        json.writeArrayFieldStart("metrics");
        for (Pair pair : found.figures()) {
            json.writeStartObject();
            value("a", pair.a());
            value("b", pair.b());
            json.writeObjectField("difference", pair.difference());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("replies");
        json.writeNumberField("noLonger", found.noLonger());
        json.writeNumberField("newly", found.newly());
        turns("turns", found.replies().turns());
        json.writeArrayFieldStart("changed");
        for (ChangedReply reply : found.replies().newest()) {
            reply(reply);
        }
        json.writeEndArray();
        more(found.replies());
        json.writeEndObject();
        rounds(found);
        json.writeEndObject();
    }

    private void value(String name, @Nullable Value value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            ReportText.value(json, value);
        }
    }

    private void turns(String name, Map<Turn, Long> turns) throws IOException {
        json.writeArrayFieldStart(name);
        for (var turn : DifferenceText.mostFirst(turns)) {
            json.writeStartObject();
            json.writeStringField("a", turn.getKey().a());
            json.writeStringField("b", turn.getKey().b());
            json.writeNumberField("count", turn.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void more(Changes<?> changes) throws IOException {
        json.writeNumberField("more", changes.more());
    }

    private void reply(ChangedReply reply) throws IOException {
        json.writeStartObject();
        json.writeStringField("conversation", reply.message().conversation().value());
        json.writeStringField("at", Times.write(reply.message().at()));
        var agent = reply.agent();
        json.writeStringField("agent", agent == null ? null : agent.value());
        json.writeStringField("kind", reply.kind());
        json.writeStringField("a", reply.a().wire());
        json.writeStringField("b", reply.b().wire());
        json.writeEndObject();
    }

    private void rounds(Findings found) throws IOException {
        json.writeObjectFieldStart("rounds");
        json.writeObjectFieldStart("metrics");
        for (var metric : found.rounds().entrySet()) {
            turns(metric.getKey(), metric.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("changed");
        for (ChangedRound round : found.changedRounds().newest()) {
            json.writeStartObject();
            json.writeObjectFieldStart("metrics");
            for (var metric : round.metrics().entrySet()) {
                json.writeArrayFieldStart(metric.getKey());
                json.writeString(metric.getValue().a());
                json.writeString(metric.getValue().b());
                json.writeEndArray();
            }
            json.writeEndObject();
            line("a", round.a());
            line("b", round.b());
            json.writeEndObject();
        }
        json.writeEndArray();
        more(found.changedRounds());
        json.writeEndObject();
    }

    private void line(String name, @Nullable RoundLine line) throws IOException {
        json.writeFieldName(name);
        if (line == null) {
            json.writeNull();
        } else {
            ReportText.round(json, line);
        }
    }
}
