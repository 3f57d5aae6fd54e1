/// Every event, in order, for ever.
///
/// Owner: [dev.yingda.journal.Journal], the [dev.yingda.conversation.EventLog] of the product. May use: `conversation`,
/// `store`.
///
/// Start at `Journal.append`.
@org.jspecify.annotations.NullMarked
package dev.yingda.journal;
