/// Sockets and HTTP: frames to commands, events to frames. The only room that knows Vert.x.
///
/// Owner: [dev.yingda.gateway.Gateway]. May use all rooms but `cli`.
///
/// Start at `Gateway.start`, then `Routes` (the table of REST routes with the permission each asks for) and `Frames`.
@org.jspecify.annotations.NullMarked
package dev.yingda.gateway;
