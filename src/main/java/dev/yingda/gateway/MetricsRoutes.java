package dev.yingda.gateway;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.yingda.access.Permission;
import dev.yingda.conversation.AgentId;
import dev.yingda.gateway.Route.Door;
import dev.yingda.metrics.Board;
import dev.yingda.metrics.Evidence;
import dev.yingda.metrics.Evidence.Page;
import dev.yingda.metrics.Evidence.RoundFilter;
import dev.yingda.metrics.Evidence.Slice;
import dev.yingda.metrics.Ledger;
import dev.yingda.metrics.Metric;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Round;
import dev.yingda.metrics.Verdict;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// The response metrics, and the rounds, replies and ratings behind each number. Screen, CSV and API ask the same
/// questions of the same [Ledger]. An agent sees only what is credited to the agent.
final class MetricsRoutes {

    private static final int CSV_ROWS = 100_000;

    private final Rooms rooms;

    MetricsRoutes(Rooms rooms) {
        this.rooms = rooms;
    }

    List<Route> routes() {
        Door own = new Door.Needs(Permission.SEE_ALL_METRICS, Permission.SEE_OWN_METRICS);
        Door all = new Door.Needs(Permission.SEE_ALL_METRICS, null);
        String rounds = "policy?, from?, to?, metric?, outcome?, agent?, offset?, limit?";
        String replies = "policy?, from?, to?, verdict?, agent?, offset?, limit?";
        String ratings = "policy?, from?, to?, metric, standing?, offset?, limit?";
        return List.of(
                get("/api/v1/policies", own, "The policies in force, and how each counts", "", _ -> policies()),
                get("/api/v1/metrics/reasons", own, "The sentences that explain a number", "",
                        _ -> Answer.ok(MetricViews.reasons())),
                get("/api/v1/metrics/live", own, "Who waits, what is due when, and today's numbers", "", this::live),
                get("/api/v1/metrics", own, "The numbers of a period under a policy", "policy?, from?, to?, by?",
                        call -> metrics(call, false)),
                get("/api/v1/metrics.csv", own, "The same as a table", "policy?, from?, to?, by?",
                        call -> metrics(call, true)),
                get("/api/v1/metrics/rounds", own, "The rounds behind a number", rounds, call -> rounds(call, false)),
                get("/api/v1/metrics/rounds.csv", own, "The same as a table", rounds, call -> rounds(call, true)),
                get("/api/v1/metrics/replies", own, "Every reply, with its verdict and why", replies,
                        call -> replies(call, false)),
                get("/api/v1/metrics/replies.csv", own, "The same as a table", replies, call -> replies(call, true)),
                get("/api/v1/metrics/ratings", all, "The ratings behind a satisfaction", ratings,
                        call -> ratings(call, false)),
                get("/api/v1/metrics/ratings.csv", all, "The same as a table", ratings, call -> ratings(call, true)));
    }

    private static Route get(String path, Door door, String summary, String query, Route.Handler handler) {
        return new Route(HttpMethod.GET, path, door, summary, query, handler);
    }

    private Answer policies() {
        Instant now = rooms.clock().instant();
        return Answer.ok(Json.object("policies",
                rooms.ledger().policies().stream().map(policy -> MetricViews.policy(policy, now)).toList()));
    }

    /// The caller's own agent, when the caller may not see others'.
    private static Optional<AgentId> only(Call call) {
        return call.caller().may(Permission.SEE_ALL_METRICS) ? Optional.empty() : Optional.of(call.caller().agent());
    }

    /// Under which policy and over which period.
    private record Scope(Policy policy, @Nullable Instant from, @Nullable Instant to) {
    }

    /// Local dates are those of the policy's time zone.
    private Scope scope(Call call) {
        String id = call.parameter("policy");
        Policy policy = rooms.ledger().policies().stream().filter(each -> id == null || each.id().equals(id))
                .findFirst().orElseThrow(() -> new Invalid("policy", "没有这个考核规则", "there is no such policy in force"));
        Instant from = call.time("from", policy.schedule().timezone());
        Instant to = call.time("to", policy.schedule().timezone());
        if (from != null && to != null && from.isAfter(to)) {
            throw new Invalid("from", "开始时间晚于结束时间", "from is after to");
        }
        return new Scope(policy, from, to);
    }

    private Answer live(Call call) {
        call.only();
        Board board = rooms.ledger().board();
        return Answer.ok(Json.object("asOf", board.asOf(), "policies", MetricViews.board(board, only(call))));
    }

    private Answer metrics(Call call, boolean table) {
        call.only("policy", "from", "to", "by");
        Scope scope = scope(call);
        Optional<AgentId> only = only(call);
        Set<By> by = only.isPresent() ? EnumSet.of(By.AGENT) : by(call);
        Report report = rooms.ledger().report(scope.policy.id(), scope.from, scope.to, by);
        return table
                ? Answer.csv("metrics.csv", MetricTables.figures(report, only))
                : Answer.ok(Json.object("result", MetricViews.report(scope.policy, report, only), "from", scope.from,
                        "to", scope.to, "own", only.isPresent()));
    }

    private static Set<By> by(Call call) {
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
        return by;
    }

    private Evidence evidence(Scope scope) {
        return rooms.ledger().evidence(scope.policy.id(), scope.from, scope.to);
    }

    private static <T> Answer list(Call call, @Nullable Function<List<T>, String> table, String name,
            Function<Slice, Page<T>> query, Function<T, ObjectNode> view) {
        return list(call, table, name, query, view, Json.object());
    }

    /// The page that the caller asks for, as JSON; or all of it as a table.
    ///
    /// @param beside what else to answer; the query may fill it
    private static <T> Answer list(Call call, @Nullable Function<List<T>, String> table, String name,
            Function<Slice, Page<T>> query, Function<T, ObjectNode> view, ObjectNode beside) {
        if (table == null) {
            Page<T> page = asked(query,
                    new Slice(call.number("offset", 0, 0, 10_000_000), call.number("limit", 50, 1, 500)));
            beside.set(name, Json.array(page.items().stream().map(view).toList()));
            return Answer.ok(beside.put("total", page.total()));
        }
        Page<T> page = asked(query, new Slice(0, CSV_ROWS));
        if (page.total() > CSV_ROWS) {
            throw new Invalid("from", "共 " + page.total() + " 行，超过一个表格的上限 " + CSV_ROWS + " 行，请缩短时间范围",
                    "there are " + page.total() + " rows, a table has at most " + CSV_ROWS
                            + ": ask for a shorter period");
        }
        return Answer.csv(name + ".csv", table.apply(page.items()));
    }

    private static <T> Page<T> asked(Function<Slice, Page<T>> query, Slice slice) {
        try {
            return query.apply(slice);
        } catch (Evidence.TooMuch e) {
            throw new Invalid("from", "这段时间的记录超过 " + e.most() + " 条，请缩短时间范围", String.valueOf(e.getMessage()));
        }
    }

    private Answer rounds(Call call, boolean table) {
        call.only("policy", "from", "to", "metric", "outcome", "agent", "offset", "limit");
        Scope scope = scope(call);
        String metric = call.parameter("metric");
        if (metric != null && scope.policy.metrics().stream().noneMatch(each -> each.id().equals(metric))) {
            throw new Invalid("metric", "这个规则没有这个指标", "the policy has no such metric");
        }
        String agent = only(call).map(AgentId::value).orElse(call.parameter("agent"));
        RoundFilter filter = filter(metric, call.parameter("outcome"), agent);
        return list(call, table ? MetricTables::rounds : null, "rounds",
                slice -> evidence(scope).rounds(filter, slice),
                (RoundLine line) -> MetricViews.round(line, rooms.views()));
    }

    /// `outcome` is what a round is in the metric; without a metric, how it ended.
    private static RoundFilter filter(@Nullable String metric, @Nullable String outcome, @Nullable String agent) {
        if (outcome == null) {
            return new RoundFilter(metric, Set.of(), Set.of(), agent);
        }
        if (metric == null) {
            Round.Outcome named = Arrays.stream(Round.Outcome.values()).filter(each -> each.wire().equals(outcome))
                    .findFirst().orElseThrow(() -> new Invalid("outcome", "没有这种结果", "there is no such outcome"));
            return new RoundFilter(null, Set.of(), Set.of(named), agent);
        }
        if (!Report.Standing.sentences().containsKey(outcome)) {
            throw new Invalid("outcome", "没有这种结果", "there is no such outcome");
        }
        return new RoundFilter(metric, Set.of(outcome), Set.of(), agent);
    }

    private Answer replies(Call call, boolean table) {
        call.only("policy", "from", "to", "verdict", "agent", "offset", "limit");
        Scope scope = scope(call);
        String name = call.parameter("verdict");
        Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
        Arrays.stream(Verdict.values()).filter(each -> each.wire().equals(name)).forEach(verdicts::add);
        if (name != null && verdicts.isEmpty()) {
            throw new Invalid("verdict", "没有这种判定", "there is no such verdict");
        }
        AgentId agent = only(call).orElseGet(() -> agent(call));
        ObjectNode beside = Json.object();
        return list(call, table ? MetricTables::replies : null, "replies", slice -> {
            Evidence.Replies replies = evidence(scope).replies(verdicts, agent, slice);
            replies.counts().forEach((verdict, count) -> beside.withObject("/counts").put(verdict.wire(), count));
            return replies.page();
        }, (Evidence.Reply reply) -> MetricViews.reply(reply, rooms.views()), beside);
    }

    private static @Nullable AgentId agent(Call call) {
        String name = call.parameter("agent");
        try {
            return name == null ? null : new AgentId(name);
        } catch (IllegalArgumentException e) {
            throw new Invalid("agent", "没有这个客服", String.valueOf(e.getMessage()));
        }
    }

    private Answer ratings(Call call, boolean table) {
        call.only("policy", "from", "to", "metric", "standing", "offset", "limit");
        Scope scope = scope(call);
        String id = call.parameter("metric");
        Metric metric = scope.policy.metrics().stream()
                .filter(each -> each.id().equals(id) && each instanceof Metric.Satisfaction).findFirst()
                .orElseThrow(() -> new Invalid("metric", "这个规则没有这个满意度指标", "the policy has no such satisfaction"));
        String standing = call.parameter("standing");
        if (standing != null && !Evidence.RatingLine.STANDINGS.contains(standing)) {
            throw new Invalid("standing", "没有这种结果", "there is no such standing");
        }
        return list(call, table ? MetricTables::ratings : null, "ratings",
                slice -> evidence(scope).ratings(metric.id(), standing == null ? Set.of() : Set.of(standing), slice),
                MetricViews::rating);
    }
}
