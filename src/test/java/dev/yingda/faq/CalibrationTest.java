package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final List<FaqEntry> ENTRIES = IntStream.range(0, 12).mapToObj(CalibrationTest::entry).toList();

    @Test
    void isReadAsItWasWritten() {
        Calibration shipped = Calibration.shipped();

        assertEquals(shipped, Calibration.read(shipped.json()));
    }

    @Test
    void fittingTwiceGivesTheSame() {
        Calibration first = Calibration.fit(ENTRIES, Synonyms.NONE, "test");

        assertEquals(first.json(), Calibration.fit(ENTRIES, Synonyms.NONE, "test").json());
        assertEquals("12 entries, 48 phrasings", first.fittedOn());
        assertTrue(first.weights().values().stream().allMatch(weight -> weight >= 0));
    }

    @Test
    void whatIsNoCalibrationIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Calibration.read("{}"));
        assertThrows(IllegalArgumentException.class, () -> Calibration.read("weights: 1"));
        assertThrows(IllegalArgumentException.class,
                () -> Calibration.read(Calibration.shipped().json().replace("entry-words", "entry-wards")));
    }

    @Test
    void aHandfulOfEntriesIsTooFewToFitOn() {
        assertThrows(IllegalArgumentException.class,
                () -> Calibration.fit(ENTRIES.subList(0, 5), Synonyms.NONE, "test"));
    }

    private static FaqEntry entry(int n) {
        String thing = "运费发票尺码退货换货优惠积分会员物流地址密码颜色".substring(2 * n, 2 * n + 2);
        return new FaqEntry("t-" + n, "topic-" + n % 3, false, thing + "怎么办",
                List.of(thing + "在哪里看", "请问" + thing + "多少", "我的" + thing + "有问题"), thing + "请看详情页");
    }
}
