package dev.yingda.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.yingda.faq.Conditions;
import dev.yingda.faq.Mode;
import dev.yingda.faq.Synonyms;
import dev.yingda.faq.Variant;
import dev.yingda.faq.When;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.Knowledge.Topic;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionsLintTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 20);
    private static final Entry SHIPS = new Entry("delivery-when-ships", "delivery", false, "什么时候发货?",
            List.of("几天能发货", "多久寄出", "怎么还不发货"), "48小时内发货。", false);
    private static final When SHIPPED = states("shipped");

    @Test
    void soundConditionsHaveNoProblems() {
        assertEquals(List.of(), problems(SHIPS.with(new Conditions(Mode.SMART, List.of("预售"),
                dates(TODAY, TODAY), List.of(new Variant(SHIPPED, "{shop.carriers}已发出"),
                        new Variant(states("refunding"), "退款中"))))));
    }

    @Test
    void anEntryThatIsOverIsWarnedOfUnlessItIsDisabled() {
        Entry over = SHIPS.with(new Conditions(Mode.SMART, List.of(), dates(null, TODAY.minusDays(1)), List.of()));

        assertWarning(one(over), "until");
        assertEquals(List.of(), problems(over.withDisabled(true)));
        assertEquals(List.of(), knowledge(over).problems());
        assertEquals(List.of(), problems(
                SHIPS.with(new Conditions(Mode.SMART, List.of(), dates(null, TODAY), List.of()))));
    }

    @Test
    void theFirstDayIsNotAfterTheLast() {
        assertError(one(SHIPS.with(new Conditions(Mode.SMART, List.of(), dates(TODAY.plusDays(1), TODAY), List.of()))),
                "until");
        assertError(one(variants(new Variant(dates(TODAY.plusDays(1), TODAY), "否"))), "variants[0].when.until");
    }

    @Test
    void aKeywordOfOneCharacterIsWarnedOf() {
        Entry keywords = entry("邮", List.of("包邮", "费？"));

        assertEquals(List.of("question", "phrasings[1]"), problems(keywords.with(mode(Mode.CONTAINS))).stream()
                .peek(problem -> assertFalse(problem.isError())).map(Problem::field).toList());
        assertEquals(List.of(), problems(keywords.with(mode(Mode.EXACT))));
    }

    @Test
    void fewPhrasingsAreEnoughWhereWordsAreCompared() {
        Entry one = entry("顺丰", List.of());

        assertEquals(List.of(), problems(one.with(mode(Mode.CONTAINS))));
        assertWarning(one(one), "phrasings");
    }

    @Test
    void aNegativeKeywordIsInNoPhrasingOfItsEntry() {
        Problem own = one(negative("预售", "寄出"));

        assertError(own, "not[1]");
        assertTrue(own.en().contains("多久寄出"), own.en());
        assertError(one(negative("什么时候")), "not[0]");
        assertEquals(List.of(), problems(negative("退货")));
    }

    @Test
    void namesAreNeitherEmptyNorTooLongNorTooMany() {
        assertError(one(negative(" ")), "not[0]");
        assertError(one(negative("长".repeat(65))), "not[0]");
        assertError(one(negative(IntStream.range(0, 21).mapToObj(n -> "词" + n).toArray(String[]::new))), "not");
        assertError(one(variants(new Variant(states(""), "空"))), "variants[0].when.orderStates");
        assertError(one(variants(new Variant(states(IntStream.range(0, 51).mapToObj(n -> "s" + n)
                .toArray(String[]::new)), "多"))), "variants[0].when.orderStates");
    }

    @Test
    void aVariantHasAnAnswerThatNamesOnlyFactsTheShopHas() {
        assertError(one(variants(new Variant(SHIPPED, " "))), "variants[0].answer");
        assertError(one(variants(new Variant(states("paid"), "已付款"), new Variant(SHIPPED, "{shop.none}"))),
                "variants[1].answer");
    }

    @Test
    void aVariantThatAnEarlierOneCoversIsWarnedOf() {
        assertWarning(one(variants(new Variant(SHIPPED, "已发"),
                new Variant(new When(TODAY, null, null, Collections.emptySet(), SHIPPED.orderStates()), "今天已发"))),
                "variants[1].when");
        assertEquals(List.of(), problems(variants(
                new Variant(new When(TODAY, null, null, Collections.emptySet(), SHIPPED.orderStates()), "今天已发"),
                new Variant(SHIPPED, "已发"))));
    }

    @Test
    void aVariantOutsideOfTheEntrysOwnConditionsIsWarnedOf() {
        When own = new When(TODAY, TODAY, null, Collections.emptySet(), SHIPPED.orderStates());
        for (When apart : List.of(states("paid"), dates(null, TODAY.minusDays(1)), dates(TODAY.plusDays(1), null))) {
            assertWarning(one(SHIPS.with(new Conditions(Mode.SMART, List.of(), own,
                    List.of(new Variant(apart, "不会"))))), "variants[0].when");
        }
    }

    @Test
    void aVariantThatAlwaysHoldsIsWarnedOf() {
        assertWarning(one(variants(new Variant(When.ANY, "总是"))), "variants[0].when");
    }

    @Test
    void aVariantThatIsOverIsWarnedOf() {
        assertWarning(one(variants(new Variant(dates(null, TODAY.minusDays(1)), "过了"))), "variants[0].when");
    }

    @Test
    void anEntryHasAtMostTenVariants() {
        assertError(one(variants(IntStream.range(0, 11).mapToObj(n -> new Variant(states("s" + n), "答"))
                .toArray(Variant[]::new))), "variants");
    }

    private static Problem one(Entry entry) {
        List<Problem> problems = problems(entry);
        assertEquals(1, problems.size(), problems::toString);
        return problems.getFirst();
    }

    private static List<Problem> problems(Entry entry) {
        return knowledge(entry).problems(TODAY);
    }

    private static void assertError(Problem problem, String field) {
        assertTrue(problem.isError(), problem::toString);
        assertEquals(field, problem.field());
        assertFalse(problem.zh().isBlank() || problem.en().isBlank());
    }

    private static void assertWarning(Problem problem, String field) {
        assertFalse(problem.isError(), problem::toString);
        assertEquals(field, problem.field());
        assertFalse(problem.zh().isBlank() || problem.en().isBlank());
    }

    private static Knowledge knowledge(Entry entry) {
        return new Knowledge(List.of(new Topic("delivery", Map.of("zh-CN", "物流", "en", "Delivery"))), List.of(entry),
                new LinkedHashMap<>(Map.of("carriers", "顺丰")), Synonyms.NONE);
    }

    private static Entry entry(String question, List<String> phrasings) {
        return new Entry("delivery-when-ships", "delivery", false, question, phrasings, "包邮。", false);
    }

    private static Entry negative(String... keywords) {
        return SHIPS.with(new Conditions(Mode.SMART, List.of(keywords), When.ANY, List.of()));
    }

    private static Entry variants(Variant... variants) {
        return SHIPS.with(new Conditions(Mode.SMART, List.of(), When.ANY, List.of(variants)));
    }

    private static Conditions mode(Mode mode) {
        return new Conditions(mode, List.of(), When.ANY, List.of());
    }

    private static When states(String... states) {
        return new When(null, null, null, Collections.emptySet(), new LinkedHashSet<>(List.of(states)));
    }

    private static When dates(@Nullable LocalDate from, @Nullable LocalDate until) {
        return new When(from, until, null, Collections.emptySet(), Collections.emptySet());
    }
}
