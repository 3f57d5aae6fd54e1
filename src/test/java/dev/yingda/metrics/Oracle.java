package dev.yingda.metrics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Metric.AnswerRatio;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.PercentileWait;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Metric.Target;
import dev.yingda.metrics.OracleConversation.Said;
import dev.yingda.metrics.OracleConversation.Stars;
import dev.yingda.metrics.OracleConversation.Wait;
import dev.yingda.metrics.OracleMeasure.Sum;
import dev.yingda.metrics.Policy.Time;
import dev.yingda.metrics.Report.By;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A second implementation of response-metrics.md, obvious rather than fast: it keeps everything, goes through all of it
/// for every figure, and says at each step which sentence it follows. What [Replay] says must be what this says.
final class Oracle {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Policy policy;
    private final OracleTime time;
    private final OracleMeasure measure;
    private final List<OracleConversation> conversations;
    private final List<Wait> waits;
    private final List<Stars> ratings;
    private final List<Said> said;

    private Oracle(Policy policy, List<Logged> events, Instant asOf) {
        this.policy = policy;
        this.time = new OracleTime(policy.schedule());
        this.measure = new OracleMeasure(policy, time, asOf.toEpochMilli());
        Map<String, OracleConversation> byId = new LinkedHashMap<>();
        for (Logged each : events) {
            // Rule 9: "events after it are not seen"
            if (!each.at().isAfter(asOf)) {
                byId.computeIfAbsent(each.conversation().value(),
                        id -> new OracleConversation(id, policy.counting(), time))
                        .accept(each.at().toEpochMilli(), each.event());
            }
        }
        this.conversations = List.copyOf(byId.values());
        conversations.forEach(each -> each.evaluate(asOf.toEpochMilli()));
        this.waits = conversations.stream().flatMap(each -> each.waits.stream()).sorted(OracleMeasure.ORDER).toList();
        this.ratings = conversations.stream().flatMap(each -> each.ratings.stream())
                .sorted(Comparator.comparingLong(Stars::at).thenComparing(each -> each.of().id)
                        .thenComparingInt(Stars::place))
                .toList();
        this.said = conversations.stream().flatMap(each -> each.said.stream()).toList();
    }

    /// The output of a replay (section 5).
    static JsonNode report(Policy policy, List<Logged> events, Instant asOf, Set<By> by, boolean withRounds) {
        Oracle oracle = new Oracle(policy, events, asOf);
        ObjectNode report = JSON.createObjectNode();
        report.put("policy", policy.id());
        report.put("asOf", written(asOf.toEpochMilli()));
        ArrayNode metrics = report.putArray("metrics");
        policy.metrics().forEach(metric -> metrics.add(oracle.whole(metric)));
        ObjectNode replies = report.putObject("replies");
        for (String verdict : List.of("counts", "auto-reply", "no-question-waiting", "kind-not-counted")) {
            replies.put(verdict, oracle.conversations.stream().flatMap(each -> each.verdicts.stream())
                    .filter(verdict::equals).count());
        }
        if (by.contains(By.AGENT)) {
            report.set("byAgent", oracle.byAgent());
        }
        if (by.contains(By.DAY)) {
            report.set("byDay", oracle.byDay());
        }
        if (withRounds) {
            report.set("rounds", oracle.rounds());
        }
        return report;
    }

    private ObjectNode whole(Metric metric) {
        return switch (metric) {
            case OfWaits of -> value(of, measure.sum(of, waits, measure.exclusions(of, waits)));
            case Satisfaction of -> satisfaction(of, _ -> true);
            case AnswerRatio of -> answerRatio(of, _ -> true);
        };
    }

    /// "the same, over the rounds credited to each agent (…none: the pseudo-agent `unassigned`; bot rounds belong to no
    /// agent). Every agent with a human round is listed; grouping is over that agent's rounds alone, `first` and the
    /// session's window instant stay those of the whole session."
    private ObjectNode byAgent() {
        Map<String, List<Wait>> agents = new TreeMap<>();
        for (Wait wait : waits) {
            if (wait.human && OracleMeasure.inPeriod(policy, wait.start)) {
                agents.computeIfAbsent(agent(wait), _ -> new ArrayList<>()).add(wait);
            }
        }
        ObjectNode byAgent = JSON.createObjectNode();
        agents.forEach((agent, own) -> {
            ArrayNode values = byAgent.putArray(agent);
            policy.metrics().stream().filter(OfWaits.class::isInstance).map(OfWaits.class::cast)
                    .forEach(metric -> values
                            .add(value(metric, measure.sum(metric, own, measure.exclusions(metric, own)))));
        });
        return byAgent;
    }

    private static String agent(Wait wait) {
        return wait.agent == null ? "unassigned" : wait.agent;
    }

    /// "by the local date of the window instant (of the rating, of the message), for each date with any; grouping is within
    /// the day, `first` and `maxPerBuyer` over the whole."
    private ObjectNode byDay() {
        Set<LocalDate> dates = new TreeSet<>();
        for (Metric metric : policy.metrics()) {
            switch (metric) {
                case OfWaits of -> waits.stream().filter(wait -> measure.isAbout(of, wait))
                        .forEach(wait -> dates.add(measure.date(of, wait)));
                case Satisfaction of -> ratings.stream().filter(each -> isAbout(of, each))
                        .forEach(each -> dates.add(time.date(each.at())));
                case AnswerRatio of -> said.stream().filter(each -> isAbout(of, each))
                        .forEach(each -> dates.add(time.date(each.at())));
            }
        }
        ObjectNode byDay = JSON.createObjectNode();
        for (LocalDate date : dates) {
            ArrayNode values = byDay.putArray(date.toString());
            policy.metrics().forEach(metric -> values.add(ofDay(metric, date)));
        }
        return byDay;
    }

    private ObjectNode ofDay(Metric metric, LocalDate date) {
        return switch (metric) {
            case OfWaits of -> value(of,
                    measure.sum(of, waits.stream().filter(wait -> measure.date(of, wait).equals(date)).toList(),
                            measure.exclusions(of, waits)));
            case Satisfaction of -> satisfaction(of, at -> time.date(at).equals(date));
            case AnswerRatio of -> answerRatio(of, at -> time.date(at).equals(date));
        };
    }

    /// "hits and judged; sum of waits in ms and their number", "`percentile-wait` has a null numerator"
    private static ObjectNode value(OfWaits metric, Sum sum) {
        return switch (metric) {
            case ReplyRate rate -> ratio(rate, sum.hits(), sum.judged(), sum.excluded());
            case PercentileWait percentile -> value(percentile, null, sum.judged(),
                    sum.waits().isEmpty() ? null : (double) nearestRank(sum.waits(), percentile.percentile()),
                    sum.excluded());
            case OfLengths mean -> ratio(mean, sum.waits().stream().mapToLong(Long::longValue).sum(), sum.judged(),
                    sum.excluded());
        };
    }

    /// Nearest rank: the smallest wait that at least so many of a hundred do not exceed.
    private static long nearestRank(List<Long> waits, int percentile) {
        return waits.stream().sorted()
                .filter(wait -> 100L * waits.stream().filter(each -> each <= wait).count() >= (long) percentile
                        * waits.size())
                .findFirst().orElseThrow();
    }

    /// "`of` and the period only select and report nothing", `serviceType` too.
    private boolean isAbout(Satisfaction metric, Stars rating) {
        return OracleMeasure.selected(metric, rating.of()) && metric.of().contains(rating.whose())
                && OracleMeasure.inPeriod(policy, rating.at());
    }

    /// "ratings with stars ≥ `good` (4) / ratings …; with `maxPerBuyer: 3`, a buyer's ratings after the third, in order of
    /// time, conversation id and place over all their conversations inside the period, are excluded as
    /// `over-buyer-limit`; before that, those of flagged conversations as `flagged`."
    private ObjectNode satisfaction(Satisfaction metric, Predicate<Long> at) {
        long good = 0;
        long all = 0;
        Map<String, Integer> excluded = new LinkedHashMap<>();
        Map<String, Integer> ofBuyer = new LinkedHashMap<>();
        for (Stars rating : ratings) {
            if (!isAbout(metric, rating)) {
                continue;
            }
            String reason = rating.of().flagged
                    ? "flagged"
                    : metric.maxPerBuyer() != null
                            && ofBuyer.merge(rating.of().buyer, 1, Integer::sum) > metric.maxPerBuyer()
                                    ? "over-buyer-limit"
                                    : null;
            if (!at.test(rating.at())) {
                continue;
            }
            if (reason != null) {
                excluded.merge(reason, 1, Integer::sum);
            } else {
                all++;
                good += rating.stars() >= metric.good() ? 1 : 0;
            }
        }
        return ratio(metric, good, all, excluded);
    }

    /// "of unflagged conversations, by message time in the period and, under `time: wall`, in the windows"
    private boolean isAbout(AnswerRatio metric, Said message) {
        return OracleMeasure.selected(metric, message.of()) && !message.of().flagged
                && OracleMeasure.inPeriod(policy, message.at())
                && (policy.schedule().time() == Time.BUSINESS || time.inWindow(message.at()));
    }

    /// "agent messages of a kind in `counts` / buyer messages (courtesy ones too)"
    private ObjectNode answerRatio(AnswerRatio metric, Predicate<Long> at) {
        List<Said> messages = said.stream().filter(each -> isAbout(metric, each) && at.test(each.at())).toList();
        long replies = messages.stream().filter(Said::reply).count();
        return ratio(metric, replies, messages.size() - replies, Map.of());
    }

    private static ObjectNode ratio(Metric metric, long numerator, long denominator, Map<String, Integer> excluded) {
        return value(metric, numerator, denominator, denominator == 0 ? null : (double) numerator / denominator,
                excluded);
    }

    private static ObjectNode value(Metric metric, @Nullable Long numerator, long denominator, @Nullable Double value,
            Map<String, Integer> excluded) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", metric.id()).put("kind", metric.kind());
        node.put("numerator", numerator).put("denominator", denominator).put("value", value);
        node.put("met", met(metric, value));
        ObjectNode reasons = node.putObject("excluded");
        excluded.forEach(reasons::put);
        return node;
    }

    /// "`met` is true, false, or null without target or value"
    private static @Nullable Boolean met(Metric metric, @Nullable Double value) {
        Target target = metric.head().target();
        return value == null ? null : switch (target) {
            case null -> null;
            case Target.AtLeast(double least) -> value >= least;
            case Target.AtMost(var most) -> value <= most.toMillis();
        };
    }

    /// "every round: conversation, session, start, end, outcome, why, agent, first, and for each metric
    /// `hit | miss | pending | <exclusion reason>` or the wait that it contributed"
    private ArrayNode rounds() {
        Map<OfWaits, Map<Wait, Object>> standings = new LinkedHashMap<>();
        for (Metric metric : policy.metrics()) {
            if (metric instanceof OfWaits of) {
                standings.put(of, measure.sum(of, waits, measure.exclusions(of, waits)).standings());
            }
        }
        ArrayNode rounds = JSON.createArrayNode();
        for (Wait wait : waits) {
            ObjectNode round = rounds.addObject();
            round.put("conversation", wait.of.id).put("session", wait.session);
            round.put("start", written(wait.start)).put("end", wait.end == null ? null : written(wait.end));
            round.put("outcome", wait.outcome).put("why", wait.why);
            round.put("agent", wait.human ? agent(wait) : null).put("first", wait.first);
            ObjectNode metrics = round.putObject("metrics");
            standings.forEach((metric, of) -> metrics.set(metric.id(), JSON.valueToTree(of.get(wait))));
        }
        return rounds;
    }

    /// "in UTC with milliseconds and `Z`"
    private static String written(long at) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .format(Instant.ofEpochMilli(at).atOffset(ZoneOffset.UTC));
    }
}
