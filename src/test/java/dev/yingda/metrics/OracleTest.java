package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.StringWriter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/// Any history under any policy at any instant gives what the obvious implementation gives: every figure, every
/// breakdown, every round. (That the obvious one is right is shown by the worked examples, see [VectorsTest].)
class OracleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
    void a_replay_says_what_the_obvious_implementation_says(@ForAll long seed) {
        Case random = Case.random(seed);
        if (!agree(random)) {
            Case smallest = random.smallest(each -> !agree(each));
            assertEquals(obvious(smallest).toPrettyString(), replayed(smallest).toPrettyString(),
                    "seed " + seed + "\n" + smallest);
            fail("only the order of keys differs");
        }
    }

    private static boolean agree(Case each) {
        return obvious(each).equals(replayed(each));
    }

    /// As text and back, for a number is the same number however it was held.
    private static JsonNode obvious(Case each) {
        return read(Oracle.report(each.policy(), each.events(), each.asOf(), each.by(), each.withRounds()).toString());
    }

    private static JsonNode replayed(Case each) {
        Replay replay = Replay.of(each.policy(), each.asOf());
        each.events().forEach(replay::accept);
        StringWriter json = new StringWriter();
        replay.result(each.by(), each.withRounds()).writeJson(json);
        return read(json.toString());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
