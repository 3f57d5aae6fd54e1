package dev.yingda.conversation;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// What happened in one conversation. The log of these is the only truth: state, queue, reports and screens are derived
/// from it. The types and their meaning are those of response-metrics.md, section 1; the last three are the product's
/// own
/// ([Note], [Queued], [Helpful]), which the response metrics never see.
///
/// Texts are null only in events that were read from a metrics file, which carries none.
public sealed interface Event {

    /// Starts the conversation and its first session; the bot serves.
    record Opened(BuyerId buyer) implements Event {
    }

    /// Starts a further session of a closed conversation; the bot serves.
    record Reopened() implements Event {
    }

    /// The buyer wrote. `courtesy`: thanks, ok, goodbye, an emoji; nothing is asked.
    record BuyerMessage(@Nullable String id, @Nullable String clientMessageId, @Nullable String text,
            boolean courtesy) implements Event {
    }

    /// The system itself wrote. `replyTo` is the seq of the buyer's message it answers, 0 for none; `entry` the FAQ
    /// entry
    /// it was taken from.
    record BotMessage(@Nullable String id, BotKind kind, @Nullable String text, long replyTo, @Nullable String entry,
            List<Choice> choices) implements Event {
        public BotMessage {
            choices = List.copyOf(choices);
        }
    }

    /// An agent, or something in the agent's name, wrote to the buyer.
    record AgentMessage(@Nullable String id, @Nullable String clientMessageId, AgentId agent, AgentKind kind,
            @Nullable String text) implements Event {
    }

    /// The bot gave the conversation to people. `question` is the seq of the buyer's message that led to it, 0
    /// for none.
    record HandedOff(@Nullable String reason, long question) implements Event {
    }

    /// An agent took it.
    record Assigned(AgentId agent) implements Event {
    }

    /// It moved to another agent.
    record Transferred(AgentId agent) implements Event {
    }

    /// It ended, till somebody writes again.
    record Closed(By by) implements Event {
    }

    /// The buyer's opinion, 1-5 stars.
    record Rated(int stars, Of of, @Nullable String comment) implements Event {
        public Rated {
            if (stars < 1 || stars > 5) {
                throw new IllegalArgumentException("stars are 1 to 5");
            }
        }
    }

    /// What the conversation is about; the last one holds.
    record Classified(ServiceType serviceType) implements Event {
    }

    /// The whole conversation leaves the response metrics.
    record Flagged(Flag reason) implements Event {
    }

    /// A private note among agents. Not a reply, and no buyer ever sees it.
    record Note(String id, String clientMessageId, AgentId agent, String text) implements Event {
    }

    /// It stands in the waiting list (again): after a hand-off, or when an agent gave it back.
    record Queued() implements Event {
    }

    /// The buyer said whether the bot's answer at `seq` helped.
    record Helpful(long seq, boolean yes) implements Event {
    }

    /// One way out of a clarifying question.
    record Choice(String entry, String question) {
    }

    /// Kinds of bot message; all are automatic, and none is ever a human reply.
    enum BotKind {
        ANSWER, CLARIFY, GREETING, AWAY, NOTICE;

        /// The name on the wire and in files.
        public String wire() {
            return wireName(this);
        }
    }

    /// Kinds of agent message: `CANNED` a quick phrase the agent picked, `SUGGESTED` a bot draft the agent confirmed,
    /// `ASSISTED` a bot draft sent with no confirmation, `AUTO` the agent's own auto-responder.
    enum AgentKind {
        TYPED, CANNED, SUGGESTED, ASSISTED, AUTO;

        /// The name on the wire and in files.
        public String wire() {
            return wireName(this);
        }
    }

    /// Who closed it.
    enum By {
        BUYER, AGENT, SYSTEM;

        /// The name on the wire and in files.
        public String wire() {
            return wireName(this);
        }
    }

    /// Whose service was rated.
    enum Of {
        AGENT, BOT;

        /// The name on the wire and in files.
        public String wire() {
            return wireName(this);
        }
    }

    /// What a conversation is about.
    enum ServiceType {
        ROUTINE, COMPLAINT, AFTER_SALES, REFUND;

        /// The name on the wire and in files.
        public String wire() {
            return wireName(this);
        }
    }

    /// Why a conversation is left out of the metrics.
    enum Flag {
        SPAM, ABUSE, INTERNAL, TEST;

        /// The name on the wire and in files.
        public String wire() {
            return wireName(this);
        }
    }

    private static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
