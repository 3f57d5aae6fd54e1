package dev.yingda.conversation;

import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.faq.Matches;

import org.jspecify.annotations.Nullable;

/// What [Triage] decides on.
///
/// @param phase   of the conversation, before the message
/// @param misses  questions in a row, before this one, that the bot could not answer outright
/// @param text    what the buyer wrote
/// @param chosen  the entry whose question the buyer tapped, null when it was typed
/// @param matches what the FAQ says to the text
public record Asked(Phase phase, int misses, String text, @Nullable String chosen, Matches matches) {

    /// As the first message of a conversation.
    public static Asked first(String text, Matches matches) {
        return new Asked(Phase.BOT, 0, text, null, matches);
    }

    static Asked in(Conversation state, String text, @Nullable String chosen, Matches matches) {
        return new Asked(state.phase(), state.serving().misses(), text, chosen, matches);
    }
}
