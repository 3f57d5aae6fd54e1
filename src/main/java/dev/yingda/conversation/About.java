package dev.yingda.conversation;

import org.jspecify.annotations.Nullable;

/// What the shop's page says the buyer is looking at, for one message. Both are the shop's own names.
public record About(@Nullable String product, @Nullable String orderState) {

    /// The page said nothing.
    public static final About NOTHING = new About(null, null);
}
