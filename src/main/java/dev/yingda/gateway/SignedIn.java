package dev.yingda.gateway;

import dev.yingda.access.Account;
import dev.yingda.access.Permission;
import dev.yingda.conversation.AgentId;

/// A signed-in member of the shop's staff.
///
/// @param token the session's secret, to look whether it still holds; never written anywhere
record SignedIn(Account account, String token) {

    boolean may(Permission permission) {
        return account.role().may(permission);
    }

    AgentId agent() {
        return new AgentId(account.name());
    }

    String role() {
        return account.role().wire();
    }

    /// Names the session to its own client; says nothing of the secret.
    String publicId() {
        return account.name();
    }

    @Override
    public String toString() {
        return account.name();
    }
}
