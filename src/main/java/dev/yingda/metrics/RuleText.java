package dev.yingda.metrics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.yingda.conversation.Event.AgentKind;
import dev.yingda.conversation.Sentence;
import dev.yingda.metrics.Policy.Counting;
import dev.yingda.metrics.Policy.Period;
import dev.yingda.metrics.Policy.Schedule;
import dev.yingda.metrics.Policy.Window;

import org.jspecify.annotations.Nullable;

/// A policy in sentences for the people who are judged by it. Every key of a policy that changes a figure is said, also
/// where it has its default: a shop compares these sentences with those of its platform.
public final class RuleText {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    /// More dates than these are only numbered.
    private static final int DATES_NAMED = 12;

    private RuleText() {
    }

    /// What holds for every metric of the policy, in the order in which to read it.
    public static List<Sentence> of(Policy policy) {
        Schedule schedule = policy.schedule();
        List<Sentence> rules = new ArrayList<>();
        rules.add(round());
        rules.add(clock(policy.counting()));
        rules.add(askedForAPerson());
        rules.add(counts(policy.counting().counts()));
        rules.add(hours(schedule));
        if (!schedule.holidays().isEmpty()) {
            rules.add(holidays(schedule.holidays()));
        }
        rules.add(time(schedule));
        rules.add(transfer(policy.counting()));
        rules.add(courtesy(policy.counting()));
        rules.add(dayCut(policy.counting()));
        rules.add(leftOut());
        if (!policy.period().equals(Period.ALWAYS)) {
            rules.add(period(policy.period(), schedule.timezone()));
        }
        return List.copyOf(rules);
    }

    /// What one metric of the policy measures, what it leaves out, and its target: one sentence.
    public static Sentence of(Policy policy, Metric metric) {
        return MetricText.of(policy, metric);
    }

    private static Sentence round() {
        return new Sentence("一轮等待从买家第一句没有得到回复的话算起，到客服回复为止；中间再发几句，不重新计时，也不多算一轮。",
                "A wait runs from the buyer's first unanswered message to an agent's reply; what the buyer writes in between neither restarts it nor adds another.");
    }

    private static Sentence clock(Counting counting) {
        return switch (counting.clock()) {
            case QUESTION -> new Sentence("从买家提问起计时，在机器人那里等的时间也算。",
                    "The clock starts with the buyer's question, so time spent with the bot counts too.");
            case HANDOFF -> new Sentence("转人工时还没得到回答的问题，从转人工那一刻起计时。",
                    "For a question that is open when the bot hands over, the clock starts at the hand-off.");
        };
    }

    private static Sentence askedForAPerson() {
        return new Sentence("机器人已经答过、买家还是转到人工的，从转人工那一刻起算一轮等待。",
                "If the bot has answered and the buyer is handed over all the same, a wait begins at the hand-off.");
    }

    private static Sentence counts(Set<AgentKind> counts) {
        List<Sentence> not = Arrays.stream(AgentKind.values()).filter(kind -> !counts.contains(kind))
                .map(RuleText::kind).toList();
        List<Sentence> yes = Arrays.stream(AgentKind.values()).filter(counts::contains).map(RuleText::kind).toList();
        return new Sentence(
                "算人工回复的：%s；不算的：%s，以及机器人自己的消息。".formatted(join(yes, Sentence::zh, "、"),
                        join(not, Sentence::zh, "、")),
                "A person's reply is: %s; none is: %s, nor anything from the bot itself.".formatted(
                        join(yes, Sentence::en, ", "), join(not, Sentence::en, ", ")));
    }

    private static Sentence kind(AgentKind kind) {
        return switch (kind) {
            case TYPED -> new Sentence("客服输入的话", "what an agent typed");
            case CANNED -> new Sentence("客服选发的快捷短语", "a quick phrase that an agent picked");
            case SUGGESTED -> new Sentence("客服确认后发出的机器人草稿", "a bot's draft that an agent confirmed");
            case ASSISTED -> new Sentence("未经确认、以客服名义发出的机器人草稿",
                    "a bot's draft sent in an agent's name with no confirmation");
            case AUTO -> new Sentence("客服账号的自动应答", "an agent's auto-responder");
        };
    }

    private static Sentence hours(Schedule schedule) {
        String zone = schedule.timezone().getId();
        if (always(schedule)) {
            return new Sentence("任何时候开始的等待都考核（%s 时区）。".formatted(zone),
                    "Waits are assessed whenever they begin (time zone %s).".formatted(zone));
        }
        Sentence hours = weekdays(schedule.hours());
        return switch (schedule.time()) {
            case WALL -> new Sentence("只考核在这些时段内开始的等待：%s（%s 时区）。".formatted(hours.zh(), zone),
                    "Only waits that begin in these hours are assessed: %s (time zone %s).".formatted(hours.en(),
                            zone));
            case BUSINESS -> new Sentence("工作时间是：%s（%s 时区）。".formatted(hours.zh(), zone),
                    "Working time is: %s (time zone %s).".formatted(hours.en(), zone));
        };
    }

    /// Whether time and hours mean nothing, since all time is open.
    private static boolean always(Schedule schedule) {
        return schedule.hours() == null && schedule.holidays().isEmpty();
    }

    /// Neighbouring days with the same windows are named together.
    private static Sentence weekdays(@Nullable Map<DayOfWeek, List<Window>> hours) {
        if (hours == null) {
            return new Sentence("每天全天", "every day, all day");
        }
        List<Sentence> parts = new ArrayList<>();
        for (int first = 1; first <= 7;) {
            List<Window> windows = hours.getOrDefault(DayOfWeek.of(first), List.of());
            int last = first;
            while (last < 7 && hours.getOrDefault(DayOfWeek.of(last + 1), List.of()).equals(windows)) {
                last++;
            }
            if (!windows.isEmpty()) {
                Sentence days = days(DayOfWeek.of(first), DayOfWeek.of(last));
                parts.add(new Sentence(days.zh() + " " + join(windows, Window::toString, "、"),
                        days.en() + " " + join(windows, Window::toString, " and ")));
            }
            first = last + 1;
        }
        return parts.isEmpty()
                ? new Sentence("没有任何时段", "none at all")
                : new Sentence(join(parts, Sentence::zh, "，"), join(parts, Sentence::en, ", "));
    }

    private static Sentence days(DayOfWeek first, DayOfWeek last) {
        if (first == DayOfWeek.MONDAY && last == DayOfWeek.SUNDAY) {
            return new Sentence("每天", "every day");
        }
        Sentence from = day(first);
        Sentence to = day(last);
        return first == last ? from : new Sentence(from.zh() + "至" + to.zh(), from.en() + " to " + to.en());
    }

    private static Sentence day(DayOfWeek day) {
        return new Sentence(day.getDisplayName(TextStyle.SHORT, Locale.SIMPLIFIED_CHINESE),
                day.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    private static Sentence holidays(Set<LocalDate> holidays) {
        if (holidays.size() > DATES_NAMED) {
            return new Sentence("另有 %d 个日期全天不算。".formatted(holidays.size()),
                    "%d dates have no hours at all.".formatted(holidays.size()));
        }
        List<String> dates = holidays.stream().sorted().map(LocalDate::toString).toList();
        return new Sentence("这些日期全天不算：%s。".formatted(String.join("、", dates)),
                "These dates have no hours at all: %s.".formatted(String.join(", ", dates)));
    }

    private static Sentence time(Schedule schedule) {
        return switch (schedule.time()) {
            case WALL -> always(schedule)
                    ? new Sentence("等待按钟表时间计算，夜里也不停。",
                            "Waits are measured by the clock on the wall, day and night.")
                    : new Sentence("等待按钟表时间计算，时段结束后照样计时，直到有人回复。",
                            "Waits are measured by the clock on the wall: they run on after the hours until somebody replies.");
            case BUSINESS -> new Sentence("工作时间以外不计时；下班后提问、上班前就得到回复的不计入，以免拉低平均值，没有人回复的仍然计入。",
                    "Outside working time the clock stands still; what was asked and answered outside it is left out, so as not to flatter the mean, but an unanswered question stays.");
        };
    }

    private static Sentence transfer(Counting counting) {
        return switch (counting.transfer()) {
            case CARRIES -> new Sentence("转接时还没回复的等待跟着买家走：继续计时，算在最后回复的客服名下。",
                    "A wait that is open at a transfer goes along with the buyer: the clock runs on, and it is credited to the agent who replies.");
            case SPLITS -> new Sentence("转接时客服还没回复的等待，算前一位客服没有回复；从转接起，为下一位客服另算一轮。",
                    "A wait that an agent transfers without a reply is unanswered for that agent; for the next one a new wait begins at the transfer.");
        };
    }

    private static Sentence courtesy(Counting counting) {
        return switch (counting.courtesy()) {
            case COUNTS -> new Sentence("买家说“谢谢”“好的”也要回复，同样算一轮等待。",
                    "A “thanks” or “ok” of the buyer waits for a reply like any other message.");
            case IGNORED -> new Sentence("买家只说“谢谢”“好的”不必回复，不算一轮等待。",
                    "A mere “thanks” or “ok” of the buyer needs no reply and starts no wait.");
        };
    }

    private static Sentence dayCut(Counting counting) {
        return counting.dayCut()
                ? new Sentence("到当天零点还没有回复的等待在零点截止，算没有回复。",
                        "A wait that is still open at midnight ends there, unanswered.")
                : new Sentence("等待可以跨过零点，一直算到有人回复。",
                        "A wait may go on past midnight, until somebody replies.");
    }

    private static Sentence leftOut() {
        return new Sentence("机器人已经回答的、没有转到客服的问题不计入；标记为垃圾、骚扰、内部或测试的会话整个不计入。",
                "Questions that the bot answered, or that never came to an agent, are left out; so are conversations flagged as spam, abuse, internal or test.");
    }

    private static Sentence period(Period period, ZoneId zone) {
        Instant from = period.from();
        Instant to = period.to();
        return new Sentence(
                "只统计%s%s的部分。".formatted(from == null ? "" : " " + minute(from, zone) + " 起",
                        to == null ? "" : " " + minute(to, zone) + " 之前"),
                "Only what began%s%s is looked at.".formatted(from == null ? "" : " from " + minute(from, zone) + " on",
                        to == null ? "" : " before " + minute(to, zone)));
    }

    private static String minute(Instant at, ZoneId zone) {
        return MINUTE.format(at.atZone(zone));
    }

    static <T> String join(List<T> parts, Function<T, String> text, String between) {
        return parts.stream().map(text).collect(Collectors.joining(between));
    }
}
