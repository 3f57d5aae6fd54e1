package dev.yingda.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a policy makes of a history (response-metrics.md, section 5).
///
/// @param policy the policy's id
/// @param asOf the evaluation instant: nothing after it was seen
/// @param metrics in the policy's order
/// @param replies all messages of the bot and of agents up to `asOf`, flagged or not, whatever the period; every verdict
///     is there
public record Report(String policy, Instant asOf, List<Value> metrics, Map<Verdict, Long> replies, Details details) {

    /// What a report may be broken down by.
    public enum By {
        AGENT, DAY
    }

    /// The parts that are there only when asked for, else null.
    ///
    /// @param byAgent the metrics of waits, for every agent with a human round in the period, in order of name
    /// @param byDay all metrics, for every local date with anything to measure, in order
    /// @param rounds every round by start, conversation and place
    public record Details(@Nullable Map<String, List<Value>> byAgent, @Nullable Map<LocalDate, List<Value>> byDay,
            @Nullable List<RoundLine> rounds) {
    }

    /// One figure.
    ///
    /// @param numerator hits, or the sum of the waits in milliseconds; null for a percentile
    /// @param denominator how many were judged or measured
    /// @param value not rounded; null with nothing to measure
    /// @param excluded how many were left out, in the order in which the reasons are tested; none is zero
    public record Value(Metric metric, @Nullable Long numerator, long denominator, @Nullable Double value,
            Map<Reason, Integer> excluded) {

        /// Whether the target is met; null without a target or a value.
        public @Nullable Boolean met() {
            return metric.met(value);
        }
    }

    /// One round, and by metric id what became of it there: metrics of waits only.
    public record RoundLine(Round round, Map<String, Standing> standings) {
    }

    /// What a round is in one metric.
    public sealed interface Standing {

        /// As people and files read it: `hit`, `miss`, or the reason.
        String wire();

        /// It, or the group that it is in, was answered in time.
        record Hit() implements Standing {
            @Override
            public String wire() {
                return "hit";
            }
        }

        /// It, or the group that it is in, was not answered in time.
        record Miss() implements Standing {
            @Override
            public String wire() {
                return "miss";
            }
        }

        /// It was left out.
        record Excluded(Reason reason) implements Standing {
            @Override
            public String wire() {
                return reason.wire();
            }
        }

        /// It contributed this wait, in milliseconds.
        record Contributed(long millis) implements Standing {
            @Override
            public String wire() {
                return Long.toString(millis);
            }
        }
    }

    /// Why something was left out of a figure, in the order in which the reasons are tested, each with a sentence for
    /// people.
    public enum Reason {
        OTHER_SERVICE_TYPE("会话的服务类型不在本指标范围内。", "The conversation is of a service type this metric is not about."),
        OUTSIDE_PERIOD("开始时间不在统计区间内。", "It started outside the period."),
        BOT_ANSWERED("机器人已回答。", "The bot answered it."),
        NEVER_HANDED_OFF("没有转人工。", "It never came to people."),
        FLAGGED("会话已标记为垃圾、骚扰、内部或测试。", "The conversation is flagged as spam, abuse, internal or test."),
        OUTSIDE_HOURS("不在考核时段内。", "It was outside the hours."),
        NOT_FIRST("不是首次响应的那一轮。", "It is not the first one of its group."),
        LEFT_EARLY("买家在时限内自行离开。", "The buyer left within the limit."),
        UNANSWERED("没有回复，不计入时长。", "It was not answered, so it has no length."),
        PENDING("尚在时限内，等待回复。", "It is still waiting and not yet due."),
        WAIT_OVER_LIMIT("等待过长，按规则不计入平均值。", "It waited longer than the metric looks at."),
        OVER_BUYER_LIMIT("超过同一买家可计入的评价次数。", "The buyer has already given as many ratings as count.");

        private final String zh;
        private final String en;

        Reason(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        /// The name in files and on the wire.
        public String wire() {
            return Policy.wire(this);
        }

        public String zh() {
            return zh;
        }

        public String en() {
            return en;
        }

        /// The first two select what a metric is about; they are not counted beside its value.
        boolean reported() {
            return this != OTHER_SERVICE_TYPE && this != OUTSIDE_PERIOD;
        }
    }

    /// Writes the JSON of section 5, indented, with a line end after it. Does not close the writer.
    ///
    /// @throws UncheckedIOException if the writer failed
    public void writeJson(Writer to) {
        try {
            ReportText.json(this, to);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The figures as a table for people, in the language of the tag (`zh-CN`, `en`).
    public String table(String language) {
        return ReportText.table(this, language);
    }
}
