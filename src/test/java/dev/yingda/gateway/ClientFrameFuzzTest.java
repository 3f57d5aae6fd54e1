package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever a client sends is a frame or is told to be none; nothing else comes of it.
///
/// In the ordinary run the seeds are tried, which are kept under src/test/resources beside what a fuzzer once found. With
/// `JAZZER_FUZZ=1` in the environment the fuzzer looks for more: docs/testing.md.
class ClientFrameFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void anyTextIsAFrameOrInvalid(byte[] bytes) {
        String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(decoded(text), decoded(text), "the same text is not the same frame");
    }

    private static String decoded(String text) {
        try {
            return ClientFrame.decode(text).toString();
        } catch (Invalid e) {
            return e.field() + ": " + e.english() + " / " + e.chinese();
        }
    }
}
