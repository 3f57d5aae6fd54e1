package dev.yingda.gateway;

import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.yingda.access.Permission;
import dev.yingda.conversation.AgentId;
import dev.yingda.gateway.Route.Door;
import dev.yingda.metrics.Ledger;
import dev.yingda.metrics.Ledger.RoundFilter;
import dev.yingda.metrics.Ledger.Slice;
import dev.yingda.metrics.Metric;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Round;
import dev.yingda.metrics.Verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// The response metrics, and the rounds and replies behind each number. Screen, CSV and API ask the same questions of the
/// same [Ledger]. An agent sees only what is credited to the agent.
final class MetricsRoutes {

    private static final int CSV_ROWS = 100_000;
    private static final Set<String> OUTCOMES = Arrays.stream(Round.Outcome.values()).map(Round.Outcome::wire)
            .collect(Collectors.toSet());

    private final Rooms rooms;

    MetricsRoutes(Rooms rooms) {
        this.rooms = rooms;
    }

    List<Route> routes() {
        Door door = new Door.Needs(Permission.SEE_ALL_METRICS, Permission.SEE_OWN_METRICS);
        String rounds = "policy, from?, to?, metric?, outcome?, agent?, offset?, limit?";
        String replies = "policy, from?, to?, verdict?, agent?, offset?, limit?";
        return List.of(
                new Route(HttpMethod.GET, "/api/v1/policies", door, "The policies in force", "", _ -> policies()),
                new Route(HttpMethod.GET, "/api/v1/metrics", door, "The numbers of a period under a policy",
                        "policy, from?, to?, by?", this::metrics),
                new Route(HttpMethod.GET, "/api/v1/metrics/rounds", door, "The rounds behind a number", rounds,
                        call -> rounds(call, false)),
                new Route(HttpMethod.GET, "/api/v1/metrics/rounds.csv", door, "The same as a table", rounds,
                        call -> rounds(call, true)),
                new Route(HttpMethod.GET, "/api/v1/metrics/replies", door, "Every reply, with its verdict and why",
                        replies,
                        call -> replies(call, false)),
                new Route(HttpMethod.GET, "/api/v1/metrics/replies.csv", door, "The same as a table", replies,
                        call -> replies(call, true)));
    }

    private Answer policies() {
        return Answer
                .ok(Json.object("policies", rooms.ledger().policies().stream().map(MetricsRoutes::policy).toList()));
    }

    private static ObjectNode policy(Policy policy) {
        return Json.object("id", policy.id(), "title", policy.name().title(), "source", policy.name().source(), "asOf",
                policy.name().asOf(), "timezone", policy.schedule().timezone().getId(), "metrics",
                policy.metrics().stream()
                        .map(metric -> Json.object("id", metric.id(), "title", metric.head().title(), "kind",
                                metric.kind(), "target", target(metric.head().target())))
                        .toList());
    }

    private static @Nullable ObjectNode target(Metric.@Nullable Target target) {
        return switch (target) {
            case null -> null;
            case Metric.Target.AtLeast least -> Json.object("atLeast", least.ratio());
            case Metric.Target.AtMost most -> Json.object("atMost", most.limit().toMillis());
        };
    }

    /// The caller's own agent, when the caller may not see others'.
    private static Optional<AgentId> only(Call call) {
        return call.caller().may(Permission.SEE_ALL_METRICS) ? Optional.empty() : Optional.of(call.caller().agent());
    }

    private String policyId(Call call) {
        String id = Optional.ofNullable(call.parameter("policy"))
                .orElseGet(() -> rooms.ledger().policies().getFirst().id());
        if (rooms.ledger().policies().stream().noneMatch(policy -> policy.id().equals(id))) {
            throw new Invalid("policy", "没有这个考核规则", "there is no such policy in force");
        }
        return id;
    }

    private record Period(@Nullable Instant from, @Nullable Instant to) {
    }

    private static Period period(Call call) {
        Instant from = call.time("from");
        Instant to = call.time("to");
        if (from != null && to != null && from.isAfter(to)) {
            throw new Invalid("from", "开始时间晚于结束时间", "from is after to");
        }
        return new Period(from, to);
    }

    private Answer metrics(Call call) {
        call.only("policy", "from", "to", "by");
        Period period = period(call);
        Optional<AgentId> only = only(call);
        Set<By> by = EnumSet.noneOf(By.class);
        for (String part : Optional.ofNullable(call.parameter("by")).orElse("").split(",", -1)) {
            switch (part.strip()) {
                case "" -> {
                }
                case "agent" -> by.add(By.AGENT);
                case "day" -> by.add(By.DAY);
                default -> throw new Invalid("by", "应为 agent 或 day", "agent or day is expected");
            }
        }
        if (only.isPresent()) {
            by = EnumSet.of(By.AGENT);
        }
        Report report = rooms.ledger().report(policyId(call), period.from(), period.to(), by);
        StringWriter text = new StringWriter();
        report.writeJson(text);
        ObjectNode result = Json.read(text.toString());
        only.ifPresent(agent -> keepOnly(result, agent));
        return Answer
                .ok(Json.object("result", result, "from", period.from(), "to", period.to(), "own", only.isPresent()));
    }

    /// Takes out of a report what is not the agent's.
    private static void keepOnly(ObjectNode result, AgentId agent) {
        JsonNode own = result.path("byAgent").path(agent.value());
        result.set("metrics", own.isMissingNode() ? Json.array(List.of()) : own);
        result.remove(List.of("replies", "byDay"));
        ObjectNode byAgent = Json.object();
        if (!own.isMissingNode()) {
            byAgent.set(agent.value(), own);
        }
        result.set("byAgent", byAgent);
    }

    private static Slice slice(Call call, boolean table) {
        return table
                ? new Slice(0, CSV_ROWS)
                : new Slice(call.number("offset", 0, 0, 10_000_000), call.number("limit", 50, 1, 500));
    }

    private Answer rounds(Call call, boolean table) {
        call.only("policy", "from", "to", "metric", "outcome", "agent", "offset", "limit");
        Period period = period(call);
        String policy = policyId(call);
        String metric = call.parameter("metric");
        String outcome = call.parameter("outcome");
        Set<Round.Outcome> outcomes = EnumSet.noneOf(Round.Outcome.class);
        boolean isOutcome = outcome != null && metric == null && OUTCOMES.contains(outcome);
        for (Round.Outcome each : Round.Outcome.values()) {
            if (isOutcome && each.wire().equals(outcome)) {
                outcomes.add(each);
            }
        }
        Set<String> standings = outcome == null || isOutcome ? Set.of() : Set.of(outcome);
        String agent = only(call).map(AgentId::value).orElse(call.parameter("agent"));
        Ledger.Page<RoundLine> page;
        try {
            page = rooms.ledger().rounds(policy, period.from(), period.to(),
                    new RoundFilter(metric, standings, outcomes, agent), slice(call, table));
        } catch (IllegalArgumentException e) {
            throw new Invalid("metric", "没有这个指标", String.valueOf(e.getMessage()));
        }
        return table
                ? Answer.csv("rounds.csv", Csv.rounds(page.items()))
                : Answer.ok(
                        Json.object("rounds", page.items().stream().map(this::round).toList(), "total", page.total()));
    }

    private ObjectNode round(RoundLine line) {
        Round round = line.round();
        Round.Why why = round.why();
        AgentId agent = round.agent();
        ObjectNode result = Json.object();
        line.standings().forEach((metric, standing) -> {
            if (standing instanceof Report.Standing.Contributed contributed) {
                result.put(metric, contributed.millis());
            } else {
                result.put(metric, standing.wire());
            }
        });
        return Json.object("conversation", round.conversation().value(), "session", round.session(), "start",
                round.start(),
                "end", round.end(), "outcome", round.outcome().wire(), "why", why == null ? null : why.wire(), "agent",
                agent == null ? null : rooms.views().colleague(agent), "first", round.first(), "waitMs", round.waited(),
                "result", result, "sentence",
                Json.texts(round.outcome().sentence().zh() + (why == null ? "" : why.sentence().zh()),
                        round.outcome().sentence().en() + (why == null ? "" : " " + why.sentence().en())));
    }

    private Answer replies(Call call, boolean table) {
        call.only("policy", "from", "to", "verdict", "agent", "offset", "limit");
        Period period = period(call);
        Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
        String verdict = call.parameter("verdict");
        for (Verdict each : Verdict.values()) {
            if (each.wire().equals(verdict)) {
                verdicts.add(each);
            }
        }
        if (verdict != null && verdicts.isEmpty()) {
            throw new Invalid("verdict", "没有这种判定", "there is no such verdict");
        }
        Ledger.Page<Ledger.Reply> page = rooms.ledger().replies(policyId(call), period.from(), period.to(), verdicts,
                only(call).orElseGet(() -> agent(call)), slice(call, table));
        return table
                ? Answer.csv("replies.csv", Csv.replies(page.items()))
                : Answer.ok(
                        Json.object("replies", page.items().stream().map(this::reply).toList(), "total", page.total()));
    }

    private static @Nullable AgentId agent(Call call) {
        String name = call.parameter("agent");
        try {
            return name == null ? null : new AgentId(name);
        } catch (IllegalArgumentException e) {
            throw new Invalid("agent", "没有这个客服", String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode reply(Ledger.Reply reply) {
        AgentId agent = reply.agent();
        return Json.object("conversation", reply.message().conversation().value(), "seq", reply.message().seq(), "at",
                reply.message().at(), "from", agent == null ? "bot" : "agent", "kind", reply.kind(), "agent",
                agent == null ? null : rooms.views().colleague(agent), "text", reply.text(), "verdict",
                reply.verdict().wire(),
                "waitMs", null, "sentence",
                Json.texts(reply.verdict().sentence().zh(), reply.verdict().sentence().en()));
    }
}
