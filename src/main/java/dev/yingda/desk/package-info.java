/// Who waits, who is on shift, who takes what.
///
/// Owner: [dev.yingda.desk.Desk], derived from the events and from the agents' connections. May use: `conversation`,
/// `store`.
///
/// Start at `Desk`; the order of the waiting list is the pure `Assignment`.
@org.jspecify.annotations.NullMarked
package dev.yingda.desk;
