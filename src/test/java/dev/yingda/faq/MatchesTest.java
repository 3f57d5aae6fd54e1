package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;

import dev.yingda.faq.Matches.Thresholds;
import dev.yingda.faq.Matches.Verdict;

import org.junit.jupiter.api.Test;

class MatchesTest {

    @Test
    void aConfidentAndClearBestIsSure() {
        assertEquals(Verdict.SURE, verdict(0.8));
        assertEquals(Verdict.SURE, verdict(0.7, 0.5));
    }

    @Test
    void aBestThatIsNotConfidentOrNotClearIsClose() {
        assertEquals(Verdict.CLOSE, verdict(0.69, 0.1));
        assertEquals(Verdict.CLOSE, verdict(0.75, 0.7));
        assertEquals(Verdict.CLOSE, verdict(0.3));
    }

    @Test
    void belowTheLowerThresholdNothingFits() {
        assertEquals(Verdict.NONE, verdict(0.29));
        assertEquals(Verdict.NONE, verdict());
    }

    @Test
    void thresholdsOutOfOrderAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Thresholds(0.3, 0.7, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Thresholds(1.1, 0.7, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Thresholds(Double.NaN, 0.7, 0.1));
    }

    private static Verdict verdict(double... confidences) {
        FaqEntry entry = new FaqEntry("a-b", "a", false, "q", List.of(), "a");
        List<Match> ranked = Arrays.stream(confidences).mapToObj(c -> new Match(entry, "q", 1, c)).toList();
        return new Matches("q", ranked, new Thresholds(0.7, 0.3, 0.1)).verdict();
    }
}
