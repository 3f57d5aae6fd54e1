package dev.yingda.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a member of the shop's staff is. Each role may do all that the one before it may.
public enum Role {
    AGENT, SUPERVISOR, ADMIN;

    /// Whether the role grants it. What is not granted is denied.
    public boolean may(Permission permission) {
        return permissions().contains(permission);
    }

    /// All that the role grants.
    public Set<Permission> permissions() {
        EnumSet<Permission> granted = EnumSet.of(Permission.ANSWER_BUYERS, Permission.SEE_OWN_METRICS,
                Permission.SEE_KNOWLEDGE);
        switch (this) {
            case AGENT -> {
            }
            case SUPERVISOR -> granted.addAll(EnumSet.of(Permission.SEE_ALL_METRICS, Permission.SEE_CONVERSATIONS,
                    Permission.EDIT_KNOWLEDGE));
            case ADMIN -> granted.addAll(EnumSet.allOf(Permission.class));
        }
        return granted;
    }

    /// The name on the wire: `agent`, `supervisor`, `admin`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of that name.
    public static Optional<Role> of(String wire) {
        return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findFirst();
    }
}
