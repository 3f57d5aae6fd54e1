/// What the whole server does when something fails: the process is killed or stopped, the clock jumps, connections are
/// dropped or hang, PostgreSQL goes away, files of the index are broken.
///
/// Each test prints its seed; `-Dfaults.seed=` repeats it, `-Dfaults.rounds=` makes it longer. docs/testing.md has the table
/// of faults.
///
/// Start at `KillTest`.
@org.jspecify.annotations.NullMarked
package dev.yingda.faults;
