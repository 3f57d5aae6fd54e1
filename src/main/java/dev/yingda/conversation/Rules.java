package dev.yingda.conversation;

import java.util.List;

import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.conversation.Outcome.Reason;

import org.jspecify.annotations.Nullable;

/// What a command does in a conversation's present state: events to append, or why not. Pure. The bot's part of a buyer's
/// message is not here but in [Bot].
final class Rules {

    private Rules() {
    }

    /// Either the events, or a refusal.
    sealed interface Ruling {
        record Append(List<Event> events) implements Ruling {
        }

        record Refuse(Reason reason, String message) implements Ruling {
        }

        /// It is as was wanted already.
        record Nothing() implements Ruling {
        }
    }

    /// @param state null when there is no such conversation
    static Ruling rule(@Nullable Conversation state, Command command) {
        if (state == null) {
            return new Ruling.Refuse(Reason.NOT_FOUND, "there is no such conversation");
        }
        return switch (command) {
            case Command.ByBuyer buyers -> !buyers.buyer().equals(state.buyer())
                    ? new Ruling.Refuse(Reason.NOT_FOUND, "there is no such conversation")
                    : ofBuyer(state, buyers);
            case Command.ByAgent agents -> ofAgent(state, agents);
            case Command.Settle _ -> throw new IllegalArgumentException("a burst settles by Conversations");
            case Command.Requeue requeue -> state.servedBy(requeue.gone()) ? append(new Event.Queued()) : NOTHING;
            case Command.CloseIdle _ -> state.phase() == Phase.CLOSED || state.phase() == Phase.WAITING
                    || (state.phase() == Phase.SERVED && state.serving().waitingSince() != null)
                            ? NOTHING
                            : append(new Event.Closed(Event.By.SYSTEM));
        };
    }

    private static final Ruling NOTHING = new Ruling.Nothing();

    private static Ruling append(Event... events) {
        return new Ruling.Append(List.of(events));
    }

    private static Ruling refuse(Reason reason, String message) {
        return new Ruling.Refuse(reason, message);
    }

    private static Ruling ofBuyer(Conversation state, Command.ByBuyer command) {
        return switch (command) {
            case Command.BuyerSays _ -> throw new IllegalArgumentException("a buyer's message goes by Conversations");
            case Command.AskForPerson _ ->
                throw new IllegalArgumentException("a wish for a person goes by Conversations");
            case Command.Rate rate -> append(new Event.Rated(rate.stars(), rate.of(), rate.comment()));
            case Command.MarkHelpful mark -> mark.seq() < 1 || mark.seq() > state.position().seq()
                    ? refuse(Reason.NOT_FOUND, "there is no message " + mark.seq())
                    : append(new Event.Helpful(mark.seq(), mark.yes()));
        };
    }

    private static Ruling ofAgent(Conversation state, Command.ByAgent command) {
        AgentId agent = command.agent();
        return switch (command) {
            case Command.AgentSays says -> serving(state, agent, new Event.AgentMessage(nextId(state, 1),
                    says.clientMessageId(), agent, says.kind(), says.text()));
            case Command.AddNote note ->
                append(new Event.Note(nextId(state, 1), note.clientMessageId(), agent, note.text()));
            case Command.Take _ -> take(state, agent);
            case Command.Release _ -> serving(state, agent, new Event.Queued());
            case Command.Transfer transfer -> transfer.to().equals(agent)
                    ? refuse(Reason.CONFLICT, "it is with you already")
                    : serving(state, agent, new Event.Transferred(transfer.to()));
            case Command.Close _ -> serving(state, agent, new Event.Closed(Event.By.AGENT));
            case Command.Reopen _ -> state.phase() == Phase.CLOSED
                    ? append(new Event.Reopened(), new Event.Assigned(agent))
                    : refuse(Reason.CONFLICT, "the conversation is open");
            case Command.Classify classify -> append(new Event.Classified(classify.serviceType()));
            case Command.Mark mark -> append(new Event.Flagged(mark.reason()));
        };
    }

    private static Ruling take(Conversation state, AgentId agent) {
        return switch (state.phase()) {
            case BOT, WAITING -> append(new Event.Assigned(agent));
            case SERVED -> state.servedBy(agent)
                    ? NOTHING
                    : refuse(Reason.TAKEN, "another agent has taken it");
            case CLOSED -> refuse(Reason.CLOSED, "the conversation is closed");
        };
    }

    private static Ruling serving(Conversation state, AgentId agent, Event event) {
        return switch (state.phase()) {
            case SERVED -> state.servedBy(agent)
                    ? append(event)
                    : refuse(Reason.FORBIDDEN, "another agent serves this buyer");
            case BOT, WAITING -> refuse(Reason.FORBIDDEN, "take the conversation first");
            case CLOSED -> refuse(Reason.CLOSED, "the conversation is closed");
        };
    }

    /// What stands before the first message of a session: nothing, `opened` or `reopened`.
    static List<Event> opening(@Nullable Conversation state, BuyerId buyer) {
        if (state == null) {
            return List.of(new Event.Opened(buyer));
        }
        return state.phase() == Phase.CLOSED ? List.of(new Event.Reopened()) : List.of();
    }

    /// The id of the message that is the n-th event after this state. Unique in its conversation with no randomness.
    static String nextId(Conversation state, int n) {
        return "m" + (state.position().seq() + n);
    }
}
