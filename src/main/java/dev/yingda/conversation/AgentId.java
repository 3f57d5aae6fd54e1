package dev.yingda.conversation;

/// Names one agent: the name of the account, 1-64 of `A-Za-z0-9_.:-`. Buyers never see it; they see the display name.
public record AgentId(String value) implements Comparable<AgentId> {

    /// The pseudo-agent of the reports, so no agent may be called so (response-metrics.md, section 1).
    public static final String UNASSIGNED = "unassigned";

    /// @throws IllegalArgumentException if the value is not of that form, or is `unassigned`
    public AgentId {
        ConversationId.checkForm(value, "agent");
        if (value.equals(UNASSIGNED)) {
            throw new IllegalArgumentException("no agent is called unassigned");
        }
    }

    @Override
    public int compareTo(AgentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
