package dev.yingda.metrics;

import java.time.Instant;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event.ServiceType;
import dev.yingda.conversation.Sentence;

import org.jspecify.annotations.Nullable;

/// One wait of the buyer, from the question to the reply (对话轮次; response-metrics.md, section 3). [Rounds] opens and
/// closes it; what others see no longer changes.
public final class Round {

    private final Session session;
    private long start;
    private long end;
    private long wait;
    private Outcome outcome = Outcome.WAITING;
    private @Nullable Why why;
    private @Nullable AgentId agent;
    private boolean first;
    private int place;
    private long message;

    Round(Session session, long start) {
        this.session = session;
        this.start = start;
        session.opens(this);
    }

    private Round(Round open) {
        this.session = open.session;
        this.start = open.start;
    }

    /// `clock: handoff`: the wait starts here.
    void startAt(long at) {
        start = at;
    }

    /// How a round ends.
    ///
    /// @param at when; `Long.MAX_VALUE` for one that is still open at the evaluation instant
    /// @param waited how much time passed under the policy's `time`, in milliseconds
    /// @param place of the round in its conversation, from 0
    record Ending(long at, long waited, Outcome outcome, @Nullable Why why, @Nullable AgentId creditedTo, int place) {
    }

    void close(Ending ending) {
        end(ending);
        first = session.claimsFirst(outcome, why);
    }

    /// What an open round would be if it ended so. The round itself, and its session, stay as they are.
    Round closedCopy(Ending ending) {
        Round copy = new Round(this);
        copy.end(ending);
        copy.first = session.wouldBeFirst(copy.outcome, copy.why);
        return copy;
    }

    private void end(Ending ending) {
        end = ending.at;
        wait = ending.waited;
        outcome = ending.outcome;
        why = ending.why;
        agent = ending.creditedTo;
        place = ending.place;
    }

    public ConversationId conversation() {
        return session.subject.conversation;
    }

    public BuyerId buyer() {
        return session.subject.buyer;
    }

    /// The number of the session in its conversation, from 1.
    public int session() {
        return session.number;
    }

    public Instant start() {
        return Instant.ofEpochMilli(start);
    }

    /// When it closed; null if it was still open at the evaluation instant.
    public @Nullable Instant end() {
        return end == Long.MAX_VALUE ? null : Instant.ofEpochMilli(end);
    }

    /// In milliseconds, wall or business time as the policy says; of an open round, up to the evaluation instant.
    public long waited() {
        return wait;
    }

    public Outcome outcome() {
        return outcome;
    }

    /// Why nobody answered; null unless `UNANSWERED`.
    public @Nullable Why why() {
        return why;
    }

    /// The sender of the reply, or the agent the round was with; null for none and for the bot's rounds.
    public @Nullable AgentId agent() {
        return agent;
    }

    /// The seq of the message that closed it; 0 if none did.
    public long message() {
        return message;
    }

    void closedBy(long seq) {
        message = seq;
    }

    /// Rule 10: the session's first round that a person answered or should have.
    public boolean first() {
        return first;
    }

    /// Whether it was people's business.
    boolean human() {
        return switch (outcome) {
            case ANSWERED, UNANSWERED, WAITING -> true;
            case BOT_ANSWERED, NEVER_HANDED_OFF -> false;
        };
    }

    /// The agent in reports.
    String creditedTo() {
        return agent == null ? AgentId.UNASSIGNED : agent.value();
    }

    long startMillis() {
        return start;
    }

    /// Its place among the rounds of its conversation, from 0.
    int place() {
        return place;
    }

    Session inSession() {
        return session;
    }

    Subject subject() {
        return session.subject;
    }

    /// How a round ended, with a sentence for people.
    public enum Outcome {
        ANSWERED("客服回复了，等待结束。",
                "An agent replied, which ended the wait."),
        UNANSWERED("直到结束也没有客服回复。",
                "The wait ended without a reply of an agent."),
        WAITING("买家还在等客服回复。",
                "The buyer is still waiting for an agent."),
        BOT_ANSWERED("机器人已经回答，没有轮到客服。",
                "The bot answered, and no agent was needed."),
        NEVER_HANDED_OFF("机器人没有回答，也没有转到客服。",
                "The bot did not answer, and it never came to an agent.");

        private final Sentence sentence;

        Outcome(String zh, String en) {
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
    }

    /// Why nobody answered, with a sentence for people.
    public enum Why {
        LEFT("买家自己结束了会话。",
                "The buyer ended the conversation."),
        CLOSED("会话没有先回复买家就被客服或系统关闭。",
                "An agent or the system closed the conversation without a reply."),
        TRANSFERRED("客服没有回复就转给了别人；从转接起为下一位客服另算一轮。",
                "The agent passed it on without a reply; for the next agent a new wait began."),
        DAY_CUT("到当天零点仍没有回复，按规则在零点截止。",
                "There was no reply by midnight, where the policy ends the wait.");

        private final Sentence sentence;

        Why(String zh, String en) {
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
    }

    /// What all rounds and ratings of one conversation share; known in full only after its last event.
    static final class Subject {

        final ConversationId conversation;
        final BuyerId buyer;
        ServiceType serviceType = ServiceType.ROUTINE;
        boolean flagged;

        Subject(ConversationId conversation, BuyerId buyer) {
            this.conversation = conversation;
            this.buyer = buyer;
        }
    }

    /// From an opening or reopening to the next.
    static final class Session {

        final Subject subject;
        final int number;
        private @Nullable Round earliest;
        private boolean hasFirst;

        Session(Subject subject, int number) {
            this.subject = subject;
            this.number = number;
        }

        /// The start of its first round of any outcome.
        long startOfRounds() {
            if (earliest == null) {
                throw new IllegalStateException("asked of a session without a round");
            }
            return earliest.start;
        }

        private void opens(Round round) {
            if (earliest == null) {
                earliest = round;
            }
        }

        private boolean claimsFirst(Outcome outcome, @Nullable Why why) {
            boolean claims = wouldBeFirst(outcome, why);
            hasFirst |= claims;
            return claims;
        }

        private boolean wouldBeFirst(Outcome outcome, @Nullable Why why) {
            return !hasFirst && switch (outcome) {
                case ANSWERED, WAITING -> true;
                case UNANSWERED -> why != Why.TRANSFERRED;
                case BOT_ANSWERED, NEVER_HANDED_OFF -> false;
            };
        }
    }
}
