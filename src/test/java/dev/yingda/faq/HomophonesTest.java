package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class HomophonesTest {

    private static final List<FaqEntry> ENTRIES = List.of(
            new FaqEntry("a", "t", false, "怎么申请退款", List.of("退款什么时候到账", "我要退款"), ""),
            new FaqEntry("b", "t", false, "可以开发票吗", List.of("发票抬头怎么改"), ""));

    @Test
    void aPairThatOnlySoundsLikeOneOfTheShopsIsPutRight() {
        assertEquals("我要退款", corrected("我要退宽"));
        assertEquals("开发票", corrected("开法票"));
        assertEquals("退款到账了没", corrected("腿款到帐了没"));
    }

    @Test
    void whatIsAWordItselfOrSoundsLikeNothingStays() {
        assertEquals("怎么退款", corrected("怎么退款"));
        assertEquals("坐款", corrected("坐款"));
        assertEquals("今天天气", corrected("今天天气"));
    }

    /// 法票 sounds like the shop's 发票, but the 法 of 办法 was meant.
    @Test
    void aCharacterInsideAKnownWordStays() {
        assertEquals("有办法票吗", corrected("有办法票吗"));
    }

    @Test
    void theMatcherReadsBothWaysAndTakesTheBetter() {
        Faq faq = new Faq(Calibration.shipped(), Embeddings.inMemory());
        faq.publish(ENTRIES, Synonyms.NONE);

        assertEquals("a", faq.match("我想要退宽").ranked().getFirst().entry().id());
        assertEquals("b", faq.match("法飘能开不").ranked().getFirst().entry().id());
    }

    @Test
    void noiseIsTheSameForTheSameSeedAndChangesOneCharacter() {
        String noisy = Noise.HOMOPHONE.on("怎么申请退款", new Random(3));

        assertEquals(noisy, Noise.HOMOPHONE.on("怎么申请退款", new Random(3)));
        assertNotEquals("怎么申请退款", noisy);
        assertEquals(6, noisy.length());
        assertEquals("怎麼申請退款", Noise.TRADITIONAL.on("怎么申请退款", new Random(3)));
        assertEquals("hello", Noise.HOMOPHONE.on("hello", new Random(3)));
    }

    private static String corrected(String text) {
        Indexer indexer = new Indexer(Embeddings.none());
        Snapshot snapshot = indexer.build(ENTRIES, Synonyms.NONE, indexer.empty());
        Words words = new Words(null);
        return Homophones.corrected(text, () -> words.of(text), snapshot.lexicon(), snapshot.dictionary()).orElse(text);
    }
}
