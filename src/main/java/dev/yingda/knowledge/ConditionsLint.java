package dev.yingda.knowledge;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.yingda.faq.Conditions;
import dev.yingda.faq.Mode;
import dev.yingda.faq.QuestionText;
import dev.yingda.faq.Variant;
import dev.yingda.faq.When;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.Knowledge.Severity;

import org.jspecify.annotations.Nullable;

/// The rules for when one entry is used.
final class ConditionsLint {

    static final int MOST_NEGATIVE = 20;
    static final int MOST_NAMES = 50;
    static final int MOST_VARIANTS = 10;
    static final int LONGEST_NAME = 64;

    private final Entry entry;
    private final Conditions conditions;
    private final @Nullable LocalDate today;
    private final Consumer<Problem> problems;

    /// @param today in the shop; null if what is over does not matter
    /// @param problems where to tell what is wrong
    ConditionsLint(Entry entry, @Nullable LocalDate today, Consumer<Problem> problems) {
        this.entry = entry;
        this.conditions = entry.conditions();
        this.today = today;
        this.problems = problems;
    }

    void check() {
        negativeKeywords();
        keywords();
        when(conditions.when(), "");
        over();
        variants();
    }

    private void negativeKeywords() {
        List<String> keywords = conditions.negativeKeywords();
        if (keywords.size() > MOST_NEGATIVE) {
            error("not", "排除词最多" + MOST_NEGATIVE + "个。", "There are at most " + MOST_NEGATIVE + " negative keywords.");
        }
        for (int i = 0; i < keywords.size(); i++) {
            String keyword = keywords.get(i);
            String field = "not[" + i + "]";
            name(keyword, field, "排除词", "A negative keyword");
            Conditions alone = new Conditions(Mode.SMART, List.of(keyword), When.ANY, List.of());
            own().filter(own -> alone.rejecting(own).isPresent()).findFirst()
                    .ifPresent(own -> error(field, "排除词“" + keyword + "”就在本条的问法“" + own + "”里，这个问法永远匹配不上，请删去其一。",
                            "The negative keyword \"" + keyword + "\" is in the phrasing \"" + own
                                    + "\", which could then never be matched; remove one of them."));
        }
    }

    /// One character is found in almost anything.
    private void keywords() {
        if (conditions.mode() != Mode.CONTAINS) {
            return;
        }
        List<String> own = own().toList();
        for (int i = 0; i < own.size(); i++) {
            String keyword = QuestionText.normalise(own.get(i));
            if (keyword.codePointCount(0, keyword.length()) == 1) {
                warning(i == 0 ? "question" : "phrasings[" + (i - 1) + "]",
                        "关键词“" + own.get(i) + "”只有一个字，几乎什么问题都会匹配上，请写长一些。",
                        "The keyword \"" + own.get(i) + "\" is a single character, which almost any question contains;"
                                + " write a longer one.");
            }
        }
    }

    private void over() {
        if (today != null && conditions.when().isOver(today)) {
            warning("until", "使用期限 " + conditions.when().until() + " 已过，买家不会再得到这条答案；请改日期或停用。",
                    "It ended on " + conditions.when().until()
                            + ", so no buyer gets it; change the date or disable it.");
        }
    }

    private void variants() {
        List<Variant> variants = conditions.variants();
        if (variants.size() > MOST_VARIANTS) {
            error("variants", "其他答案最多" + MOST_VARIANTS + "个。", "An entry has at most " + MOST_VARIANTS + " variants.");
        }
        for (int i = 0; i < variants.size(); i++) {
            Variant variant = variants.get(i);
            String field = "variants[" + i + "]";
            if (variant.answer().isBlank() || variant.answer().length() > Lint.LONGEST_ANSWER) {
                error(field + ".answer", "答案不能为空，最长" + Lint.LONGEST_ANSWER + "字。",
                        "The answer must have 1 to " + Lint.LONGEST_ANSWER + " characters.");
            }
            when(variant.when(), field + ".when.");
            reach(variant, field + ".when", variants.subList(0, i));
        }
    }

    /// Whether the variant can ever be given, and leaves something to the entry's own answer.
    private void reach(Variant variant, String field, List<Variant> before) {
        if (before.stream().anyMatch(earlier -> earlier.when().covers(variant.when()))) {
            warning(field, "前面的答案已包括这种情况，这个答案永远用不到；请调整顺序或条件。",
                    "An answer before it already holds wherever this one does, so it is never given; change the order"
                            + " or its conditions.");
        } else if (apart(conditions.when(), variant.when())) {
            warning(field, "这种情况不在本条的使用条件内，这个答案永远用不到；请改条件。",
                    "It holds only where the entry is not used, so it is never given; change its conditions.");
        } else if (variant.when().covers(conditions.when())) {
            warning(field, "这个答案在任何情况下都成立，本条自己的答案永远用不到；请加上条件。",
                    "It holds wherever the entry is used, so the entry's own answer is never given; add a condition.");
        } else if (today != null && variant.when().isOver(today)) {
            warning(field, "这个答案的期限 " + variant.when().until() + " 已过，可以删去。",
                    "It ended on " + variant.when().until() + "; it can go.");
        }
    }

    private void when(When when, String prefix) {
        if (when.from() != null && when.until() != null && when.until().isBefore(when.from())) {
            error(prefix + "until", "结束日期早于开始日期，请改正。", "The last day is before the first; correct one of them.");
        }
        names(when.products(), prefix + "products", "商品", "A product");
        names(when.orderStates(), prefix + "orderStates", "订单状态", "An order state");
    }

    private void names(Set<String> names, String field, String zh, String en) {
        if (names.size() > MOST_NAMES) {
            error(field, zh + "最多" + MOST_NAMES + "个。", "There are more than " + MOST_NAMES + "; name fewer.");
        }
        names.forEach(name -> name(name, field, zh, en));
    }

    private void name(String name, String field, String zh, String en) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            error(field, zh + "不能为空，最长" + LONGEST_NAME + "字。", en + " must have 1 to " + LONGEST_NAME + " characters.");
        }
    }

    private Stream<String> own() {
        return Stream.concat(Stream.of(entry.question()), entry.phrasings().stream());
    }

    /// Whether the two never hold together, as far as dates and names tell.
    private static boolean apart(When one, When other) {
        return ended(one, other) || ended(other, one) || disjoint(one.products(), other.products())
                || disjoint(one.orderStates(), other.orderStates());
    }

    private static boolean ended(When first, When second) {
        return first.until() != null && second.from() != null && first.until().isBefore(second.from());
    }

    private static boolean disjoint(Set<String> some, Set<String> others) {
        return !some.isEmpty() && !others.isEmpty() && Collections.disjoint(folded(some), folded(others));
    }

    private static Set<String> folded(Collection<String> names) {
        return names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private void error(String field, String zh, String en) {
        problems.accept(new Problem(Severity.ERROR, entry.id(), field, zh, en));
    }

    private void warning(String field, String zh, String en) {
        problems.accept(new Problem(Severity.WARNING, entry.id(), field, zh, en));
    }
}
