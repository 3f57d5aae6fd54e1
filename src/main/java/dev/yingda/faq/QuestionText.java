package dev.yingda.faq;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A question as it is compared: without what people type differently though they mean the same.
///
/// Full-width letters and digits become ASCII, Latin lower case, traditional characters simplified; signs and spaces become one space between words and
/// vanish between Chinese characters; polite openers (亲, 在吗, 请问, and 你好 when more follows), thanks at the end and
/// final particles go. What is left of a text that is nothing but signs is the text itself, so that an emoji can be a
/// phrasing.
public final class QuestionText {

    /// What may stand before a question. The look-aheads keep words whole that begin alike: 亲子装, 你好评返现吗.
    private static final Pattern OPENER = Pattern.compile(
            "^(?:亲{1,3}(?:爱的)?(?![子戚人自手友密属情测身生])|[你您]们?好(?:呀|啊)?(?![评看用吃多久像慢贵难笨坏])|"
                    + "有人(?:在)?(?:吗|么|嘛)?(?= )|在(?:吗|么|嘛|不在|不)(?:亲)?(?![来会行])|(?:哈[喽啰罗]|嗨|hi|hello|hey)(?![a-z])|"
                    + "(?:客服|老板|掌柜的?|店家|商家|小二|小姐姐|美女|帅哥)(?:[你您]好|在吗)?(?= )|"
                    + "(?:麻烦|请|我|就)?(?:想)?(?:请问|问|咨询|请教|了解)(?:一?下)(?:[你您])?|"
                    + "(?:麻烦|我|就)?想(?:请问|问|咨询|请教)|请问)(?:(?:那个)?(?= )| )?");
    private static final Pattern CLOSER = Pattern
            .compile("(?: (?:谢谢|多谢|谢了|感谢|急|在线等|求解|thanks|thank you|please)[啦了您你哈]?|(?<=.{3})[呢呀啊哦噢哈吖哇啦捏哒]+)$");
    /// A point between digits is part of the number.
    private static final Pattern SIGNS = Pattern
            .compile("(?:[\\p{P}\\p{S}\\p{Z}\\p{C}\\s&&[^.]]|(?<!\\d)\\.|\\.(?!\\d))+");
    private static final Pattern INNER_SPACE = Pattern
            .compile("(?<=\\p{IsHan}) (?=[\\p{IsHan}a-z0-9])|(?<=[a-z0-9]) (?=\\p{IsHan})");
    private static final Pattern LONG_RUN = Pattern.compile("([\\p{IsHan}a-z])\\1{2,}");

    /// One sign or space, character by character.
    private static final Pattern SIGN = Pattern.compile("[\\p{P}\\p{S}\\p{Z}\\p{C}\\s&&[^.]]");
    private static final Pattern REPEATED_SIGN = Pattern.compile("([\\p{P}\\p{Z}\\s~])\\1+");
    private static final Pattern EMOJI = Pattern
            .compile("[\\p{So}\\p{Sk}\\p{Cs}\\x{1F000}-\\x{1FAFF}\\x{FE00}-\\x{FE0F}\\x{200D}]+");
    private static final Pattern THANKS = Pattern
            .compile("[\\p{P}\\s~]+(?:谢谢|多谢|谢了|感谢|急|在线等|求解)[啦了您你哈]?[\\p{P}\\s~]*$");

    private QuestionText() {
    }

    /// The form in which questions are compared; two questions with the same form are the same question.
    public static String normalise(String text) {
        return INNER_SPACE.matcher(bare(text)).replaceAll("");
    }

    /// As [#normalise], but with a space wherever a sign or space stood: word segmentation wants the borders.
    static String bare(String text) {
        String folded = fold(text);
        String spaced = SIGNS.matcher(folded).replaceAll(" ").strip();
        if (spaced.isEmpty()) {
            return folded.strip();
        }
        return strip(LONG_RUN.matcher(spaced).replaceAll("$1$1"));
    }

    /// As a model reads it: evened out as little as helps. Signs stay, since they carry meaning, but one of a kind is enough;
    /// emoji go.
    static String spoken(String text) {
        String folded = REPEATED_SIGN.matcher(EMOJI.matcher(fold(text)).replaceAll(" ")).replaceAll("$1").strip();
        return folded.isEmpty() ? text.strip() : folded;
    }

    /// What was spoken, without openers and thanks; itself if it has none or is nothing else.
    static String heart(String spoken) {
        int from = 0;
        String view = SIGN.matcher(spoken).replaceAll(" ");
        for (Matcher opener = OPENER.matcher(view); opener.find();) {
            int cut = opener.end();
            while (cut < view.length() && view.charAt(cut) == ' ') {
                cut++;
            }
            from += cut;
            view = view.substring(cut);
            opener.reset(view);
        }
        String heart = THANKS.matcher(spoken.substring(from)).replaceAll("").strip();
        return heart.isEmpty() ? spoken : heart;
    }

    private static String strip(String text) {
        String rest = text;
        for (Matcher opener = OPENER.matcher(rest); opener.find() && opener.end() < rest.length();) {
            rest = rest.substring(opener.end()).strip();
            opener.reset(rest);
        }
        for (Matcher closer = CLOSER.matcher(rest); closer.find() && closer.start() > 0;) {
            rest = rest.substring(0, closer.start()).strip();
            closer.reset(rest);
        }
        return rest;
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fullWidth = c >= '！' && c <= '～' && Character.isLetterOrDigit(c);
            folded.append(fullWidth ? (char) (c - '！' + '!') : c == '．' ? '.' : Han.simplified(c));
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }
}
