package dev.yingda.conversation;

import java.util.regex.Pattern;

/// Names one conversation between a buyer and the shop: 1-64 of `A-Za-z0-9_.:-`.
public record ConversationId(String value) implements Comparable<ConversationId> {

    /// The form of every id that crosses the house's border (response-metrics.md, section 1).
    static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    /// @throws IllegalArgumentException if the value is not of that form
    public ConversationId {
        checkForm(value, "conversation");
    }

    static void checkForm(String value, String what) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a " + what + " id is 1-64 of A-Za-z0-9_.:-");
        }
    }

    @Override
    public int compareTo(ConversationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
