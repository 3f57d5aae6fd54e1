package dev.yingda.gateway;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Conversations;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.desk.Desk;
import dev.yingda.desk.QuickPhrases;
import dev.yingda.faq.Faq;
import dev.yingda.knowledge.AnsweredQuestions;
import dev.yingda.knowledge.KnowledgeBase;
import dev.yingda.knowledge.UnansweredQuestions;
import dev.yingda.metrics.Ledger;

import org.jspecify.annotations.Nullable;

/// The rooms behind the gateway, as it finds them.
public final class Rooms {

    /// What belongs to conversations.
    public record Talk(Conversations conversations, EventLog log, Desk desk, QuickPhrases phrases) {
    }

    /// What belongs to the FAQ.
    public record Answers(KnowledgeBase knowledge, Faq faq, UnansweredQuestions unanswered,
            AnsweredQuestions answered) {
    }

    private final Talk talk;
    private final Answers answers;
    private final Ledger ledger;
    private final Entrance access;
    private final Clock clock;
    private final LongSupplier ticks;
    private final Views views;
    private final ExecutorService workers = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway-", 0).factory());

    /// @param clock the shop's, which may be set forward and back
    /// @param ticks milliseconds since whenever, which only ever go forward: for silences and limits
    public Rooms(Talk talk, Answers answers, Ledger ledger, Entrance access, Clock clock, LongSupplier ticks) {
        this.talk = talk;
        this.answers = answers;
        this.ledger = ledger;
        this.access = access;
        this.clock = clock;
        this.ticks = ticks;
        this.views = new Views(access::displayName, talk.desk(),
                buyer -> access.blocked().isBlocked(buyer.value()));
    }

    Conversations conversations() {
        return talk.conversations();
    }

    EventLog log() {
        return talk.log();
    }

    Desk desk() {
        return talk.desk();
    }

    KnowledgeBase knowledge() {
        return answers.knowledge();
    }

    Faq faq() {
        return answers.faq();
    }

    UnansweredQuestions unanswered() {
        return answers.unanswered();
    }

    AnsweredQuestions answered() {
        return answers.answered();
    }

    QuickPhrases phrases() {
        return talk.phrases();
    }

    Ledger ledger() {
        return ledger;
    }

    Entrance access() {
        return access;
    }

    Views views() {
        return views;
    }

    Clock clock() {
        return clock;
    }

    LongSupplier ticks() {
        return ticks;
    }

    /// Runs what blocks, each task on its own virtual thread.
    ExecutorService workers() {
        return workers;
    }

    /// Takes what a blocking task gave, or why it failed.
    interface Result<T> {
        void done(T value, @Nullable Throwable failure);
    }

    /// Runs a task that blocks. The result is given on a virtual thread; sockets take it to their own context by `run`.
    @SuppressWarnings("NullAway") // the value is null only with a failure, which every taker asks for first
    <T> void blocking(Callable<T> task, Result<T> result) {
        workers.execute(() -> {
            T value;
            try {
                value = task.call();
            } catch (Exception e) {
                System.getLogger(Rooms.class.getName()).log(System.Logger.Level.ERROR, "A task of the gateway failed",
                        e);
                result.done(null, e);
                return;
            }
            result.done(value, null);
        });
    }

    /// Whether the agent has ever served the conversation. Blocks.
    boolean servedOnce(AgentId agent, ConversationId conversation) {
        long after = 0;
        while (true) {
            List<Logged> page = log().after(conversation, after, 200);
            for (Logged logged : page) {
                boolean served = switch (logged.event()) {
                    case Event.Assigned assigned -> assigned.agent().equals(agent);
                    case Event.Transferred moved -> moved.agent().equals(agent);
                    case Event.AgentMessage message -> message.agent().equals(agent);
                    default -> false;
                };
                if (served) {
                    return true;
                }
            }
            if (page.size() < 200) {
                return false;
            }
            after = page.getLast().seq();
        }
    }
}
