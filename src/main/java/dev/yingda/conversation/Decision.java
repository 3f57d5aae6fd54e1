package dev.yingda.conversation;

import java.util.List;

import dev.yingda.faq.FaqEntry;

/// What the bot does with a buyer's message; `rule` names the line of [Triage] that decided.
public sealed interface Decision {

    /// The line of [Triage] that decided, for the log and for people.
    Rule rule();

    /// `answer`, `clarify`, `hand-off` or `silent`.
    default String kind() {
        return switch (this) {
            case Answer _ -> "answer";
            case Clarify _ -> "clarify";
            case HandOff _ -> "hand-off";
            case Silent _ -> "silent";
        };
    }

    /// Answer with this entry.
    record Answer(FaqEntry entry, double confidence, Rule rule) implements Decision {
    }

    /// Ask which of these was meant.
    record Clarify(List<FaqEntry> entries, Rule rule) implements Decision {
        public Clarify {
            entries = List.copyOf(entries);
        }
    }

    /// Give the conversation to people.
    record HandOff(Rule rule) implements Decision {
    }

    /// Say nothing.
    record Silent(Rule rule) implements Decision {
    }

    /// The lines of [Triage], in their order, and what they say to people.
    enum Rule {
        /// People serve: the bot never talks on after the hand-off.
        PEOPLE_SERVE("people-serve", "已经转人工，智能助手不再说话。",
                "A person serves or is on the way, so the assistant says nothing."),
        /// The buyer tapped a question that was offered.
        CHOSEN("chosen", "买家点选了列出的问题，直接回答这个问题。",
                "The buyer tapped a question from a list, so that very question is answered."),
        /// The buyer asks for a person in so many words.
        ASKED("asked", "买家明确要找人工，转人工。", "The buyer asks for a person, so one is called."),
        /// A complaint is for people.
        COMPLAINT("complaint", "出现了投诉关键词，转人工。", "It has a word of complaints, so a person is called."),
        /// The shop wants a person where one of its words is.
        KEYWORD("keyword", "出现了店铺设定的转人工关键词，转人工。", "It has a word on which the shop wants a person, so one is called."),
        /// The bot already asked back once and the buyer was not helped by it.
        REPEATED_MISS("repeated-miss", "连续两次没有答上，转人工。", "This is the second miss in a row, so a person is called."),
        /// One entry is clearly what was asked.
        SURE("sure", "最接近的条目足够确定，而且明显领先，直接回答。",
                "The nearest entry is certain enough and clear of the next, so it is the answer."),
        /// Thanks, ok, goodbye: nothing was asked.
        COURTESY("courtesy", "只是客气话，没有问题要答，不回复。", "It is a mere courtesy and asks nothing, so nothing is said."),
        /// Two or more entries are close.
        CLOSE("close", "有接近的条目，但还不够确定，请买家选择。",
                "Entries are near but none is certain enough, so the buyer is asked which."),
        /// No entry fits.
        NO_MATCH("no-match", "没有足够接近的条目，转人工。", "No entry is near enough, so a person is called."),
        /// The matcher failed; a person takes over. Not a line: it stands in for all of them.
        MATCHER_FAILED("matcher-failed", "匹配出了故障，转人工。", "The matcher failed, so a person is called.");

        private final String wire;
        private final Sentence sentence;

        Rule(String wire, String zh, String en) {
            this.wire = wire;
            this.sentence = new Sentence(zh, en);
        }

        /// The name in events and logs.
        public String wire() {
            return wire;
        }

        /// What it says to people.
        public Sentence sentence() {
            return sentence;
        }
    }
}
