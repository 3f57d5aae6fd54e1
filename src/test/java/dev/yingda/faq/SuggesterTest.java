package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SuggesterTest {

    private static final Map<String, String> PINYIN = Map.ofEntries(Map.entry("发", "fa"), Map.entry("货", "huo"),
            Map.entry("退", "tui"), Map.entry("运", "yun"), Map.entry("费", "fei"), Map.entry("西", "xi"),
            Map.entry("安", "an"), Map.entry("先", "xian"), Map.entry("多", "duo"), Map.entry("久", "jiu"));

    private final Suggester suggester = suggester(entry("ships", "什么时候发货", "发货要多久", "几天能发出"),
            entry("return-fee", "退货运费谁出", "退货的运费怎么算"), entry("coupon", "优惠券怎么用"),
            entry("iphone", "iPhone 15 手机壳有吗", "ｉＰｈｏｎｅ壳"), entry("ship", "发货地", "从哪里发货的"));

    @Test
    void what_begins_so_comes_before_what_has_it_inside() {
        assertEquals(List.of("ship", "ships"), suggest("发货"));
        assertEquals(List.of("coupon"), suggest("惠券"));
    }

    @Test
    void the_shorter_phrasing_is_covered_more() {
        Suggester two = suggester(entry("long", "发货以后还能改地址吗"), entry("short", "发货时间"));
        assertEquals(List.of("short", "long"), ids(two.suggest("发货", 5, _ -> true)));
    }

    @Test
    void words_may_come_in_any_order_with_spaces_or_without() {
        assertEquals(List.of("return-fee"), suggest("运费 退货"));
        assertEquals(List.of("return-fee"), suggest("运费退货"));
        assertEquals(List.of("ships"), suggest("多久发货"));
        assertEquals(List.of("iphone"), suggest("手机壳15"));
    }

    @Test
    void a_word_that_is_nowhere_offers_nothing() {
        assertEquals(List.of(), suggest("运费 优惠"));
        assertEquals(List.of(), suggest("货发"));
        assertEquals(List.of(), suggest(""));
        assertEquals(List.of(), suggest("   "));
    }

    @Test
    void width_case_and_politeness_do_not_matter() {
        assertEquals(List.of("iphone"), suggest("ＩＰＨＯＮＥ１５"));
        assertEquals(List.of("ship", "ships"), suggest("亲，请问发货"));
    }

    @Test
    void pinyin_is_understood_in_full_and_by_initials() {
        assertEquals(List.of("ship", "ships"), suggest("fahuo"));
        assertEquals(List.of("ship", "ships"), suggest("fah"));
        assertEquals(List.of("ship", "ships"), suggest("fh"));
        assertEquals(List.of("return-fee"), suggest("yunfei tuihuo"));
        assertEquals(List.of("return-fee"), suggest("退货yun'fei"), "as an input method shows it on the way");
        assertEquals(List.of(), suggest("uo"), "the end of a syllable is no beginning");
    }

    @Test
    void an_entry_is_offered_once_and_small_talk_never() {
        Suggester some = suggester(entry("ships", "发货时间", "发货", "发货吗"),
                new FaqEntry("hello", "small-talk", true, "发货你好", List.of(), "您好"));
        assertEquals(List.of("ships"), ids(some.suggest("发货", 5, _ -> true)));
    }

    @Test
    void what_may_not_be_offered_leaves_its_place_to_the_next() {
        assertEquals(List.of("ships"), ids(suggester.suggest("发货", 1, entry -> !entry.id().equals("ship"))));
    }

    @Test
    void a_paragraph_offers_nothing() {
        assertEquals(List.of(), suggest("发货".repeat(40)));
    }

    @Property(tries = 500)
    void what_is_offered_is_what_the_obvious_way_finds(@ForAll long seed) {
        Random random = new Random(seed);
        List<FaqEntry> entries = IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(i -> new FaqEntry("e" + i, "t", random.nextInt(8) == 0, text(random, 8),
                        Stream.generate(() -> text(random, 8)).limit(random.nextInt(4)).toList(), "a"))
                .toList();
        Suggester quick = new Suggester(entries, c -> PINYIN.getOrDefault(c, ""));
        for (int i = 0; i < 10; i++) {
            String typed = random.nextBoolean() ? text(random, 6) : part(random, entries);
            int limit = 1 + random.nextInt(5);
            assertEquals(obvious(entries, typed, limit), ids(quick.suggest(typed, limit, _ -> true)), typed);
        }
    }

    private static String text(Random random, int most) {
        String[] signs = {"发", "货", "退", "运", "费", "西", "安", "先", "多", "久", "不", "x", "i", "a", "n", "f", "h", "7", " ",
                "，"};
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            text.append(signs[random.nextInt(signs.length)]);
        }
        return text.toString();
    }

    private static String part(Random random, List<FaqEntry> entries) {
        List<String> all = entries.stream().flatMap(FaqEntry::wordings).toList();
        String text = all.get(random.nextInt(all.size()));
        int from = random.nextInt(text.length());
        String part = text.substring(from, from + 1 + random.nextInt(text.length() - from));
        if (random.nextBoolean()) {
            return part;
        }
        boolean full = random.nextBoolean();
        StringBuilder spelt = new StringBuilder();
        part.codePoints().mapToObj(Character::toString).map(c -> PINYIN.getOrDefault(c, c))
                .forEach(s -> spelt.append(full ? s : s.substring(0, 1)));
        return spelt.toString();
    }

    /// Each phrasing against each way to write it, one character after the other.
    private static List<String> obvious(List<FaqEntry> entries, String typed, int limit) {
        record Found(String id, int place, double covered, int length) {
        }
        List<Found> found = new ArrayList<>();
        for (FaqEntry entry : entries) {
            if (!entry.smallTalk()) {
                entry.wordings().map(QuestionText::normalise)
                        .map(text -> text.replace(" ", "")).map(text -> {
                            int[] hit = place(text, typed);
                            int length = text.codePointCount(0, text.length());
                            return new Found(entry.id(), hit[0], Math.min(1, (double) hit[1] / length),
                                    entry.question().length());
                        }).filter(each -> each.place() < 3).forEach(found::add);
            }
        }
        return found.stream()
                .sorted(Comparator.comparingInt(Found::place)
                        .thenComparing(Comparator.comparingDouble(Found::covered).reversed())
                        .thenComparingInt(Found::length)
                        .thenComparingInt(each -> Integer.parseInt(each.id().substring(1))))
                .map(Found::id).distinct().limit(limit).toList();
    }

    /// Place (3: nowhere) and characters covered.
    private static int[] place(String text, String typed) {
        String whole = QuestionText.normalise(typed).replace(" ", "");
        List<String> words = Arrays.stream(QuestionText.bare(typed)
                .replaceAll("(?<=[a-z0-9])(?=[^a-z0-9 ])|(?<=[^a-z0-9 ])(?=[a-z0-9])", " ").split(" "))
                .filter(word -> !word.isEmpty()).toList();
        int[] best = {3, 0};
        if (words.isEmpty()) {
            return best;
        }
        best = better(best, first(text, whole, UnaryOperator.identity()));
        if (words.stream().allMatch(word -> word.matches("[a-z0-9]+"))) {
            best = better(better(best, pinyin(text, whole, false)), pinyin(text, whole, true));
        }
        if (best[0] < 3) {
            return best;
        }
        int covered = 0;
        for (String word : words) {
            int touched = word.matches("[a-z0-9]+")
                    ? Stream.of(first(text, word, UnaryOperator.identity()), pinyin(text, word, false),
                            pinyin(text, word, true)).mapToInt(hit -> hit[1]).max().orElse(0)
                    : cut(text, word) ? word.length() : 0;
            if (touched == 0) {
                return best;
            }
            covered += touched;
        }
        return new int[]{2, covered};
    }

    private static int[] better(int[] one, int[] other) {
        return other[0] < one[0] || other[0] == one[0] && other[1] > one[1] ? other : one;
    }

    private static int[] pinyin(String text, String part, boolean initials) {
        return part.length() < 2 ? new int[]{3, 0} : first(text, part, c -> {
            String spelt = PINYIN.getOrDefault(c, c);
            return initials ? spelt.substring(0, 1) : spelt;
        });
    }

    private static int[] first(String text, String part, UnaryOperator<String> spell) {
        List<String> spelt = text.codePoints().mapToObj(Character::toString).map(spell).toList();
        for (int i = 0; i < spelt.size(); i++) {
            String rest = String.join("", spelt.subList(i, spelt.size()));
            if (rest.startsWith(part)) {
                int touched = 0;
                for (int length = 0; length < part.length(); touched++) {
                    length += spelt.get(i + touched).length();
                }
                return new int[]{i == 0 ? 0 : 1, touched};
            }
        }
        return new int[]{3, 0};
    }

    private static boolean cut(String text, String word) {
        return cut(text, word, new HashMap<>());
    }

    private static boolean cut(String text, String word, Map<String, Boolean> known) {
        Boolean before = known.get(word);
        if (before == null) {
            before = text.contains(word) || IntStream.range(2, word.length() - 1)
                    .anyMatch(i -> text.contains(word.substring(0, i)) && cut(text, word.substring(i), known));
            known.put(word, before);
        }
        return before;
    }

    private List<String> suggest(String typed) {
        return ids(suggester.suggest(typed, 5, _ -> true));
    }

    private static List<String> ids(List<FaqEntry> entries) {
        return entries.stream().map(FaqEntry::id).toList();
    }

    private static Suggester suggester(FaqEntry... entries) {
        return new Suggester(List.of(entries), c -> PINYIN.getOrDefault(c, ""));
    }

    private static FaqEntry entry(String id, String question, String... phrasings) {
        return new FaqEntry(id, "t", false, question, List.of(phrasings), "a");
    }
}
