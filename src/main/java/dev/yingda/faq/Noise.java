package dev.yingda.faq;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import com.ibm.icu.text.Transliterator;

/// What people do to a question while typing it, made on purpose: to measure what it costs.
public enum Noise {
    /// One character becomes another that is read the same but for the tone: 退款 becomes 退宽.
    HOMOPHONE {
        @Override
        public String on(String text, Random random) {
            int[] places = IntStream.range(0, text.length()).filter(i -> !homophones(text.charAt(i)).isEmpty())
                    .toArray();
            if (places.length == 0) {
                return text;
            }
            int place = places[random.nextInt(places.length)];
            List<Character> others = homophones(text.charAt(place));
            return text.substring(0, place) + others.get(random.nextInt(others.size())) + text.substring(place + 1);
        }
    },
    /// Simplified characters become traditional ones.
    TRADITIONAL {
        @Override
        public String on(String text, Random random) {
            return Traditional.RULES.transliterate(text);
        }
    },
    /// Something polite or impatient stands before it, behind it, or both, and signs are repeated.
    FILLER {
        @Override
        public String on(String text, Random random) {
            String filled = text.replace("?", "???").replace("？", "？？？").replace("!", "!!").replace("！", "！！");
            return switch (random.nextInt(3)) {
                case 0 -> before(random) + filled;
                case 1 -> filled + after(random);
                default -> before(random) + filled + after(random);
            };
        }

        private String before(Random random) {
            return BEFORE.get(random.nextInt(BEFORE.size()));
        }

        private String after(Random random) {
            return AFTER.get(random.nextInt(AFTER.size()));
        }
    };

    private static final List<String> BEFORE = List.of("亲，", "亲 ", "亲亲，", "在吗？", "在吗 ", "亲在吗，", "你好，", "您好！", "请问",
            "请问一下，",
            "你好请问", "客服你好，", "麻烦问一下，", "那个，", "想问一下", "哈喽，");
    private static final List<String> AFTER = List.of("？？？", "~", "。。。", "谢谢", "，谢谢！", "呢", "呀", "啊亲", " 急！", "😊",
            "🙏🙏");

    private static final class Traditional {
        private static final Transliterator RULES = Transliterator.getInstance("Simplified-Traditional");
    }

    /// The characters everybody writes (level 1 of GB 2312), by how they are read.
    private static final class Common {

        private static final Map<String, List<Character>> BY_READING = new HashMap<>();

        static {
            Charset charset = Charset.forName("GB2312");
            for (int row = 0xB0; row <= 0xD7; row++) {
                for (int column = 0xA1; column <= 0xFE; column++) {
                    String one = new String(new byte[]{(byte) row, (byte) column}, charset);
                    if (one.length() == 1 && Han.is(one.charAt(0))) {
                        BY_READING.computeIfAbsent(Han.reading(one.charAt(0)), _ -> new ArrayList<>())
                                .add(one.charAt(0));
                    }
                }
            }
        }
    }

    /// The text with this done to it; the same text if it cannot be.
    public abstract String on(String text, Random random);

    private static List<Character> homophones(char c) {
        return Han.is(c)
                ? Common.BY_READING.getOrDefault(Han.reading(c), List.of()).stream().filter(other -> other != c)
                        .toList()
                : List.of();
    }
}
