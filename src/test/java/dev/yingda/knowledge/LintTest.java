package dev.yingda.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

import dev.yingda.faq.Synonyms;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.Knowledge.Topic;

import org.junit.jupiter.api.Test;

class LintTest {

    private static final Topic DELIVERY = new Topic("delivery", Map.of("zh-CN", "物流", "en", "Delivery"));
    private static final Entry SHIPS = new Entry("delivery-when-ships", "delivery", false, "什么时候发货?",
            List.of("几天能发货", "多久寄出", "怎么还不发货"), "{shop.shipHours}小时内发货。", false);

    @Test
    void aSoundKnowledgeBaseHasNoProblems() {
        assertEquals(List.of(), knowledge(SHIPS).problems());
    }

    @Test
    void anIdIsTopicAndWordsInKebabCase() {
        for (String id : List.of("delivery", "Delivery-when", "delivery_when", "delivery--when", "发货-时间",
                "a-" + "b".repeat(64))) {
            assertError(one(knowledge(SHIPS.withId(id))), id, "id");
        }
    }

    @Test
    void anIdIsUsedOnce() {
        Entry again = new Entry(SHIPS.id(), "delivery", false, "包邮吗?", List.of("要邮费吗", "邮费多少", "运费谁出"), "包邮。", false);

        assertError(one(knowledge(SHIPS, again)), SHIPS.id(), "id");
    }

    @Test
    void theTopicOfAnEntryExists() {
        Entry lost = new Entry("returns-how", "returns", false, "怎么退货?", List.of("退货流程", "不要了", "退回去"), "点退货。", false);

        assertError(one(knowledge(lost)), "returns-how", "topic");
    }

    @Test
    void aTopicHasASoundIdOnceAndTitlesInBothLanguages() {
        assertError(
                one(new Knowledge(List.of(new Topic("物流", DELIVERY.title())), List.of(), settings(), Synonyms.NONE)),
                "", "topic");
        assertError(one(new Knowledge(List.of(DELIVERY, DELIVERY), List.of(), settings(), Synonyms.NONE)), "", "topic");
        assertError(one(new Knowledge(List.of(new Topic("delivery", Map.of("zh-CN", "物流"))), List.of(), settings(),
                Synonyms.NONE)), "", "title");
    }

    @Test
    void aQuestionIsNeitherEmptyNorTooLong() {
        assertError(one(knowledge(question(" "))), SHIPS.id(), "question");
        assertError(one(knowledge(question("问".repeat(201)))), SHIPS.id(), "question");
    }

    @Test
    void anAnswerIsNeitherEmptyNorTooLong() {
        assertError(one(knowledge(answer(""))), SHIPS.id(), "answer");
        assertError(one(knowledge(answer("答".repeat(2001)))), SHIPS.id(), "answer");
    }

    @Test
    void anAnswerNamesOnlyFactsTheShopHas() {
        Problem unknown = one(knowledge(answer("{shop.shipDays}天内发货,{shop.shipHours}小时。")));

        assertError(unknown, SHIPS.id(), "answer");
        assertTrue(unknown.en().contains("{shop.shipDays}"));
        assertError(one(knowledge(answer("{name}您好"))), SHIPS.id(), "answer");
        assertEquals(List.of(), knowledge(answer("{shop.shipDays}").withDisabled(true)).problems());
    }

    @Test
    void aPhrasingIsNeitherEmptyNorTooLong() {
        assertError(one(knowledge(phrasings("几天能发货", "", "多久寄出"))), SHIPS.id(), "phrasings[1]");
        assertError(one(knowledge(phrasings("几天能发货", "多久寄出", "长".repeat(201)))), SHIPS.id(), "phrasings[2]");
    }

    @Test
    void anEntryHasAtMostFiftyPhrasings() {
        String[] many = IntStream.range(0, 51).mapToObj(n -> n + "天能发货").toArray(String[]::new);

        assertError(one(knowledge(phrasings(many))), SHIPS.id(), "phrasings");
    }

    @Test
    void fewPhrasingsAreWarnedOf() {
        assertWarning(one(knowledge(phrasings("几天能发货", "多久寄出"))), "phrasings");
    }

    @Test
    void aPhrasingThatIsTheQuestionIsWarnedOf() {
        assertWarning(one(knowledge(phrasings("几天能发货", "多久寄出", "亲,什么时候发货呢"))), "phrasings[2]");
    }

    @Test
    void aPhrasingThatIsThereTwiceIsWarnedOf() {
        assertWarning(one(knowledge(phrasings("几天能发货", "多久寄出", "多久 寄出?"))), "phrasings[2]");
    }

    @Test
    void twoEntriesCannotClaimTheSameWords() {
        Entry other = new Entry("delivery-late", "delivery", false, "发货晚了怎么办?", List.of("催发货", "太慢了", "请问多久寄出呢"),
                "抱歉。", false);
        Problem shared = one(knowledge(SHIPS, other));

        assertError(shared, "delivery-late", "phrasings[2]");
        assertTrue(shared.en().contains("delivery-when-ships") && shared.en().contains("delivery-late"));
        assertEquals(List.of(), knowledge(SHIPS, other.withDisabled(true)).problems());
    }

    @Test
    void aSettingHasASoundNameAndAValue() {
        SequencedMap<String, String> settings = new LinkedHashMap<>(Map.of("ship-hours", "48"));
        assertError(one(new Knowledge(List.of(), List.of(), settings, Synonyms.NONE)), "", "settings.ship-hours");

        settings = new LinkedHashMap<>(Map.of("shipHours", " "));
        assertError(one(new Knowledge(List.of(), List.of(), settings, Synonyms.NONE)), "", "settings.shipHours");
    }

    private static Problem one(Knowledge knowledge) {
        assertEquals(1, knowledge.problems().size(), () -> knowledge.problems().toString());
        return knowledge.problems().getFirst();
    }

    private static void assertError(Problem problem, String entry, String field) {
        assertTrue(problem.isError());
        assertEquals(entry, problem.entry());
        assertEquals(field, problem.field());
        assertFalse(problem.zh().isBlank() || problem.en().isBlank());
    }

    private static void assertWarning(Problem problem, String field) {
        assertFalse(problem.isError());
        assertEquals(field, problem.field());
    }

    private static Knowledge knowledge(Entry... entries) {
        return new Knowledge(List.of(DELIVERY), List.of(entries), settings(), Synonyms.NONE);
    }

    private static SequencedMap<String, String> settings() {
        return new LinkedHashMap<>(Collections.singletonMap("shipHours", "48"));
    }

    private static Entry question(String question) {
        return new Entry(SHIPS.id(), "delivery", false, question, SHIPS.phrasings(), SHIPS.answer(), false);
    }

    private static Entry answer(String answer) {
        return new Entry(SHIPS.id(), "delivery", false, SHIPS.question(), SHIPS.phrasings(), answer, false);
    }

    private static Entry phrasings(String... phrasings) {
        return new Entry(SHIPS.id(), "delivery", false, SHIPS.question(), List.of(phrasings), SHIPS.answer(), false);
    }
}
