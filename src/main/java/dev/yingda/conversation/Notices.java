package dev.yingda.conversation;

import java.time.LocalTime;
import java.util.List;

import dev.yingda.conversation.Decision.Rule;

import org.jspecify.annotations.Nullable;

/// What the system itself says to buyers, in the language the buyer writes. Pure.
final class Notices {

    private Notices() {
    }

    /// Who is there to take a buyer, at the moment of a hand-off.
    ///
    /// @param someone whether any agent is online
    /// @param now     the time of the day by the clock of the shop
    record Staffing(boolean someone, ServiceHours hours, LocalTime now) {

        boolean closed() {
            return !someone && !hours.contain(now);
        }
    }

    static String clarify(@Nullable String question) {
        return chinese(question) ? "您是不是想问：" : "Did you mean:";
    }

    /// A person is called: in the waiting list, or, when nobody is there, by leaving a message. Out of hours it says when
    /// people are back; who works late takes buyers all the same.
    static Event.BotMessage handedOff(@Nullable String id, Rule rule, @Nullable String question, long replyTo,
            Staffing staffing) {
        String text = chinese(question) ? chineseNotice(rule, staffing) : englishNotice(rule, staffing);
        return new Event.BotMessage(id, staffing.someone() ? Event.BotKind.NOTICE : Event.BotKind.AWAY, text, replyTo,
                null, List.of());
    }

    private static String chineseNotice(Rule rule, Staffing staffing) {
        String start = switch (rule) {
            case ASKED, KEYWORD -> "好的，";
            case COMPLAINT -> "很抱歉给您带来不好的体验，";
            case REPEATED_MISS -> "看来我没能帮到您，";
            case NO_MATCH, MATCHER_FAILED, PEOPLE_SERVE, CHOSEN, SURE, COURTESY, CLOSE -> "这个问题我还答不上来，";
        };
        String who = staffing.someone()
                ? "已为您转接人工客服，请稍候。"
                : staffing.closed()
                        ? "现在是休息时间，人工客服 " + staffing.hours() + " 在线。您的留言已经记下，客服上线后会第一时间回复您。"
                        : "现在没有客服在线，您的留言已经记下，客服上线后会第一时间回复您。";
        return start + who;
    }

    private static String englishNotice(Rule rule, Staffing staffing) {
        String start = switch (rule) {
            case ASKED, KEYWORD -> "Sure. ";
            case COMPLAINT -> "I am sorry this went wrong. ";
            case REPEATED_MISS -> "It seems I could not help. ";
            case NO_MATCH, MATCHER_FAILED, PEOPLE_SERVE, CHOSEN, SURE, COURTESY, CLOSE ->
                "I don't know the answer to this one. ";
        };
        String who = staffing.someone()
                ? "I am passing you to a colleague; one moment, please."
                : staffing.closed()
                        ? "Our team is here " + staffing.hours()
                                + ", shop time. Your message is kept, and a colleague will reply first thing."
                        : "Nobody is online right now. Your message is kept, and a colleague will reply first thing.";
        return start + who;
    }

    /// A text without any Latin letter, or with any Han character, is Chinese: the shop's buyers are.
    private static boolean chinese(@Nullable String text) {
        return text == null
                || text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                || text.codePoints().noneMatch(Character::isAlphabetic);
    }
}
