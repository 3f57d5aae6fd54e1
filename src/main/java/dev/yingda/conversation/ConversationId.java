package dev.yingda.conversation;

/// Names one conversation between a buyer and the shop: 1-64 of `A-Za-z0-9_.:-`.
public record ConversationId(String value) implements Comparable<ConversationId> {

    private static final int LONGEST = 64;

    /// @throws IllegalArgumentException if the value is not of that form
    public ConversationId {
        checkForm(value, "conversation");
    }

    /// Checks the form of an id that crosses the house's border (response-metrics.md, section 1). Millions of them are
    /// read when a report goes through the whole log, so this is no regular expression.
    static void checkForm(String value, String what) {
        boolean fits = !value.isEmpty() && value.length() <= LONGEST;
        for (int i = 0; fits && i < value.length(); i++) {
            fits = possible(value.charAt(i));
        }
        if (!fits) {
            throw new IllegalArgumentException("a " + what + " id is 1-64 of A-Za-z0-9_.:-");
        }
    }

    private static boolean possible(char sign) {
        return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z')
                || (sign >= '-' && sign <= ':' && sign != '/')
                || sign == '_';
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
