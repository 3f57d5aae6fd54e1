package dev.yingda.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.Event.ServiceType;
import dev.yingda.conversation.Sentence;
import dev.yingda.metrics.Metric.AnswerRatio;
import dev.yingda.metrics.Metric.Grouping;
import dev.yingda.metrics.Metric.Limits;
import dev.yingda.metrics.Metric.MeanWait;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.PercentileWait;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Metric.Target;
import dev.yingda.metrics.Metric.Unanswered;
import dev.yingda.metrics.Metric.WindowBy;
import dev.yingda.metrics.Policy.Schedule;
import dev.yingda.metrics.Policy.Time;

import org.jspecify.annotations.Nullable;

/// One metric in one sentence for the people who are judged by it: what it measures, then clauses of what it leaves out,
/// then its target.
final class MetricText {

    private MetricText() {
    }

    static Sentence of(Policy policy, Metric metric) {
        List<Sentence> clauses = new ArrayList<>();
        clauses.add(about(metric.head().serviceTypes(), measured(metric)));
        switch (metric) {
            case ReplyRate _ -> clauses.add(new Sentence("没有人工回复的算未达标，买家在时限内自己离开的和还没到时限的不计",
                    "a wait without a reply is a miss, one that the buyer gave up within the limit or that is not yet due counts on neither side"));
            case OfLengths lengths -> clauses.addAll(limits(lengths.limits()));
            case Satisfaction share -> {
                if (share.maxPerBuyer() != null) {
                    clauses.add(atMostPerBuyer(share.maxPerBuyer()));
                }
            }
            case AnswerRatio _ -> {
                if (boundByHours(policy.schedule())) {
                    clauses.add(new Sentence("只数考核时段内的消息", "only messages in the assessed hours are counted"));
                }
            }
        }
        if (metric instanceof OfWaits waits && waits.grouping().windowBy() == WindowBy.SESSION
                && boundByHours(policy.schedule())) {
            clauses.add(new Sentence("是否在考核时段内，看这次会话的第一轮何时开始",
                    "whether it is in the assessed hours goes by the start of the session's first wait"));
        }
        if (metric.head().target() != null) {
            clauses.add(target(metric, metric.head().target()));
        }
        return new Sentence(RuleText.join(clauses, Sentence::zh, "；") + "。",
                RuleText.join(clauses, Sentence::en, "; ") + ".");
    }

    private static boolean boundByHours(Schedule schedule) {
        return schedule.time() == Time.WALL && (schedule.hours() != null || !schedule.holidays().isEmpty());
    }

    private static Sentence about(@Nullable Set<ServiceType> types, Sentence measured) {
        if (types == null) {
            return capital(measured);
        }
        List<Sentence> named = types.stream().sorted().map(MetricText::type).toList();
        return capital(new Sentence("只看%s类会话：%s".formatted(RuleText.join(named, Sentence::zh, "、"), measured.zh()),
                "conversations about %s only: %s".formatted(RuleText.join(named, Sentence::en, ", "), measured.en())));
    }

    private static Sentence type(ServiceType type) {
        return switch (type) {
            case ROUTINE -> new Sentence("咨询", "routine questions");
            case COMPLAINT -> new Sentence("投诉", "complaints");
            case AFTER_SALES -> new Sentence("售后", "after-sales requests");
            case REFUND -> new Sentence("退款", "refunds");
        };
    }

    private static Sentence measured(Metric metric) {
        return switch (metric) {
            case ReplyRate rate -> rate(rate.grouping(), span(rate.within()));
            case MeanWait mean -> {
                Sentence waits = waits(mean.grouping());
                yield new Sentence(waits.zh() + "的平均值", "the mean of " + waits.en());
            }
            case PercentileWait wait -> percentile(wait.percentile(), waits(wait.grouping()));
            case Satisfaction share -> {
                Sentence whose = whose(share.of());
                Sentence stars = stars(share.good());
                yield new Sentence("买家对%s的评价中，%s的占比".formatted(whose.zh(), stars.zh()),
                        "of the buyers' ratings of %s, the share with %s".formatted(whose.en(), stars.en()));
            }
            case AnswerRatio _ -> new Sentence("客服的人工回复条数除以买家的消息条数（答问比），客套话也算一条",
                    "how many replies agents wrote for each message of a buyer, courtesies included");
        };
    }

    private static Sentence rate(Grouping grouping, Sentence within) {
        return switch (grouping.unit()) {
            case ROUND -> new Sentence("所有等待中，在 %s内得到人工回复的占比".formatted(within.zh()),
                    "of all waits, the share that an agent answered within %s".formatted(within.en()));
            case SESSION, BUYER_DAY, BUYER -> {
                Sentence unit = unit(grouping);
                yield switch (grouping.judge()) {
                    case FIRST -> new Sentence("%s中，首轮等待在 %s内得到人工回复的占比".formatted(unit.zh(), within.zh()),
                            "of all %s, the share whose first wait an agent answered within %s".formatted(unit.en(),
                                    within.en()));
                    case WORST -> new Sentence("%s中，连最长的一轮等待也在 %s内得到人工回复的占比".formatted(unit.zh(), within.zh()),
                            "of all %s, the share whose every wait, even the longest, an agent answered within %s"
                                    .formatted(unit.en(), within.en()));
                    case MEAN -> new Sentence("%s中，每轮等待都得到人工回复、且平均不超过 %s的占比".formatted(unit.zh(), within.zh()),
                            "of all %s, the share whose waits were all answered by an agent, within %s on average"
                                    .formatted(unit.en(), within.en()));
                };
            }
        };
    }

    private static Sentence waits(Grouping grouping) {
        return switch (grouping.unit()) {
            case ROUND -> new Sentence("各轮等待时长", "all waits for an agent's reply");
            case SESSION, BUYER_DAY, BUYER -> {
                Sentence unit = unit(grouping);
                yield switch (grouping.judge()) {
                    case FIRST -> new Sentence(unit.zh() + "首轮等待时长", "the first waits of all " + unit.en());
                    case WORST -> new Sentence(unit.zh() + "最长一轮等待时长", "the longest waits of all " + unit.en());
                    case MEAN -> new Sentence(unit.zh() + "平均等待时长", "the mean waits of all " + unit.en());
                };
            }
        };
    }

    private static Sentence unit(Grouping grouping) {
        return switch (grouping.unit()) {
            case ROUND -> new Sentence("各轮", "waits");
            case SESSION -> new Sentence("各次会话", "sessions");
            case BUYER_DAY -> new Sentence("各位买家（每天分开算）", "buyers (each day for itself)");
            case BUYER -> new Sentence("各位买家", "buyers");
        };
    }

    private static Sentence percentile(int percentile, Sentence waits) {
        return percentile == 50
                ? new Sentence(waits.zh() + "的中位数（一半不超过它）",
                        "the median of %s: half are no longer".formatted(waits.en()))
                : new Sentence("%s的第 %d 百分位（%d%% 不超过它）".formatted(waits.zh(), percentile, percentile),
                        "the wait that %d %% of %s do not exceed".formatted(percentile, waits.en()));
    }

    private static Sentence whose(Set<Of> of) {
        if (of.size() == Of.values().length) {
            return new Sentence("客服和机器人", "agents and the bot");
        }
        return of.contains(Of.AGENT) ? new Sentence("客服", "agents") : new Sentence("机器人", "the bot");
    }

    private static Sentence stars(int good) {
        return good == 5
                ? new Sentence("5 星", "5 stars")
                : new Sentence("%d 星及以上".formatted(good), "%d stars or more".formatted(good));
    }

    private static List<Sentence> limits(Limits limits) {
        List<Sentence> clauses = new ArrayList<>();
        Duration cap = limits.cap();
        boolean capsUnanswered = limits.unanswered() == Unanswered.CAP;
        if (cap != null) {
            Sentence most = span(cap);
            clauses.add(capsUnanswered
                    ? new Sentence("超过 %s的和没有人回复的都按 %s计".formatted(most.zh(), most.zh()),
                            "longer waits and unanswered ones count as %s".formatted(most.en()))
                    : new Sentence("超过 %s的按 %s计".formatted(most.zh(), most.zh()),
                            "longer waits count as %s".formatted(most.en())));
        }
        if (!capsUnanswered) {
            clauses.add(new Sentence("没有人回复的不计", "unanswered ones are left out"));
        }
        if (limits.dropOver() != null) {
            Sentence over = span(limits.dropOver());
            clauses.add(new Sentence("超过 %s才回复的不计".formatted(over.zh()),
                    "those answered after more than %s are left out".formatted(over.en())));
        }
        return clauses;
    }

    private static Sentence target(Metric metric, Target target) {
        return switch (target) {
            case Target.AtLeast(double ratio) when metric instanceof AnswerRatio -> {
                String number = BigDecimal.valueOf(ratio).stripTrailingZeros().toPlainString();
                yield new Sentence("目标：至少 " + number, "target: at least " + number);
            }
            case Target.AtLeast(double ratio) -> {
                String percent = BigDecimal.valueOf(ratio).movePointRight(2).stripTrailingZeros().toPlainString();
                yield new Sentence("目标：至少 %s%%".formatted(percent), "target: at least %s %%".formatted(percent));
            }
            case Target.AtMost(Duration limit) -> {
                Sentence most = span(limit);
                yield new Sentence("目标：不超过 " + most.zh(), "target: at most " + most.en());
            }
        };
    }

    private static Sentence span(Duration span) {
        List<Sentence> parts = new ArrayList<>();
        part(parts, span.toHours(), "小时", "hour");
        part(parts, span.toMinutesPart(), "分钟", "minute");
        part(parts, span.toSecondsPart(), "秒", "second");
        part(parts, span.toMillisPart(), "毫秒", "millisecond");
        if (parts.isEmpty()) {
            return new Sentence("0 秒", "0 seconds");
        }
        return new Sentence(RuleText.join(parts, Sentence::zh, " "), RuleText.join(parts, Sentence::en, " "));
    }

    private static void part(List<Sentence> parts, long number, String zh, String en) {
        if (number > 0) {
            parts.add(new Sentence(number + " " + zh, number + " " + en + (number == 1 ? "" : "s")));
        }
    }

    private static Sentence atMostPerBuyer(int most) {
        return new Sentence("每位买家最多计 %d 次".formatted(most), "at most %d of each buyer count".formatted(most));
    }

    private static Sentence capital(Sentence sentence) {
        String en = sentence.en();
        return new Sentence(sentence.zh(), en.substring(0, 1).toUpperCase(Locale.ROOT) + en.substring(1));
    }
}
