package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

class SynonymsTest {

    @Test
    void groupsMappingsCommentsAndBlankLinesAreFine() {
        assertEquals(List.of(), Synonyms.problems(List.of("# words", "", "快递,物流", "拍下 => 下单")));
    }

    @Test
    void everyBadLineIsNamedWithItsNumber() {
        List<Synonyms.Problem> problems = Synonyms.problems(List.of("快递,物流", "alone", "a => b => c", ""));

        assertEquals(List.of(2, 3), problems.stream().map(Synonyms.Problem::line).toList());
    }

    @Test
    void badLinesAreNoSynonyms() {
        assertThrows(IllegalArgumentException.class, () -> new Synonyms(List.of("alone")));
    }
}
