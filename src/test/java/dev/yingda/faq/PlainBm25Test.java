package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class PlainBm25Test {

    private static final PlainBm25 PLAIN = new PlainBm25(List.of(
            new FaqEntry("refund", "t", false, "怎么申请退款", List.of("退款什么时候到账"), ""),
            new FaqEntry("invoice", "t", false, "可以开发票吗", List.of(), "")));

    @Test
    void anEntryScoresWhatItsBestPhrasingScores() {
        Map<String, Double> ranked = PLAIN.rank("退款到账了吗");

        assertEquals("refund", ranked.keySet().iterator().next());
        assertTrue(ranked.getOrDefault("refund", 0.0) > PLAIN.rank("退款").getOrDefault("refund", 9.0), ranked::toString);
    }

    @Test
    void whatSharesNoWordIsNotFound() {
        assertEquals(Map.of(), PLAIN.rank("天气"));
        assertEquals(Map.of(), PLAIN.rank("!!!"));
    }
}
