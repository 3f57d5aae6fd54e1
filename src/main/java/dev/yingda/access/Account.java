package dev.yingda.access;

import java.time.Instant;

/// A member of the shop's staff.
///
/// @param name        how one signs in, 1-64 of `A-Za-z0-9_.:-`; also the agent's id
/// @param displayName what buyers and colleagues see, 1-40 characters
/// @param disabled    may not sign in, and is signed out
public record Account(String name, String displayName, Role role, boolean disabled, Instant createdAt) {
}
