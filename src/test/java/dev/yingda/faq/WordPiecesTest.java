package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class WordPiecesTest {

    private static final String[] VOCABULARY = {"[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "你", "好", "!",
            "cafe", "a"};

    @Test
    void aWordIsCutIntoTheLongestPiecesFromItsStart() throws IOException {
        assertArrayEquals(new long[]{1, 3, 4, 5, 2}, pieces().ids("unaffable", 10));
        assertArrayEquals(new long[]{1, 0, 2}, pieces().ids("unaffablex", 10));
    }

    @Test
    void chineseCharactersAndSignsAreWordsOfTheirOwn() throws IOException {
        assertArrayEquals(new long[]{1, 6, 7, 8, 3, 8, 2}, pieces().ids("你好!un!", 10));
    }

    @Test
    void capitalsAndAccentsDoNotMatter() throws IOException {
        assertArrayEquals(new long[]{1, 9, 2}, pieces().ids("CAF\u00c9", 10));
        assertArrayEquals(new long[]{1, 6, 7, 2}, pieces().ids("你\u200d\u0000好", 10));
    }

    @Test
    void aLongTextIsCutAndStillEnds() throws IOException {
        assertArrayEquals(new long[]{1, 6, 6, 2}, pieces().ids("你".repeat(50), 4));
        assertArrayEquals(new long[]{1, 0, 2}, pieces().ids("a".repeat(101), 10));
        assertEquals(2, pieces().ids("", 10).length);
    }

    @Test
    void aVocabularyWithoutTheMarksIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> read("{\"model\":{\"vocab\":{\"a\":0}}}"));
    }

    private static WordPieces pieces() throws IOException {
        StringBuilder json = new StringBuilder("{\"added\":[{\"id\":7}],\"model\":{\"vocab\":{");
        for (int i = 0; i < VOCABULARY.length; i++) {
            json.append(i == 0 ? "" : ",").append('"').append(VOCABULARY[i]).append("\":").append(i);
        }
        return read(json.append("}}}").toString());
    }

    private static WordPieces read(String json) throws IOException {
        return WordPieces.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
