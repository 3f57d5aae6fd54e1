package dev.yingda.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.yingda.conversation.Event.AgentKind;
import dev.yingda.metrics.BadInput.Faults;
import dev.yingda.metrics.Policy.Clock;
import dev.yingda.metrics.Policy.Counting;
import dev.yingda.metrics.Policy.Courtesy;
import dev.yingda.metrics.Policy.Name;
import dev.yingda.metrics.Policy.Period;
import dev.yingda.metrics.Policy.Schedule;
import dev.yingda.metrics.Policy.Time;
import dev.yingda.metrics.Policy.Transfer;
import dev.yingda.metrics.Policy.Window;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads a policy from YAML, of which JSON is a part, and reports all faults at once (response-metrics.md, sections 2 and
/// 6). The metrics are read by [MetricFields].
final class PolicyFile {

    /// The ids of the presets, in the order in which to show them.
    static final List<String> PRESETS = List.of("shop-default", "shop-strict", "shop-tiers", "shop-service-types",
            "taobao-3min", "douyin-2023", "douyin-first-response", "kuaishou", "jd", "xiaohongshu", "helpdesk");

    private static final Pattern TIME_OF_DAY = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d|24:00");

    private final Faults faults;

    private PolicyFile(Faults faults) {
        this.faults = faults;
    }

    static Policy read(String file, String text) throws BadInput {
        Faults faults = new Faults(file);
        Node root = compose(text, faults);
        faults.throwIfAny();
        if (root == null) {
            faults.add(1, "", "the file is empty; a policy has at least an id and metrics");
            throw new BadInput(faults.found());
        }
        Policy policy = new PolicyFile(faults).policy(Fields.of(faults, root, ""));
        if (policy == null) {
            throw new BadInput(faults.found());
        }
        return policy;
    }

    static Policy preset(String id) {
        String file = "/policies/" + id + ".yaml";
        try (InputStream in = PolicyFile.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no preset " + id);
            }
            return read(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (BadInput faulty) {
            throw new IllegalStateException(faulty);
        }
    }

    private static @Nullable Node compose(String text, Faults faults) {
        try {
            Node only = null;
            // Tabs may indent JSON, but not YAML; inside a text of JSON they are written \\t.
            String spaced = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
            for (Node root : new Compose(LoadSettings.builder().build()).composeAllFromString(spaced)) {
                if (only != null) {
                    faults.add(root.getStartMark().map(mark -> mark.getLine() + 1).orElse(0), "",
                            "a second document starts here; write one policy a file");
                    return null;
                }
                only = root;
            }
            return only;
        } catch (MarkedYamlEngineException unreadable) {
            int line = unreadable.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            faults.add(line, "", "is neither YAML nor JSON: " + unreadable.getProblem());
        } catch (YamlEngineException unreadable) {
            faults.add(0, "", "is neither YAML nor JSON: " + unreadable.getMessage());
        }
        return null;
    }

    /// Null if there were faults.
    private @Nullable Policy policy(Fields fields) {
        Name name = name(fields);
        Schedule schedule = schedule(fields);
        Counting counting = counting(fields);
        Period period = period(fields);
        List<Metric> metrics = metrics(fields);
        fields.refuseRest(key -> "is no key of a policy; check its spelling, or remove it");
        return faults.count() > 0 ? null : new Policy(name, schedule, counting, period, metrics);
    }

    private static Name name(Fields fields) {
        fields.require("id", "id: my-shop");
        String id = fields.text("id");
        Map<String, String> title = MetricFields.title(fields);
        String source = fields.text("source");
        String asOf = fields.text("asOf");
        Name name = id == null ? null : fields.checked(() -> new Name(id, title, source, asOf));
        return name != null ? name : new Name("unknown", title, source, asOf);
    }

    private static Schedule schedule(Fields fields) {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        String named = fields.text("timezone");
        if (named != null) {
            if (ZoneId.getAvailableZoneIds().contains(named)) {
                zone = ZoneId.of(named);
            } else {
                fields.fault("timezone", "`" + named + "` is no IANA zone; write one such as Asia/Shanghai");
            }
        }
        Map<DayOfWeek, List<Window>> hours = hours(fields.fields("hours"));
        return new Schedule(zone, hours, holidays(fields), fields.one("time", Time.WALL));
    }

    private static @Nullable Map<DayOfWeek, List<Window>> hours(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Map<DayOfWeek, List<Window>> hours = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek weekday : DayOfWeek.values()) {
            Fields.Item day = fields.item(Policy.wire(weekday).substring(0, 3));
            if (day != null) {
                hours.put(weekday, day(day));
            }
        }
        fields.refuseRest(_ -> "is no weekday; write mon, tue, wed, thu, fri, sat or sun");
        return hours;
    }

    private static List<Window> day(Fields.Item day) {
        List<Window> windows = new ArrayList<>();
        for (Fields.Item item : day.items()) {
            Window window = window(item);
            if (window != null) {
                windows.add(window);
            }
        }
        List<Window> checked = day.checked(() -> Schedule.apart(windows));
        return checked != null ? checked : List.of();
    }

    private static @Nullable Window window(Fields.Item item) {
        List<Fields.Item> ends = item.items();
        if (ends.size() != 2) {
            item.fault("a window has a start and an end: [\"09:00\", \"23:00\"]");
            return null;
        }
        Integer start = timeOfDay(ends.get(0));
        Integer end = timeOfDay(ends.get(1));
        return start == null || end == null ? null : item.checked(() -> new Window(start, end));
    }

    private static @Nullable Integer timeOfDay(Fields.Item item) {
        return item.scalar(Set.of(Tag.STR), "a time of day from 00:00 to 24:00, such as \"09:00\"",
                text -> TIME_OF_DAY.matcher(text).matches()
                        ? Integer.parseInt(text, 0, 2, 10) * 60 + Integer.parseInt(text, 3, 5, 10)
                        : null);
    }

    private static Set<LocalDate> holidays(Fields fields) {
        Set<LocalDate> dates = new HashSet<>();
        for (Fields.Item item : fields.items("holidays")) {
            LocalDate date = item.scalar(Set.of(Tag.STR), "a date such as 2026-10-01", PolicyFile::date);
            if (date != null) {
                dates.add(date);
            }
        }
        return dates;
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static Counting counting(Fields fields) {
        Set<AgentKind> listed = fields.some("counts", AgentKind.class);
        Set<AgentKind> standard = Set.of(AgentKind.TYPED, AgentKind.CANNED, AgentKind.SUGGESTED);
        Set<AgentKind> counts = listed == null ? standard : listed;
        Clock clock = fields.one("clock", Clock.QUESTION);
        Transfer transfer = fields.one("transfer", Transfer.CARRIES);
        Courtesy courtesy = fields.one("courtesy", Courtesy.COUNTS);
        boolean dayCut = fields.truth("dayCut");
        Counting counting = fields.checked(() -> new Counting(counts, clock, transfer, courtesy, dayCut));
        return counting != null ? counting : new Counting(standard, clock, transfer, courtesy, dayCut);
    }

    private static Period period(Fields fields) {
        var from = fields.instant("from");
        var to = fields.instant("to");
        Period period = fields.checked(() -> new Period(from, to));
        return period != null ? period : Period.ALWAYS;
    }

    private List<Metric> metrics(Fields fields) {
        fields.require("metrics", "metrics: [{id: reply_rate, kind: reply-rate, within: 180s}]");
        int before = faults.count();
        List<Metric> metrics = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Fields.Item item : fields.items("metrics")) {
            Fields own = item.fields();
            Metric metric = MetricFields.read(own, faults);
            if (metric != null && !ids.add(metric.id())) {
                own.fault("id", "`" + metric.id() + "` is the id of a metric above; give each its own");
            } else if (metric != null) {
                metrics.add(metric);
            }
        }
        if (fields.has("metrics") && metrics.isEmpty() && faults.count() == before) {
            fields.fault("metrics", "no metric is asked for; list at least one");
        }
        return metrics;
    }
}
