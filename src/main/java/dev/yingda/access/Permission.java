package dev.yingda.access;

import java.util.Locale;

/// What somebody may do. Every route and frame asks for one; which role has which says [Role].
public enum Permission {
    /// Take waiting buyers and write to them.
    ANSWER_BUYERS,
    /// See one's own response metrics.
    SEE_OWN_METRICS,
    /// See everybody's response metrics.
    SEE_ALL_METRICS,
    /// Read every conversation, not only one's own.
    SEE_CONVERSATIONS,
    /// Read the FAQ and try questions.
    SEE_KNOWLEDGE,
    /// Edit and publish the FAQ, its settings and the quick phrases.
    EDIT_KNOWLEDGE,
    /// Create, change and disable accounts.
    MANAGE_ACCOUNTS,
    /// Read who did what.
    SEE_AUDIT;

    /// The name on the wire: `answer-buyers`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
