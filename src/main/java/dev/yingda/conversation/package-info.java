/// What happened between one buyer and the shop, and what to do next.
///
/// Owner: [dev.yingda.conversation.Conversations] holds the live conversations; the log itself is behind the port
/// [dev.yingda.conversation.EventLog]. May use: `faq`.
///
/// Start at [dev.yingda.conversation.Event], then `Conversations.handle`; `Bot` hears what the buyer writes, and what
/// it does with a question is decided by the pure `Triage`.
@org.jspecify.annotations.NullMarked
package dev.yingda.conversation;
