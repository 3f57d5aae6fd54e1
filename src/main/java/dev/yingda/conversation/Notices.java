package dev.yingda.conversation;

import java.util.function.BooleanSupplier;

import dev.yingda.conversation.Decision.Rule;

import org.jspecify.annotations.Nullable;

/// What the system itself says to buyers, in the language the buyer writes.
public final class Notices {

    private final BooleanSupplier staffed;

    /// @param staffed whether any agent is there to take a buyer now
    public Notices(BooleanSupplier staffed) {
        this.staffed = staffed;
    }

    String clarify(@Nullable String question) {
        return chinese(question) ? "您是不是想问：" : "Did you mean:";
    }

    Event.BotMessage handedOff(@Nullable String id, Rule rule, @Nullable String question, long replyTo) {
        boolean there = staffed.getAsBoolean();
        String text = chinese(question)
                ? why(rule, "好的，", "这个问题我还答不上来，", "看来我没能帮到您，")
                        + (there
                                ? "已为您转接人工客服，请稍候。"
                                : "现在没有客服在线，您的留言已经记下，客服上线后会第一时间回复您。")
                : why(rule, "Sure. ", "I don't know the answer to this one. ", "It seems I could not help. ")
                        + (there
                                ? "I am passing you to a colleague; one moment, please."
                                : "Nobody is online right now. Your message is kept, and a colleague will reply first thing.");
        return new Event.BotMessage(id, there ? Event.BotKind.NOTICE : Event.BotKind.AWAY, text, replyTo, null,
                java.util.List.of());
    }

    private static String why(Rule rule, String asked, String unknown, String again) {
        return switch (rule) {
            case ASKED -> asked;
            case REPEATED_MISS -> again;
            case NO_MATCH, MATCHER_FAILED, PEOPLE_SERVE, SURE, COURTESY, CLOSE -> unknown;
        };
    }

    /// A text without any Latin letter, or with any Han character, is Chinese: the shop's buyers are.
    private static boolean chinese(@Nullable String text) {
        return text == null
                || text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                || text.codePoints().noneMatch(Character::isAlphabetic);
    }
}
