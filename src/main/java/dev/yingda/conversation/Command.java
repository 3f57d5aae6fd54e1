package dev.yingda.conversation;

import org.jspecify.annotations.Nullable;

/// What somebody wants done. Who may ask is checked by the gateway; whether it can be done in the conversation's present
/// state, by [Rules].
public sealed interface Command {

    /// Null only where it starts a conversation.
    @Nullable
    ConversationId conversation();

    /// What a buyer wants.
    sealed interface ByBuyer extends Command {
        BuyerId buyer();
    }

    /// What an agent wants.
    sealed interface ByAgent extends Command {
        AgentId agent();

        @Override
        ConversationId conversation();
    }

    /// The buyer writes; with no conversation, starts one. `clientMessageId` makes a repetition harmless. `entry` is the
    /// one whose question the buyer tapped, null when it was typed.
    record BuyerSays(BuyerId buyer, @Nullable ConversationId conversation, String clientMessageId,
            String text, @Nullable String entry, About about) implements ByBuyer {

        /// Typed, on a page that says nothing of what it shows.
        public BuyerSays(BuyerId buyer, @Nullable ConversationId conversation, String clientMessageId, String text) {
            this(buyer, conversation, clientMessageId, text, null, About.NOTHING);
        }
    }

    /// The buyer asks for a person; always possible.
    record AskForPerson(BuyerId buyer, @Nullable ConversationId conversation) implements ByBuyer {
    }

    /// The buyer gives 1-5 stars.
    record Rate(BuyerId buyer, ConversationId conversation, int stars, Event.Of of,
            @Nullable String comment) implements ByBuyer {
    }

    /// The buyer says whether the bot's answer at `seq` helped.
    record MarkHelpful(BuyerId buyer, ConversationId conversation, long seq, boolean yes) implements ByBuyer {
    }

    /// The agent who serves writes to the buyer.
    record AgentSays(AgentId agent, ConversationId conversation, String clientMessageId, String text,
            Event.AgentKind kind) implements ByAgent {
    }

    /// An agent writes to colleagues.
    record AddNote(AgentId agent, ConversationId conversation, String clientMessageId,
            String text) implements ByAgent {
    }

    /// An agent takes a waiting buyer, or one the bot serves.
    record Take(AgentId agent, ConversationId conversation) implements ByAgent {
    }

    /// The agent who serves gives it back to the waiting list.
    record Release(AgentId agent, ConversationId conversation) implements ByAgent {
    }

    /// The agent who serves passes it on.
    record Transfer(AgentId agent, ConversationId conversation, AgentId to) implements ByAgent {
    }

    /// The agent who serves ends it.
    record Close(AgentId agent, ConversationId conversation) implements ByAgent {
    }

    /// An agent opens a closed conversation again and serves it.
    record Reopen(AgentId agent, ConversationId conversation) implements ByAgent {
    }

    /// An agent says what it is about.
    record Classify(AgentId agent, ConversationId conversation, Event.ServiceType serviceType) implements ByAgent {
    }

    /// An agent takes it out of the response metrics.
    record Mark(AgentId agent, ConversationId conversation, Event.Flag reason) implements ByAgent {
    }

    /// The agent is gone: the waiting buyer goes back to the list.
    record Requeue(ConversationId conversation, AgentId gone) implements Command {
    }

    /// The buyer wrote nothing more after the short message `seq`: the bot reacts to what it has, unless something
    /// happened meanwhile.
    record Settle(ConversationId conversation, long seq, About about) implements Command {
    }

    /// Nobody has written for long and nobody waits.
    record CloseIdle(ConversationId conversation) implements Command {
    }
}
