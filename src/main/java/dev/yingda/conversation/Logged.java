package dev.yingda.conversation;

import java.time.Instant;

/// One event at its place in the log.
///
/// @param epoch changes only when history was restored or lost, not at a restart
/// @param seq gap-free from 1 within the conversation, given in the transaction that stored the event
/// @param at when it was stored, to the millisecond; never before the event with the seq before it
public record Logged(ConversationId conversation, int epoch, long seq, Instant at, Event event) {
}
