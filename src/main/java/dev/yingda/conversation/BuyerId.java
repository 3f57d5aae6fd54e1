package dev.yingda.conversation;

/// Names one buyer, known only by a signed visitor token: 1-64 of `A-Za-z0-9_.:-`.
public record BuyerId(String value) {

    /// @throws IllegalArgumentException if the value is not of that form
    public BuyerId {
        ConversationId.checkForm(value, "buyer");
    }

    @Override
    public String toString() {
        return value;
    }
}
