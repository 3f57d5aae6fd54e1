/// Which replies count, why, and what they add up to. The contract is docs/metrics.md's source: events and a policy
/// (data) go in; rounds, verdicts and metric values come out. Nothing here is stored as truth: a changed policy
/// re-judges all history.
///
/// Owner: [dev.yingda.metrics.Ledger] answers for the live shop; what it keeps can be thrown away at any time. May use:
/// `conversation` (events, and the log through its port).
///
/// Start at `Policy`, then `Replay`. The path of one conversation: `Rounds` folds its events into rounds and judges each
/// message (section 3), `Measure` says what each round is worth in each metric (section 4), `Tally` adds that up by day,
/// `Addition` gives the figures of some days. `RollUp` keeps tallies up to date event by event for the `Ledger`, `Evidence`
/// lists what stands behind a figure, `Difference` sets two policies beside each other. Files come in through `EventFile`
/// and `Policy.read`; all their faults are a `BadInput`. The sentences for people stand beside their rules; `RuleText` tells a
/// whole policy in them.
@org.jspecify.annotations.NullMarked
package dev.yingda.metrics;
