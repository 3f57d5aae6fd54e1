package dev.yingda.gateway;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.Sentence;
import dev.yingda.metrics.Board;
import dev.yingda.metrics.Evidence;
import dev.yingda.metrics.Metric;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Round;
import dev.yingda.metrics.RuleText;
import dev.yingda.metrics.Verdict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// The response metrics as JSON, for REST and for the frame of the live figures. What an agent may see of them is cut out
/// here: the agent's own.
final class MetricViews {

    private MetricViews() {
    }

    static ObjectNode policy(Policy policy, Instant now) {
        return Json.object("id", policy.id(), "title", policy.name().title(), "source", policy.name().source(), "asOf",
                policy.name().asOf(), "timezone", policy.schedule().timezone().getId(), "today",
                LocalDate.ofInstant(now, policy.schedule().timezone()).toString(), "rules",
                RuleText.of(policy).stream().map(MetricViews::texts).toList(), "metrics",
                policy.metrics().stream()
                        .map(metric -> Json.object("id", metric.id(), "title", metric.head().title(), "kind",
                                metric.kind(), "target", target(metric.head().target()), "rule",
                                texts(RuleText.of(policy, metric))))
                        .toList());
    }

    private static @Nullable ObjectNode target(Metric.@Nullable Target target) {
        return switch (target) {
            case null -> null;
            case Metric.Target.AtLeast least -> Json.object("atLeast", least.ratio());
            case Metric.Target.AtMost most -> Json.object("atMost", most.limit().toMillis());
        };
    }

    static ObjectNode texts(Sentence sentence) {
        return Json.texts(sentence.zh(), sentence.en());
    }

    /// Every sentence that explains a number, by the name of what it explains.
    static ObjectNode reasons() {
        ObjectNode verdicts = Json.object();
        for (Verdict verdict : Verdict.values()) {
            verdicts.set(verdict.wire(), texts(verdict.sentence()));
        }
        ObjectNode standings = Json.object();
        Standing.sentences().forEach((name, sentence) -> standings.set(name, texts(sentence)));
        ObjectNode outcomes = Json.object();
        for (Round.Outcome outcome : Round.Outcome.values()) {
            outcomes.set(outcome.wire(), texts(outcome.sentence()));
        }
        ObjectNode whys = Json.object();
        for (Round.Why why : Round.Why.values()) {
            whys.set(why.wire(), texts(why.sentence()));
        }
        return Json.object("verdicts", verdicts, "standings", standings, "outcomes", outcomes, "whys", whys);
    }

    static ArrayNode values(List<Value> values) {
        return Json.array(values.stream().map(MetricViews::value).toList());
    }

    private static ObjectNode value(Value value) {
        ObjectNode excluded = Json.object();
        value.excluded().forEach((reason, count) -> excluded.put(reason.wire(), count));
        return Json.object("id", value.metric().id(), "kind", value.metric().kind(), "numerator", value.numerator(),
                "denominator", value.denominator(), "value", value.value(), "met", value.met(), "excluded", excluded);
    }

    /// The report of response-metrics.md, section 5.
    ///
    /// @param only whose figures alone; empty: everybody's
    static ObjectNode report(Policy policy, Report report, Optional<AgentId> only) {
        var byAgent = report.details().byAgent();
        if (only.isPresent()) {
            return Json.object("policy", report.policy(), "asOf", report.asOf(), "metrics",
                    values(own(policy, byAgent, only.get())), "byAgent", agents(byAgent, only));
        }
        ObjectNode replies = Json.object();
        report.replies().forEach((verdict, count) -> replies.put(verdict.wire(), count));
        ObjectNode view = Json.object("policy", report.policy(), "asOf", report.asOf(), "metrics",
                values(report.metrics()), "replies", replies);
        if (byAgent != null) {
            view.set("byAgent", agents(byAgent, only));
        }
        if (report.details().byDay() != null) {
            ObjectNode byDay = Json.object();
            report.details().byDay().forEach((day, values) -> byDay.set(day.toString(), values(values)));
            view.set("byDay", byDay);
        }
        return view;
    }

    private static ObjectNode agents(@Nullable Map<String, List<Value>> byAgent, Optional<AgentId> only) {
        ObjectNode view = Json.object();
        if (byAgent != null) {
            byAgent.forEach((agent, values) -> {
                if (only.isEmpty() || only.get().value().equals(agent)) {
                    view.set(agent, values(values));
                }
            });
        }
        return view;
    }

    /// The agent's own figures; of one who had no round, figures of nothing.
    private static List<Value> own(Policy policy, @Nullable Map<String, List<Value>> byAgent, AgentId agent) {
        List<Value> own = byAgent == null ? null : byAgent.get(agent.value());
        return own != null
                ? own
                : policy.metrics().stream().filter(Metric.OfWaits.class::isInstance)
                        .map(metric -> new Value(metric, metric instanceof Metric.PercentileWait ? null : 0L, 0, null,
                                Map.of()))
                        .toList();
    }

    /// The live figures, but for the instant: equal as long as nothing has changed.
    static ArrayNode board(Board board, Optional<AgentId> only) {
        return Json.array(board.policies().stream().map(today -> {
            Report report = today.report();
            var byAgent = report.details().byAgent();
            Stream<Board.Waiting> open = today.waiting().stream()
                    .filter(waiting -> only.isEmpty() || only.get().equals(waiting.round().agent()));
            return Json.object("policy", today.policy().id(), "day", today.day().toString(), "metrics",
                    values(only.map(agent -> own(today.policy(), byAgent, agent)).orElse(report.metrics())),
                    "byAgent", agents(byAgent, only), "open", open.map(MetricViews::waiting).toList());
        }).toList());
    }

    private static ObjectNode waiting(Board.Waiting waiting) {
        Round round = waiting.round();
        AgentId agent = round.agent();
        return Json.object("conversation", round.conversation().value(), "buyer", round.buyer().value(), "agent",
                agent == null ? null : agent.value(), "since", round.start(), "due", waiting.dues().stream()
                        .map(due -> Json.object("metric", due.metric(), "at", due.at())).toList());
    }

    static ObjectNode round(RoundLine line, Views views) {
        Round round = line.round();
        Round.Why why = round.why();
        AgentId agent = round.agent();
        ObjectNode result = Json.object();
        line.standings().forEach((metric, standing) -> {
            if (standing instanceof Standing.Contributed(long millis)) {
                result.put(metric, millis);
            } else {
                result.put(metric, standing.wire());
            }
        });
        Sentence outcome = round.outcome().sentence();
        return Json.object("conversation", round.conversation().value(), "session", round.session(), "start",
                round.start(), "end", round.end(), "outcome", round.outcome().wire(), "why",
                why == null ? null : why.wire(), "agent", agent == null ? null : views.colleague(agent), "first",
                round.first(), "waitMs", round.waited(), "reply", round.message() == 0 ? null : round.message(),
                "result", result, "sentence",
                Json.texts(outcome.zh() + (why == null ? "" : why.sentence().zh()),
                        outcome.en() + (why == null ? "" : " " + why.sentence().en())));
    }

    static ObjectNode reply(Evidence.Reply reply, Views views) {
        AgentId agent = reply.agent();
        Round closed = reply.judgement().closed();
        return Json.object("conversation", reply.message().conversation().value(), "seq", reply.message().seq(), "at",
                reply.message().at(), "from", agent == null ? "bot" : "agent", "kind", reply.kind(), "agent",
                agent == null ? null : views.colleague(agent), "text", reply.text(), "verdict", reply.verdict().wire(),
                "waitMs", closed == null ? null : closed.waited(), "sentence", texts(reply.verdict().sentence()));
    }

    static ObjectNode rating(Evidence.RatingLine rating) {
        return Json.object("conversation", rating.conversation().value(), "at", rating.at(), "stars", rating.stars(),
                "of", rating.of().wire(), "standing", rating.standing(), "sentence", texts(rating.sentence()));
    }
}
