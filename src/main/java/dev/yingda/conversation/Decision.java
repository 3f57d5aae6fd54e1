package dev.yingda.conversation;

import java.util.List;

import dev.yingda.faq.FaqEntry;

/// What the bot does with a buyer's message; `rule` names the line of [Triage] that decided.
public sealed interface Decision {

    /// The line of [Triage] that decided, for the log and for people.
    Rule rule();

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

    /// The lines of [Triage], in their order.
    enum Rule {
        /// People serve: the bot never talks on after the hand-off.
        PEOPLE_SERVE("people-serve"),
        /// The buyer asks for a person in so many words.
        ASKED("asked"),
        /// One entry is clearly what was asked.
        SURE("sure"),
        /// Thanks, ok, goodbye: nothing was asked.
        COURTESY("courtesy"),
        /// The bot already asked back once and the buyer was not helped by it.
        REPEATED_MISS("repeated-miss"),
        /// Two or more entries are close.
        CLOSE("close"),
        /// No entry fits.
        NO_MATCH("no-match"),
        /// The matcher failed; a person takes over.
        MATCHER_FAILED("matcher-failed");

        private final String wire;

        Rule(String wire) {
            this.wire = wire;
        }

        /// The name in events and logs.
        public String wire() {
            return wire;
        }
    }
}
