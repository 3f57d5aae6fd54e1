/// Which replies count, why, and what they add up to. The contract is docs/metrics.md's source: events and a policy
/// (data) go in; rounds, verdicts and metric values come out. Nothing here is stored as truth: a changed policy
/// re-judges all history.
///
/// Owner: [dev.yingda.metrics.Ledger] answers for the live shop; what it keeps can be thrown away at any time. May use:
/// `conversation` (events, and the log through its port).
///
/// Start at `Policy`, then `Replay`, which feeds `Rounds` (events to rounds, and the verdict on every message) and
/// `Measure` (rounds to values). Files come in through `EventFile` and `Policy.read`; all their faults are a `BadInput`.
@org.jspecify.annotations.NullMarked
package dev.yingda.metrics;
