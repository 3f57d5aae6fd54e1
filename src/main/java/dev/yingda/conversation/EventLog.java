package dev.yingda.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// Where events are kept for ever: the port that [Conversations] writes to and everybody reads from. All methods block
/// and are called on virtual threads, never on an event loop.
public interface EventLog {

    /// Appends the events, all or none, if the conversation's last seq still is `lastSeq` (0: it does not exist yet, and
    /// the first event is [Event.Opened]). Returns only after the commit is durable. The events share one instant: `now`,
    /// or the instant of the last event stored if that is later, so that time never runs backwards in a conversation.
    ///
    /// @throws RuntimeException if the store failed; then nothing was stored, or it is not known whether it was
    Appended append(ConversationId conversation, long lastSeq, Instant now, List<Event> events);

    /// The events after `afterSeq`, in order, at most `limit`.
    List<Logged> after(ConversationId conversation, long afterSeq, int limit);

    /// The events before `beforeSeq`, in order (oldest first), the nearest `limit` of them.
    List<Logged> before(ConversationId conversation, long beforeSeq, int limit);

    /// The message that this sender (`buyer:ID` or `agent:NAME`) sent under this client message id, if it was stored.
    Optional<Logged> sent(String sender, String clientMessageId);

    /// The conversations that are not closed, in no order.
    List<ConversationId> open();

    /// The buyer's conversations, the one with the latest event first.
    List<ConversationId> ofBuyer(BuyerId buyer, int limit);

    /// Conversations by the time of their latest event, newest first; with a buyer, agent or text condition when given
    /// (`text`: contained in a message, in capitals or not). For lists on a screen; `before` pages on.
    List<ConversationId> latest(@Nullable AgentId agent, @Nullable String text, @Nullable Instant before, int limit);

    /// The latest events of one type (its wire name, such as `handed-off`) since an instant, newest first.
    List<Logged> latestOfType(String type, Instant since, int limit);

    /// All events of every conversation that has an event in `[from, to)` (null: no bound), conversation by
    /// conversation,
    /// each in order. Streams: memory does not grow with the number of events.
    void scan(@Nullable Instant from, @Nullable Instant to, Consumer<Logged> consumer);

    /// All events, by several threads at once: each conversation goes whole, in order, to one of the consumers, and each
    /// consumer is called by one thread. Returns when all is read.
    void scanAll(List<? extends Consumer<Logged>> consumers);

    /// What became of an append.
    sealed interface Appended {

        /// Durable, at these places.
        record Stored(List<Logged> events) implements Appended {
        }

        /// Somebody else appended first: reload and decide again.
        record Moved(long lastSeq) implements Appended {
        }

        /// A message with the same sender and client message id is already stored; nothing was appended.
        record Duplicate(Logged original) implements Appended {
        }
    }
}
