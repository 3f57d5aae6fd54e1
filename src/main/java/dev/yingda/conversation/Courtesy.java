package dev.yingda.conversation;

import java.util.regex.Pattern;

/// Whether a buyer's message is a mere courtesy: thanks, ok, goodbye, an emoji (response-metrics.md, section 1). The whole
/// message must be one, so "谢谢,什么时候发货" is a question.
final class Courtesy {

    private static final Pattern WORDS = Pattern.compile(
            "(好|行|嗯|哦|噢|喔|恩|额)+的?(吧|呢|哈|啦|滴|哒|呀)?|好(的|嘞|滴|哒)+|(好|行|嗯|哦)?的?(谢谢|多谢|感谢|谢了|辛苦|麻烦)"
                    + "(了|啦|您|你|亲|大家|哈|啊|您了|你了|你们|您们|客服)*|(我)?(知道|明白|了解|清楚|收到)(了|啦)?|"
                    + "(再见|拜拜|回见|88|886|晚安|先这样|没事了|没问题了|不用了|没有了|没了)(吧|啦|哈|了|谢谢)*|不客气|"
                    + "ok(ay)?|k|thx|thanks?( you)?( (so|very) much)?|thank u|ty|bye( bye)?|goodbye|got it|great|cool|fine|"
                    + "good ?night|see you",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PUNCTUATION = Pattern.compile("[\\p{P}\\p{S}\\p{M}\\p{Cf}\\s]+");
    private static final Pattern PARTS = Pattern.compile(" (?![a-zA-Z])");
    private static final Pattern ADDRESS = Pattern.compile("^亲+|亲+$");

    private Courtesy() {
    }

    static boolean is(String text) {
        String bare = PUNCTUATION.matcher(text).replaceAll(" ").strip();
        if (bare.isEmpty()) {
            return isPicture(text);
        }
        for (String part : PARTS.split(bare, -1)) {
            if (!WORDS.matcher(ADDRESS.matcher(part).replaceAll("").strip()).matches()) {
                return false;
            }
        }
        return true;
    }

    /// Nothing but signs: an emoji is a courtesy, a lone question mark is a question.
    private static boolean isPicture(String text) {
        return !text.isBlank() && text.chars().noneMatch(c -> c == '?' || c == '\uFF1F');
    }
}
