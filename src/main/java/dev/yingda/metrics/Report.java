package dev.yingda.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.yingda.conversation.Sentence;

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

        /// Why.
        Sentence sentence();

        /// The sentences by name: `hit`, `miss`, `measured` for a wait that was contributed, and each reason.
        static Map<String, Sentence> sentences() {
            Map<String, Sentence> sentences = new LinkedHashMap<>();
            sentences.put("hit", Hit.SENTENCE);
            sentences.put("miss", Miss.SENTENCE);
            sentences.put("measured", Contributed.SENTENCE);
            for (Reason reason : Reason.values()) {
                sentences.put(reason.wire(), reason.sentence());
            }
            return sentences;
        }

        /// It, or the group that it is in, was answered in time.
        record Hit() implements Standing {

            private static final Sentence SENTENCE = new Sentence("在时限内得到了人工回复（这一轮，或与它一起判定的整次会话、整位买家）：达标。",
                    "An agent answered within the limit (this wait, or the session or buyer that it is judged with): a hit.");

            @Override
            public String wire() {
                return "hit";
            }

            @Override
            public Sentence sentence() {
                return SENTENCE;
            }
        }

        /// It, or the group that it is in, was not answered in time.
        record Miss() implements Standing {

            private static final Sentence SENTENCE = new Sentence(
                    "没有在时限内得到人工回复（这一轮，或与它一起判定的整次会话、整位买家）：未达标；不回复就关闭也算未达标。",
                    "No agent answered within the limit (this wait, or the session or buyer that it is judged with): a miss; closing without a reply is a miss too.");

            @Override
            public String wire() {
                return "miss";
            }

            @Override
            public Sentence sentence() {
                return SENTENCE;
            }
        }

        /// It was left out.
        record Excluded(Reason reason) implements Standing {
            @Override
            public String wire() {
                return reason.wire();
            }

            @Override
            public Sentence sentence() {
                return reason.sentence();
            }
        }

        /// It contributed this wait, in milliseconds.
        record Contributed(long millis) implements Standing {

            private static final Sentence SENTENCE = new Sentence("这一轮的等待计入时长（单独计，或与同一会话、同一买家的其他轮合为一个）。",
                    "This wait is part of the figure, alone or as one with the others of its session or buyer.");

            @Override
            public String wire() {
                return Long.toString(millis);
            }

            @Override
            public Sentence sentence() {
                return SENTENCE;
            }
        }
    }

    /// Why something was left out of a figure, in the order in which the reasons are tested, each with a sentence for
    /// people.
    public enum Reason {
        OTHER_SERVICE_TYPE("会话的服务类型不归这个指标统计。",
                "The conversation is of a service type that this metric is not about."),
        OUTSIDE_PERIOD("开始时间不在所选的日期范围内。",
                "It began outside the period chosen."),
        BOT_ANSWERED("机器人已经回答，不需要客服，不算客服的等待。",
                "The bot answered it, so it was no wait for an agent."),
        NEVER_HANDED_OFF("问题没有转到客服，不算客服的等待。",
                "It never came to an agent, so it was no wait for one."),
        FLAGGED("会话已标记为垃圾、骚扰、内部或测试，整个会话不计入。",
                "The conversation is flagged as spam, abuse, internal or test, so nothing of it counts."),
        OUTSIDE_HOURS("在考核时段之外开始（看这一轮还是整次会话，由指标规定），不计入。",
                "It began outside the assessed hours (the wait or its session, as the metric says), so it does not count."),
        NOT_FIRST("这个指标只看首次响应，这一轮不是首次。",
                "This metric looks at first responses alone, and this is not one."),
        LEFT_EARLY("买家在时限之内自己离开，客服本来还来得及回复：不算达标，也不算未达标。",
                "The buyer left while there was still time to answer: neither a hit nor a miss."),
        UNANSWERED("没有人回复，没有响应时长可算；它在回复率里反映。",
                "Nobody replied, so there is no response time to count; the reply rate is where it shows."),
        PENDING("买家还在等，结果未定，暂时不计入。",
                "The buyer is still waiting and nothing is decided, so it does not count yet."),
        WAIT_OVER_LIMIT("等待超过这个指标的上限，不计入时长，以免一个被遗忘的买家掩盖其余。",
                "The wait was longer than this metric looks at: one forgotten buyer must not hide all others."),
        OVER_BUYER_LIMIT("这位买家的评价已计满规定的次数，这一次不再计入。",
                "As many ratings of this buyer as may count were given before, so this one does not.");

        private final Sentence sentence;

        Reason(String zh, String en) {
            this.sentence = new Sentence(zh, en);
        }

        /// The name in files and on the wire.
        public String wire() {
            return Policy.wire(this);
        }

        /// What it means.
        public Sentence sentence() {
            return sentence;
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
