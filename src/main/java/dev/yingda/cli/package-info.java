/// The commands of `yingda`. May use all rooms; nobody uses it.
///
/// Start at `Main`.
@org.jspecify.annotations.NullMarked
package dev.yingda.cli;
