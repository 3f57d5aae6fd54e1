package dev.yingda.metrics;

import org.jspecify.annotations.Nullable;

/// What one message of the bot or of an agent is worth, and the wait that it ended.
///
/// @param closed the round that the message closed; null if it closed none. A reply that [Verdict#COUNTS] always closed one;
///     of the bot's messages, those that answered did
public record Judgement(Verdict verdict, @Nullable Round closed) {
}
