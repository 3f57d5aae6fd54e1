package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

import dev.yingda.faq.Matches.Verdict;

import org.junit.jupiter.api.Test;

/// Which entries may answer where and when, and with what.
class ConditionalMatchTest {

    private static final ZonedDateTime NOON = ZonedDateTime.of(2026, 6, 18, 12, 0, 0, 0, ZoneId.of("Asia/Shanghai"));

    private final Faq faq = new Faq(Calibration.shipped(), Embeddings.inMemory());

    ConditionalMatchTest() {
        faq.publish(List.of(
                entry("ships", "什么时候发货？", List.of("几天能发货", "多久寄出"), new Conditions(Mode.SMART, List.of("预售"), When.ANY,
                        List.of(new Variant(new When(null, null, null, Set.of(), Set.of("shipped")), "已经发出了")))),
                entry("sale", "活动期间什么时候发货？", List.of("几天能发货"), new Conditions(Mode.SMART, List.of(),
                        new When(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 20), null, Set.of(), Set.of()),
                        List.of())),
                entry("short-code", "码", List.of(), new Conditions(Mode.CONTAINS, List.of(), When.ANY, List.of())),
                entry("code", "优惠码", List.of("优惠码怎么填", "兑换码"), new Conditions(Mode.CONTAINS, List.of(), When.ANY,
                        List.of())),
                entry("secret", "芝麻开门", List.of(), new Conditions(Mode.EXACT, List.of(), When.ANY, List.of())),
                entry("fee", "运费是多少？", List.of("包邮吗", "邮费几块钱"), Conditions.NONE)), Synonyms.NONE);
    }

    @Test
    void anEntryOutOfItsDatesLeavesItsPhrasingToTheNext() {
        assertEquals("ships", best("几天能发货", NOON.plusDays(10), null).entry().id());
        assertEquals("ships", best("几天能发货", NOON, null).entry().id());
        assertEquals("sale", best("活动期间什么时候发货", NOON, null).entry().id());
        assertEquals("ships", best("活动期间什么时候发货", NOON.plusDays(10), null).entry().id());
    }

    @Test
    void theAnswerIsThatOfTheFirstVariantThatHolds() {
        assertEquals("已经发出了", best("多久寄出", NOON, "shipped").entry().answer());
        assertEquals("答ships", best("多久寄出", NOON, "paid").entry().answer());
        assertEquals("已经发出了", best("大概要多久才能寄出来呢", NOON, "shipped").entry().answer());
    }

    @Test
    void aNegativeKeywordKeepsEvenAnExactPhrasingAway() {
        assertTrue(faq.match("预售的什么时候发货").ranked().stream().noneMatch(match -> match.entry().id().equals("ships")));
        assertTrue(faq.match("什么时候发货").ranked().stream().anyMatch(match -> match.entry().id().equals("ships")));
    }

    @Test
    void aKeywordIsMatchedSurelyAndTheLongestWins() {
        Matches matches = faq.match("我那个优惠码输进去没反应");

        assertEquals("code", matches.ranked().getFirst().entry().id());
        assertEquals(1, matches.ranked().getFirst().confidence());
        assertEquals(Verdict.SURE, matches.verdict());
        assertEquals("short-code", faq.match("这个码是什么").ranked().getFirst().entry().id());
    }

    @Test
    void anExactEntryIsFoundByItsWordsAlone() {
        assertEquals("secret", faq.match("芝麻开门！").ranked().getFirst().entry().id());
        assertTrue(faq.match("芝麻开门吧快点").ranked().stream().noneMatch(match -> match.entry().id().equals("secret")));
    }

    @Test
    void whoIsAskedTwiceAnswersTheSameWayAfterAnotherWasBarred() {
        List<Match> before = faq.match("多久能寄出来呀").ranked();
        faq.match("多久能寄出来呀预售", new Situation(NOON, null, "shipped"));

        assertEquals(before, faq.match("多久能寄出来呀").ranked());
    }

    private Match best(String question, ZonedDateTime at, @org.jspecify.annotations.Nullable String orderState) {
        return faq.match(question, new Situation(at, null, orderState)).ranked().getFirst();
    }

    private static FaqEntry entry(String id, String question, List<String> phrasings, Conditions conditions) {
        return new FaqEntry(id, "t", false, question, phrasings, "答" + id, conditions);
    }
}
