package dev.yingda.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.Event.ServiceType;
import dev.yingda.metrics.BadInput.Faults;
import dev.yingda.metrics.Metric.AnswerRatio;
import dev.yingda.metrics.Metric.Grouping;
import dev.yingda.metrics.Metric.Head;
import dev.yingda.metrics.Metric.Judge;
import dev.yingda.metrics.Metric.Limits;
import dev.yingda.metrics.Metric.MeanWait;
import dev.yingda.metrics.Metric.PercentileWait;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Metric.Target;
import dev.yingda.metrics.Metric.Target.AtLeast;
import dev.yingda.metrics.Metric.Target.AtMost;
import dev.yingda.metrics.Metric.Unanswered;
import dev.yingda.metrics.Metric.Unit;
import dev.yingda.metrics.Metric.WindowBy;

import org.jspecify.annotations.Nullable;

/// Reads one metric of a policy file (response-metrics.md, sections 4 and 6).
final class MetricFields {

    /// The keys of each kind, beside those that all have.
    private static final Map<String, Set<String>> KINDS = new TreeMap<>(Map.of(
            "reply-rate", Set.of("within", "unit", "judge", "windowBy"),
            "mean-wait", Set.of("unit", "judge", "windowBy", "cap", "unanswered", "dropOver"),
            "percentile-wait", Set.of("percentile", "unit", "judge", "windowBy", "cap", "unanswered", "dropOver"),
            "satisfaction", Set.of("of", "good", "maxPerBuyer"),
            "answer-ratio", Set.of()));

    private final Fields fields;

    private MetricFields(Fields fields) {
        this.fields = fields;
    }

    /// The metric; null if it has faults.
    static @Nullable Metric read(Fields fields, Faults faults) {
        int before = faults.count();
        Metric metric = new MetricFields(fields).read();
        return faults.count() > before ? null : metric;
    }

    private @Nullable Metric read() {
        fields.require("kind", "kind: reply-rate");
        String kind = fields.text("kind");
        if (kind == null) {
            return null;
        }
        if (!KINDS.containsKey(kind)) {
            fields.fault("kind", "`" + kind + "` is not one of " + String.join(", ", KINDS.keySet()));
            return null;
        }
        Head head = head();
        Metric metric = switch (kind) {
            case "reply-rate" -> replyRate(head);
            case "mean-wait" -> {
                Grouping grouping = grouping();
                Limits limits = limits();
                yield fields.checked(() -> new MeanWait(head, grouping, limits));
            }
            case "percentile-wait" -> percentileWait(head);
            case "satisfaction" -> satisfaction(head);
            default -> fields.checked(() -> new AnswerRatio(head));
        };
        fields.refuseRest(key -> whyNot(kind, key));
        return metric;
    }

    private Head head() {
        fields.require("id", "id: reply_rate");
        String id = fields.text("id");
        Map<String, String> title = title(fields);
        Set<ServiceType> types = fields.some("serviceType", ServiceType.class);
        Target target = target();
        Head head = fields.checked(() -> new Head(id == null ? "unknown" : id, title, types, target));
        return head != null ? head : new Head("unknown", title, null, target);
    }

    private @Nullable Target target() {
        Fields target = fields.fields("target");
        if (target == null) {
            return null;
        }
        Double atLeast = target.number("atLeast");
        Duration atMost = target.duration("atMost");
        target.refuseRest(_ -> "is no target; write atLeast or atMost");
        if (target.has("atLeast") == target.has("atMost")) {
            fields.fault("target", "is one of {atLeast: 0.9} and {atMost: 20s}");
            return null;
        }
        if (atMost != null) {
            return new AtMost(atMost);
        }
        return atLeast == null ? null : fields.checked(() -> new AtLeast(atLeast));
    }

    private @Nullable Metric replyRate(Head head) {
        fields.require("within", "within: 180s");
        Duration within = fields.duration("within");
        Grouping grouping = grouping();
        return within == null ? null : fields.checked(() -> new ReplyRate(head, grouping, within));
    }

    private @Nullable Metric percentileWait(Head head) {
        fields.require("percentile", "percentile: 90");
        Integer percentile = fields.whole("percentile");
        Grouping grouping = grouping();
        Limits limits = limits();
        return percentile == null ? null : fields.checked(() -> new PercentileWait(head, grouping, limits, percentile));
    }

    private @Nullable Metric satisfaction(Head head) {
        Set<Of> of = fields.some("of", Of.class);
        Integer good = fields.whole("good");
        Integer maxPerBuyer = fields.whole("maxPerBuyer");
        return fields
                .checked(() -> new Satisfaction(head, of == null ? Set.of(Of.values()) : of, good == null ? 4 : good,
                        maxPerBuyer));
    }

    private Grouping grouping() {
        Unit unit = fields.one("unit", Unit.ROUND);
        Judge judge = fields.one("judge", Judge.FIRST);
        WindowBy windowBy = fields.one("windowBy", WindowBy.ROUND);
        if (unit == Unit.ROUND && fields.has("judge")) {
            fields.fault("judge", "single rounds need no judge; remove it, or name another unit");
        }
        return new Grouping(unit, judge, windowBy);
    }

    private Limits limits() {
        Duration cap = fields.duration("cap");
        Unanswered unanswered = fields.one("unanswered", Unanswered.EXCLUDE);
        Duration dropOver = fields.duration("dropOver");
        boolean unreadable = cap == null && fields.has("cap");
        Limits limits = unreadable ? null : fields.checked(() -> new Limits(cap, unanswered, dropOver));
        return limits != null ? limits : new Limits(null, Unanswered.EXCLUDE, dropOver);
    }

    private static String whyNot(String kind, String key) {
        String owners = KINDS.entrySet().stream().filter(each -> each.getValue().contains(key)).map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return owners.isEmpty()
                ? "is no key of a metric; check its spelling, or remove it"
                : "belongs to " + owners + ", not to " + kind + "; remove it";
    }

    /// The titles by language, of a metric or of a policy.
    static Map<String, String> title(Fields parent) {
        Fields fields = parent.fields("title");
        Map<String, String> titles = new HashMap<>();
        if (fields != null) {
            for (String language : fields.keys()) {
                String title = fields.text(language);
                if (title != null) {
                    titles.put(language, title);
                }
            }
        }
        return titles;
    }
}
