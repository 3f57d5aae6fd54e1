package dev.yingda.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.yingda.conversation.Decision.Rule;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriageTest {

    private static final FaqEntry SHIP = new FaqEntry("ship", "delivery", false, "多久发货?", List.of(), "48 小时内");
    private static final FaqEntry ARRIVE = new FaqEntry("arrive", "delivery", false, "几天能到?", List.of(), "2-4 天");
    private static final FaqEntry HELLO = new FaqEntry("hello", "small-talk", true, "你好", List.of(), "在的");
    private static final Matches.Thresholds THRESHOLDS = new Matches.Thresholds(0.8, 0.4, 0.1);

    private static final ShopRules SHOP = new ShopRules(Words.read("批发、团购, VIP"), ShopRules.COMPLAINTS,
            ServiceHours.ALWAYS);

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

    private static Decision decide(Conversation state, String text, Matches matches) {
        return Triage.decide(Asked.in(state, text, null, matches), SHOP);
    }

    private static Decision tapped(Conversation state, FaqEntry entry, Matches matches) {
        return Triage.decide(Asked.in(state, entry.question(), entry.id(), matches), SHOP);
    }

    private static Matches matches(Match... ranked) {
        return new Matches("?", List.of(ranked), THRESHOLDS);
    }

    private static Match match(FaqEntry entry, double confidence) {
        return new Match(entry, entry.question(), confidence, confidence);
    }

    @Test
    void answersWhenOneEntryIsClearlyMeant() {
        Decision decision = decide(fresh(), "多久发货", matches(match(SHIP, 0.95), match(ARRIVE, 0.3)));
        assertEquals(new Decision.Answer(SHIP, 0.95, Rule.SURE), decision);
    }

    @Test
    void asksBackWhenTwoAreClose() {
        Decision decision = decide(fresh(), "多久", matches(match(SHIP, 0.85), match(ARRIVE, 0.82)));
        assertEquals(new Decision.Clarify(List.of(SHIP, ARRIVE), Rule.CLOSE), decision);
    }

    @Test
    void neverOffersSmallTalkAsAChoice() {
        Decision decision = decide(fresh(), "多久", matches(match(HELLO, 0.6), match(ARRIVE, 0.58)));
        assertEquals(new Decision.Clarify(List.of(ARRIVE), Rule.CLOSE), decision);
    }

    @Test
    void handsOffWhenNothingFits() {
        assertEquals(new Decision.HandOff(Rule.NO_MATCH), decide(fresh(), "今天天气如何", matches()));
    }

    @Test
    void handsOffRatherThanAskBackTwice() {
        Conversation asked = after(new Event.BuyerMessage("m2", null, "多久", false),
                new Event.BotMessage("m3", Event.BotKind.CLARIFY, "?", 2, null, List.of()));
        assertEquals(new Decision.HandOff(Rule.REPEATED_MISS),
                decide(asked, "就是那个", matches(match(SHIP, 0.5))));
    }

    @Test
    void anAnswerForgivesAnEarlierMiss() {
        Conversation helped = after(new Event.BuyerMessage("m2", null, "多久", false),
                new Event.BotMessage("m3", Event.BotKind.CLARIFY, "?", 2, null, List.of()),
                new Event.BuyerMessage("m4", null, "多久发货?", false),
                new Event.BotMessage("m5", Event.BotKind.ANSWER, "48 小时", 4, "ship", List.of()));
        assertInstanceOf(Decision.Clarify.class, decide(helped, "多久", matches(match(SHIP, 0.5))));
    }

    @Test
    void neverTalksOnAfterTheHandOff() {
        Conversation waiting = after(new Event.HandedOff("asked", 0));
        Conversation served = after(new Event.HandedOff("asked", 0), new Event.Assigned(new AgentId("lin")));
        Matches sure = matches(match(SHIP, 1.0));
        assertEquals(new Decision.Silent(Rule.PEOPLE_SERVE), decide(waiting, "多久发货?", sure));
        assertEquals(new Decision.Silent(Rule.PEOPLE_SERVE), decide(served, "转人工", sure));
    }

    @Test
    void aWishForAPersonGoesBeforeAnyAnswer() {
        assertEquals(new Decision.HandOff(Rule.ASKED),
                decide(fresh(), "我要转人工客服", matches(match(SHIP, 1.0))));
    }

    @Test
    void aCourtesyThatTheFaqDoesNotKnowIsNoMiss() {
        assertEquals(new Decision.Silent(Rule.COURTESY), decide(fresh(), "好的谢谢", matches()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"转人工", "人工", "人工客服", "我要找真人", "帮我转一下人工", "给我转个客服", "叫客服来", "人工!!", "不要机器人",
            "有没有人工", "I want to talk to a human", "real person please", "人工在吗", "我不想跟机器人说话", "别再和机器聊了行不"})
    void hearsAWishForAPerson(String text) {
        assertTrue(Triage.asksForPerson(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"什么时候发货", "你是机器人吗", "这是人工编织的吗", "客服电话多少", "手工皂有吗", "没人", "机器人玩具有货吗", "先别发机器，我改个地址"})
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

    @Test
    void theRulesStandInTheOrderInWhichTheyAreListed() {
        List<Rule> lines = new ArrayList<>(List.of(Rule.values()));
        lines.remove(Rule.MATCHER_FAILED);
        assertEquals(lines, Triage.rules());
    }

    @Test
    void aTapIsAnAnswerEvenAfterAMissAndWhateverItsWordsAre() {
        FaqEntry complain = new FaqEntry("complain", "complaints", false, "怎么投诉商家?", List.of(), "在订单里");
        Conversation asked = after(new Event.BuyerMessage("m2", null, "投诉", false),
                new Event.BotMessage("m3", Event.BotKind.CLARIFY, "?", 2, null, List.of()));
        assertEquals(new Decision.Answer(complain, 1, Rule.CHOSEN),
                tapped(asked, complain, matches(match(SHIP, 0.6), match(complain, 0.58))));
    }

    @Test
    void aTapOnAnEntryThatNoLongerAppliesIsReadAsText() {
        assertEquals(new Decision.HandOff(Rule.NO_MATCH), tapped(fresh(), SHIP, matches()));
    }

    @Test
    void courtesyAndSmallTalkAreNoMissAndForgiveNone() {
        Conversation asked = after(new Event.BuyerMessage("m2", null, "多久", false),
                new Event.BotMessage("m3", Event.BotKind.CLARIFY, "?", 2, null, List.of()));
        assertEquals(new Decision.Silent(Rule.COURTESY), decide(asked, "好的谢谢", matches(match(HELLO, 0.5))));
        assertEquals(new Decision.Answer(HELLO, 1, Rule.SURE), decide(asked, "你好", matches(match(HELLO, 1))));
        assertEquals(new Decision.HandOff(Rule.REPEATED_MISS), decide(asked, "天气", matches()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"我要投诉你们", "再不处理我就打12315了", "我要曝光!", "已经找律师了", "你们卖假货", "消协见", "I will file a complaint",
            "LAWSUIT",
            "１２３１５", "报警处理"})
    void hearsAComplaintBeforeAnyAnswer(String text) {
        assertEquals(new Decision.HandOff(Rule.COMPLAINT), decide(fresh(), text, matches(match(SHIP, 1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"是不是假货", "订单 8812315007 到哪了", "what is the issue with my order", "你们是正品吗", "uncomplaining"})
    void doesNotHearAComplaintWhereThereIsNone(String text) {
        assertInstanceOf(Decision.Answer.class, decide(fresh(), text, matches(match(SHIP, 1))));
    }

    @Test
    void theShopsOwnWordsCallAPerson() {
        assertEquals(new Decision.HandOff(Rule.KEYWORD), decide(fresh(), "批发什么价", matches(match(SHIP, 1))));
        assertEquals(new Decision.HandOff(Rule.KEYWORD), decide(fresh(), "我是vip会员", matches(match(SHIP, 1))));
        assertInstanceOf(Decision.Answer.class, decide(fresh(), "vipshop", matches(match(SHIP, 1))));
    }

    @Test
    void aShopMayHaveOtherWordsOrNone() {
        ShopRules own = ShopRules.of(Map.of("complaintWords", "赔钱\n差评", "handOffWords", "无", "hours", "9:00-18:00"));
        assertEquals(List.of("赔钱", "差评"), own.complaint().words());
        assertEquals(Words.NONE, own.handOff());
        assertEquals("09:00-18:00", own.hours().toString());
        assertEquals(ShopRules.PRESET, ShopRules.of(Map.of("hours", "周末不在")));
    }

    @Test
    void everyDecisionIsExplained() {
        Explanation complaint = Explanation.of(Asked.first("我要打12315", matches()), SHOP);
        assertEquals("投诉关键词：“12315”。", complaint.basis().zh());
        assertEquals("出现了投诉关键词，转人工。", complaint.decision().rule().sentence().zh());
        Explanation close = Explanation.of(Asked.first("多久", matches(match(SHIP, 0.85), match(ARRIVE, 0.82))), SHOP);
        assertEquals("clarify", close.decision().kind());
        assertEquals("The nearest entry has a confidence of 85%, the next 82%; an answer takes 80% and a lead of 10%,"
                + " asking which takes 40%.", close.basis().en());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"9:00-23:00|09:00|true", "9:00-23:00|22:59|true", "9:00-23:00|23:00|false",
            "9:00-23:00|08:59|false", "20:00-2:00|01:59|true", "20:00-2:00|02:00|false", "20:00-2:00|20:00|true",
            "9:00-12:00、14:00-18:00|13:00|false", "9:00-12:00, 14:00～18:00|14:00|true", "18:00-24:00|23:59|true",
            "18：00至24：00|00:00|false", "24小时|03:00|true", "全天|03:00|true"})
    void knowsTheHours(String written, LocalTime time, boolean open) {
        assertEquals(open, ServiceHours.read(written).orElseThrow().contain(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9-23", "25:00-26:00", "9:60-10:00", "周一至周五 9:00-18:00", "9:00"})
    void hoursThatCannotBeReadAreNone(String written) {
        assertEquals(Optional.empty(), ServiceHours.read(written));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"true|12:00|notice|已为您转接人工客服", "true|03:00|notice|已为您转接人工客服",
            "false|12:00|away|现在没有客服在线",
            "false|03:00|away|人工客服 09:00-23:00 在线"})
    void theNoticeSaysWhenPeopleAreBack(boolean someone, LocalTime now, String kind, String says) {
        ServiceHours hours = ServiceHours.read("9:00-23:00").orElseThrow();
        Event.BotMessage notice = Notices.handedOff("m5", Rule.COMPLAINT, "我要投诉", 2,
                new Notices.Staffing(someone, hours, now));
        assertEquals(kind, notice.kind().wire());
        String text = Objects.requireNonNull(notice.text());
        assertTrue(text.startsWith("很抱歉给您带来不好的体验，") && text.contains(says), text);
    }
}
