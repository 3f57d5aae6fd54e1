package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.yingda.faq.Matches.Verdict;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FaqTest {

    private static final List<FaqEntry> ENTRIES = List.of(
            entry("delivery-when-ships", "什么时候发货？", "几天能发货", "怎么还不发货", "多久寄出"),
            entry("delivery-fee", "运费是多少？", "包邮吗", "邮费几块钱", "要付运费吗"),
            entry("returns-how", "怎么退货？", "退货流程", "不想要了怎么退", "七天无理由退货怎么申请"),
            entry("invoices-get", "怎么开发票？", "可以开发票吗", "发票在哪里下载", "能开专票吗"),
            small("small-talk-hello", "你好", "您好", "在吗"),
            small("small-talk-robot", "你是机器人吗？", "你是不是机器人啊"));

    private final Faq faq = faq(ENTRIES);

    @Test
    void aPhrasingWrittenTheSameIsCertain() {
        Matches matches = faq.match("亲，包邮吗？？");

        assertEquals("delivery-fee", matches.ranked().getFirst().entry().id());
        assertEquals("包邮吗", matches.ranked().getFirst().phrasing());
        assertEquals(1, matches.ranked().getFirst().confidence());
        assertEquals(Verdict.SURE, matches.verdict());
    }

    @Test
    void aQuestionInOtherWordsFindsItsEntryFirst() {
        assertEquals("returns-how", best("这个我不想要了，应该怎么退给你们"));
        assertEquals("delivery-when-ships", best("到底什么时候才给我发货"));
    }

    @Test
    void aSynonymIsAsGoodAsTheWord() {
        faq.publish(ENTRIES, new Synonyms(List.of("发票,税票")));

        assertEquals("invoices-get", best("税票能给吗"));
    }

    @Test
    void eachEntryIsRankedOnceAndBestFirst() {
        List<Match> ranked = faq.match("退货的运费发货").ranked();

        assertEquals(ranked.size(), ranked.stream().map(match -> match.entry().id()).distinct().count());
        assertEquals(ranked.stream().map(Match::confidence).sorted(java.util.Comparator.reverseOrder()).toList(),
                ranked.stream().map(Match::confidence).toList());
    }

    @Test
    void nothingInCommonMeansNoMatch() {
        assertEquals(List.of(), faq.match("zzz qqq").ranked());
        assertEquals(Verdict.NONE, faq.match("zzz qqq").verdict());
        assertEquals(List.of(), faq.match("").ranked());
        assertEquals(List.of(), faq(List.of()).match("什么时候发货").ranked());
    }

    @Test
    void aGreetingBeforeAQuestionIsNotSmallTalk() {
        assertEquals("delivery-when-ships", best("你好，在吗，什么时候发货"));
        assertEquals("delivery-fee", best("你好包邮吗"));
    }

    @Test
    void smallTalkIsKnownWholeInPartsOrWithATypo() {
        assertEquals("small-talk-hello", best("你好！"));
        assertEquals("small-talk-hello", best("您好，在吗"));
        assertEquals("small-talk-robot", best("你是不是机噐人啊"));
    }

    /// Seen to fail while small talk was known by its phrasings alone: then a question about deliveries came first.
    @Test
    void smallTalkIsKnownByItsMeaningTooButNotInAQuestionThatNamesIt() {
        assertEquals("small-talk-robot", best("跟我说话的是真人还是机器"));
        assertNotEquals(Verdict.SURE, faq.match("你们家有机器人玩具吗").verdict());
    }

    @Test
    void aLongMessageIsMatchedByItsBeginning() {
        assertEquals("delivery-fee", best("请问运费是多少" + "x".repeat(100_000)));
    }

    @Test
    void aPublicationThatFailsLeavesTheOldOne() {
        assertThrows(IllegalArgumentException.class,
                () -> faq.publish(List.of(), new Synonyms(List.of("快递 => => 物流"))));

        assertEquals(ENTRIES, faq.entries());
        assertEquals("delivery-fee", best("包邮吗"));
    }

    @Test
    void everyMatchSeesOnePublicationWhole() throws Exception {
        List<FaqEntry> others = ENTRIES.stream().map(entry -> new FaqEntry("new-" + entry.id(), entry.topic(),
                entry.smallTalk(), entry.question(), entry.phrasings(), entry.answer())).toList();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> running = IntStream.range(0, 8)
                    .mapToObj(_ -> CompletableFuture.runAsync(() -> matchUntil(done), readers)).toList();
            for (int i = 0; i < 40; i++) {
                faq.publish(i % 2 == 0 ? others : ENTRIES, Synonyms.NONE);
            }
            done.set(true);
            running.forEach(CompletableFuture::join);
        }
    }

    private void matchUntil(AtomicBoolean done) {
        while (!done.get()) {
            Set<Boolean> publications = faq.match("怎么退货和开发票，什么时候发货").ranked().stream()
                    .map(match -> match.entry().id().startsWith("new-")).collect(Collectors.toSet());
            assertEquals(1, publications.size());
        }
    }

    @Property(tries = 60)
    void everyPhrasingFindsItsOwnEntryWithCertainty(@ForAll("knowledge") List<FaqEntry> entries) {
        Faq any = faq(entries);

        for (FaqEntry entry : entries) {
            entry.wordings().forEach(text -> {
                Matches matches = any.match(text);
                assertTrue(matches.ranked().getFirst().entry().wordings().map(QuestionText::normalise)
                        .anyMatch(QuestionText.normalise(text)::equals));
                assertEquals(1, matches.ranked().getFirst().confidence());
                assertEquals(Verdict.SURE, matches.verdict());
            });
        }
    }

    @Provide
    Arbitrary<List<FaqEntry>> knowledge() {
        Arbitrary<String> text = Arbitraries.strings().withChars("发货退款运费尺码什么时候怎么吗呢亲你好在?？! aB9").ofMinLength(1)
                .ofMaxLength(12).filter(value -> !value.isBlank());
        Arbitrary<FaqEntry> entry = text.list().ofMinSize(1).ofMaxSize(5)
                .flatMap(texts -> Arbitraries.integers().between(0, 1_000_000).map(n -> new FaqEntry("e-" + n, "t",
                        n % 5 == 0, texts.getFirst(), texts.subList(1, texts.size()), "答")));
        return entry.list().ofMinSize(1).ofMaxSize(12).uniqueElements(FaqEntry::id);
    }

    private String best(String question) {
        return faq.match(question).ranked().stream().map(match -> match.entry().id()).findFirst().orElse("none");
    }

    private static Faq faq(List<FaqEntry> entries) {
        Faq faq = new Faq(Calibration.shipped(), Embeddings.none());
        faq.publish(entries, Synonyms.NONE);
        return faq;
    }

    private static FaqEntry entry(String id, String question, String... phrasings) {
        return new FaqEntry(id, id.split("-", 2)[0], false, question, List.of(phrasings), "亲，请看这里。");
    }

    private static FaqEntry small(String id, String question, String... phrasings) {
        return new FaqEntry(id, "small-talk", true, question, List.of(phrasings), "亲，您好。");
    }
}
