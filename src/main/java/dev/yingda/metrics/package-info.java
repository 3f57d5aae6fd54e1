/// Which replies count, why, and what they add up to. The contract is docs/metrics.md's source: events and a policy
/// (data) go in; rounds, verdicts and metric values come out. Nothing here is stored as truth: a changed policy
/// re-judges all history.
///
/// Owner: [dev.yingda.metrics.Ledger] holds the live totals, which can be thrown away at any time. May use:
/// `conversation` (events, and the log through its port).
///
/// Start at `Policy`, then `Rounds` (events to rounds), then `Measure` (rounds to values).
@org.jspecify.annotations.NullMarked
package dev.yingda.metrics;
