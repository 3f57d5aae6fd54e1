/// Load for a server, from a process of its own: what `yingda bench gateway` measures with, and the bare Vert.x server it
/// compares with.
///
/// Owner: [dev.yingda.load.Load]. May use no other room: it knows the server by its protocol alone.
///
/// Start at `Load.messages`.
@org.jspecify.annotations.NullMarked
package dev.yingda.load;
