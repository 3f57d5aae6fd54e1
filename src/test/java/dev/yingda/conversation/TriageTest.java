package dev.yingda.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;

import dev.yingda.conversation.Decision.Rule;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriageTest {

    private static final FaqEntry SHIP = new FaqEntry("ship", "delivery", false, "多久发货?", List.of(), "48 小时内");
    private static final FaqEntry ARRIVE = new FaqEntry("arrive", "delivery", false, "几天能到?", List.of(), "2-4 天");
    private static final FaqEntry HELLO = new FaqEntry("hello", "small-talk", true, "你好", List.of(), "在的");
    private static final Matches.Thresholds THRESHOLDS = new Matches.Thresholds(0.8, 0.4, 0.1);

    private static Conversation fresh() {
        return Conversation.opened(new Logged(new ConversationId("c1"), 1, 1, Instant.EPOCH,
                new Event.Opened(new BuyerId("b1"))));
    }

    private static Conversation after(Event... events) {
        Conversation state = fresh();
        for (Event event : events) {
            state = state.apply(new Logged(state.id(), 1, state.position().seq() + 1, Instant.EPOCH, event));
        }
        return state;
    }

    private static Matches matches(Match... ranked) {
        return new Matches("?", List.of(ranked), THRESHOLDS);
    }

    private static Match match(FaqEntry entry, double confidence) {
        return new Match(entry, entry.question(), confidence, confidence);
    }

    @Test
    void answersWhenOneEntryIsClearlyMeant() {
        Decision decision = Triage.decide(fresh(), "多久发货", matches(match(SHIP, 0.95), match(ARRIVE, 0.3)));
        assertEquals(new Decision.Answer(SHIP, 0.95, Rule.SURE), decision);
    }

    @Test
    void asksBackWhenTwoAreClose() {
        Decision decision = Triage.decide(fresh(), "多久", matches(match(SHIP, 0.85), match(ARRIVE, 0.82)));
        assertEquals(new Decision.Clarify(List.of(SHIP, ARRIVE), Rule.CLOSE), decision);
    }

    @Test
    void neverOffersSmallTalkAsAChoice() {
        Decision decision = Triage.decide(fresh(), "多久", matches(match(HELLO, 0.6), match(ARRIVE, 0.58)));
        assertEquals(new Decision.Clarify(List.of(ARRIVE), Rule.CLOSE), decision);
    }

    @Test
    void handsOffWhenNothingFits() {
        assertEquals(new Decision.HandOff(Rule.NO_MATCH), Triage.decide(fresh(), "今天天气如何", matches()));
    }

    @Test
    void handsOffRatherThanAskBackTwice() {
        Conversation asked = after(new Event.BuyerMessage("m2", null, "多久", false),
                new Event.BotMessage("m3", Event.BotKind.CLARIFY, "?", 2, null, List.of()));
        assertEquals(new Decision.HandOff(Rule.REPEATED_MISS),
                Triage.decide(asked, "就是那个", matches(match(SHIP, 0.5))));
    }

    @Test
    void anAnswerForgivesAnEarlierMiss() {
        Conversation helped = after(new Event.BuyerMessage("m2", null, "多久", false),
                new Event.BotMessage("m3", Event.BotKind.CLARIFY, "?", 2, null, List.of()),
                new Event.BuyerMessage("m4", null, "多久发货?", false),
                new Event.BotMessage("m5", Event.BotKind.ANSWER, "48 小时", 4, "ship", List.of()));
        assertInstanceOf(Decision.Clarify.class, Triage.decide(helped, "多久", matches(match(SHIP, 0.5))));
    }

    @Test
    void neverTalksOnAfterTheHandOff() {
        Conversation waiting = after(new Event.HandedOff("asked", 0));
        Conversation served = after(new Event.HandedOff("asked", 0), new Event.Assigned(new AgentId("lin")));
        Matches sure = matches(match(SHIP, 1.0));
        assertEquals(new Decision.Silent(Rule.PEOPLE_SERVE), Triage.decide(waiting, "多久发货?", sure));
        assertEquals(new Decision.Silent(Rule.PEOPLE_SERVE), Triage.decide(served, "转人工", sure));
    }

    @Test
    void aWishForAPersonGoesBeforeAnyAnswer() {
        assertEquals(new Decision.HandOff(Rule.ASKED),
                Triage.decide(fresh(), "我要转人工客服", matches(match(SHIP, 1.0))));
    }

    @Test
    void aCourtesyThatTheFaqDoesNotKnowIsNoMiss() {
        assertEquals(new Decision.Silent(Rule.COURTESY), Triage.decide(fresh(), "好的谢谢", matches()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"转人工", "人工", "人工客服", "我要找真人", "帮我转一下人工", "给我转个客服", "叫客服来", "人工!!", "不要机器人",
            "有没有人工", "I want to talk to a human", "real person please", "人工在吗", "我不想跟机器人说话"})
    void hearsAWishForAPerson(String text) {
        assertTrue(Triage.asksForPerson(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"什么时候发货", "你是机器人吗", "这是人工编织的吗", "客服电话多少", "手工皂有吗", "没人", "机器人玩具有货吗"})
    void doesNotHearOneWhereThereIsNone(String text) {
        assertFalse(Triage.asksForPerson(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"谢谢", "好的", "好的,谢谢亲", "嗯嗯", "👍", "OK", "知道了", "再见", "thanks", "好哒~", "行吧", "Thank you!"})
    void knowsACourtesy(String text) {
        assertTrue(Courtesy.is(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"谢谢,什么时候发货", "?", "好的那我怎么退", "可以便宜点吗", "在吗", "你好", "ok what about refunds"})
    void knowsWhatIsMoreThanACourtesy(String text) {
        assertFalse(Courtesy.is(text));
    }
}
