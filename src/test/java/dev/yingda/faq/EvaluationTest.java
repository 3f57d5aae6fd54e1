package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import dev.yingda.faq.Evaluation.Asked;
import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Malformed;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.Matches.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

    @TempDir
    private Path folder;

    /// Four questions with an answer, two without; all numbers by hand.
    @Test
    void theMeasuresOfASmallCaseAreThoseByHand() {
        Evaluation evaluation = new Evaluation(List.of(in(0, 0.9, Verdict.SURE), in(0, 0.8, Verdict.SURE),
                in(1, 0.7, Verdict.SURE), in(-1, 0.3, Verdict.NONE), out(0.6, Verdict.CLOSE), out(0.75, Verdict.SURE)));

        assertEquals(0.5, evaluation.hits(1));
        assertEquals(0.75, evaluation.hits(3));
        // Pairs of one with and one without: .9 and .8 win twice, .7 once, .3 never.
        assertEquals(5 / 8.0, evaluation.separation(Kind.NEAR));
        // Answers from .8 on are all right; from .75 on 2 of 3.
        assertEquals(0.5, evaluation.recallAtP95());
        // 2 right of 3 with an answer and one without, which weighs 4 / 2 / 2.
        assertEquals(2 / 4.0, evaluation.precision());
        assertEquals(2 / 4.0, evaluation.plainPrecision());
        assertEquals(0.5, evaluation.answeredRightly());
    }

    @Test
    void questionsWithoutAnAnswerWeighHalfOfThoseWithOne() {
        Evaluation evaluation = new Evaluation(List.of(in(0, 0.9, Verdict.SURE), in(0, 0.9, Verdict.SURE),
                in(0, 0.9, Verdict.SURE), in(0, 0.9, Verdict.SURE), out(0.95, Verdict.SURE)));

        assertEquals(4 / 6.0, evaluation.precision());
        assertEquals(4 / 5.0, evaluation.plainPrecision());
        assertEquals(0, evaluation.recallAtP95());
    }

    @Test
    void filesAreReadLineByLine() throws IOException {
        Files.writeString(folder.resolve("e"),
                "{\"id\":\"a\",\"question\":\"一\",\"variants\":[\"二\"],\"answer\":null}\n\n{\"id\":\"b\",\"question\":\"三\"}\n");
        Files.writeString(folder.resolve("q"), "甲\ta|b\tin\n乙\tNONE\toos-far\n丙\n");

        LabelledSet set = LabelledSet.read("s", folder.resolve("e"), folder.resolve("q"));

        assertEquals(List.of(new FaqEntry("a", "", false, "一", List.of("二"), ""),
                new FaqEntry("b", "", false, "三", List.of(), "")), set.entries());
        assertEquals(List.of(new Query("甲", Set.of("a", "b"), Kind.IN), new Query("乙", Set.of(), Kind.FAR),
                new Query("丙", Set.of(), Kind.NEAR)), set.queries());
    }

    @Test
    void everyWrongLineIsNamed() throws IOException {
        Path file = folder.resolve("e");
        Files.writeString(file, "nonsense\n{\"id\":\"a\"}\n{\"id\":\"b\",\"question\":\"一\",\"variants\":[1]}\n");

        String message = String.valueOf(assertThrows(Malformed.class, () -> LabelledSet.entries(file)).getMessage());

        assertEquals(3, message.lines().count());
        assertEquals(file + ":2: question is missing", message.lines().toList().get(1));
        Files.writeString(file, "a\tb\tc\td\n");
        assertThrows(Malformed.class, () -> LabelledSet.queries(file));
    }

    private static Asked in(int place, double confidence, Verdict verdict) {
        return new Asked(new Query("?", Set.of("a"), Kind.IN), place, confidence, verdict, 1);
    }

    private static Asked out(double confidence, Verdict verdict) {
        return new Asked(new Query("?", Set.of(), Kind.NEAR), -1, confidence, verdict, 1);
    }
}
