package dev.yingda.conversation;

import java.time.Instant;

/// What became of a command.
public sealed interface Outcome {

    /// Done and durable. `seq` and `at` are those of the command's own event; `duplicate` when it was done before.
    record Done(ConversationId conversation, long seq, Instant at, boolean duplicate) implements Outcome {
    }

    /// Not done, and nothing was stored.
    record Refused(Reason reason, String message) implements Outcome {
    }

    /// Why a command was refused; the gateway has one table from these to error codes.
    enum Reason {
        /// No such conversation, or none of this buyer's.
        NOT_FOUND,
        /// Not this agent's conversation.
        FORBIDDEN,
        /// Somebody else was faster.
        TAKEN,
        /// The conversation is closed.
        CLOSED,
        /// It cannot be done in this state, or the same client message id came with another body.
        CONFLICT,
        /// Too much is waiting to be done: try again later.
        OVERLOADED,
        /// The store failed; whether it was done is not known. Try again with the same client message id.
        FAILED;

        /// Whether the same command may succeed later.
        public boolean temporary() {
            return switch (this) {
                case OVERLOADED, FAILED -> true;
                case NOT_FOUND, FORBIDDEN, TAKEN, CLOSED, CONFLICT -> false;
            };
        }
    }
}
