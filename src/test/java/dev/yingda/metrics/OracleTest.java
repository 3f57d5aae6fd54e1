package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Logged;

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

    @Property(shrinking = ShrinkingMode.OFF)
    void a_replay_says_what_the_obvious_implementation_says(@ForAll long seed) {
        Case random = Case.random(seed);
        if (!agree(random)) {
            Case smallest = random.smallest(each -> !agree(each));
            assertEquals(obvious(smallest.policy(), smallest).toPrettyString(),
                    replayed(smallest.policy(), smallest).toPrettyString(),
                    "seed " + seed + "\n" + smallest);
            fail("only the order of keys differs");
        }
    }

    /// Without the rounds, which such a replay does not keep.
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void one_conversation_after_another_it_says_the_same(@ForAll long seed) {
        Case random = Case.random(seed);
        Map<ConversationId, List<Logged>> conversations = new LinkedHashMap<>();
        random.events().forEach(
                each -> conversations.computeIfAbsent(each.conversation(), _ -> new ArrayList<>()).add(each));
        Replay replay = Replay.inTurn(random.policy(), random.asOf());
        conversations.values().forEach(each -> each.forEach(replay::accept));
        assertEquals(
                read(Oracle.report(random.policy(), random.events(), random.asOf(), random.by(), false).toString()),
                read(Histories.json(replay.result(random.by(), false))), random::toString);
    }

    private static boolean agree(Case each) {
        Policy policy = each.policy();
        return obvious(policy, each).equals(replayed(policy, each));
    }

    /// As text and back, for a number is the same number however it was held.
    private static JsonNode obvious(Policy policy, Case each) {
        return read(Oracle.report(policy, each.events(), each.asOf(), each.by(), each.withRounds()).toString());
    }

    private static JsonNode replayed(Policy policy, Case each) {
        Replay replay = Replay.of(policy, each.asOf());
        each.events().forEach(replay::accept);
        return read(Histories.json(replay.result(each.by(), each.withRounds())));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
