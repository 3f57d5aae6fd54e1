/// Wires everything in order and stops it in reverse.
///
/// Start at `Yingda`; every setting is a line in `Config`. May use all rooms.
@org.jspecify.annotations.NullMarked
package dev.yingda;
