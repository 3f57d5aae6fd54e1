package dev.yingda.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;
import dev.yingda.faq.Situation;

import org.junit.jupiter.api.Test;

/// A question that comes in pieces is one question and gets one reaction. Time passes here by [#timePasses] alone.
class BurstTest {

    private static final BuyerId BUYER = new BuyerId("b1");
    private static final FaqEntry FEE = new FaqEntry("fee", "returns", false, "退货要运费吗?", List.of(), "质量问题不要");
    private static final FaqEntry HELLO = new FaqEntry("hello", "small-talk", true, "你好", List.of(), "在的");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T01:00:00Z"), ZoneId.of("Asia/Shanghai"));

    private final MemoryLog log = new MemoryLog();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<String> asked = new ArrayList<>();
    private final List<Situation> situations = new ArrayList<>();
    private Queue<Runnable> later = new ArrayDeque<>();
    private Conversations conversations = start();

    private Conversations start() {
        later = new ArrayDeque<>();
        Queue<Runnable> tasks = later;
        Bot bot = new Bot(this::match, () -> ShopRules.PRESET, () -> true, CLOCK, Duration.ofMillis(2500));
        return new Conversations(log, bot, (task, after) -> {
            assertEquals(Duration.ofMillis(2500), after);
            tasks.add(task);
        }, CLOCK, () -> new ConversationId("c" + ids.incrementAndGet()), 1000);
    }

    private Matches match(String question, Situation situation) {
        asked.add(question);
        situations.add(situation);
        List<Match> ranked = question.contains("退") && question.contains("运费")
                ? List.of(new Match(FEE, FEE.question(), 1, 0.95))
                : question.equals("你好")
                        ? List.of(new Match(HELLO, HELLO.question(), 1, 1))
                        : question.contains("退") ? List.of(new Match(FEE, FEE.question(), 1, 0.5)) : List.of();
        return new Matches(question, ranked, new Matches.Thresholds(0.8, 0.4, 0.1));
    }

    private ConversationId id() {
        return new ConversationId("c1");
    }

    private Outcome.Done says(String text) {
        return says(text, About.NOTHING);
    }

    private Outcome.Done says(String text, About about) {
        return assertInstanceOf(Outcome.Done.class,
                conversations.handle(new Command.BuyerSays(BUYER, ids.get() == 0 ? null : id(),
                        UUID.randomUUID().toString(), text, null, about)).join());
    }

    /// Everything that waits runs now, and is done.
    private void timePasses() {
        while (!later.isEmpty()) {
            later.remove().run();
        }
        // Commands of one conversation are done in order: when this one is, those before are.
        conversations.handle(new Command.CloseIdle(id())).join();
    }

    private List<Event> reactions() {
        return log.after(id(), 0, 100).stream().map(Logged::event)
                .filter(event -> event instanceof Event.BotMessage || event instanceof Event.HandedOff).toList();
    }

    private Event.BotMessage onlyAnswer() {
        assertEquals(1, reactions().size(), reactions().toString());
        return assertInstanceOf(Event.BotMessage.class, reactions().getFirst());
    }

    @Test
    void piecesAreAnsweredOnceAsSoonAsTheyMakeAQuestion() {
        says("亲");
        says("退货");
        assertEquals(List.of(), reactions());
        Outcome.Done last = says("要运费吗");
        assertEquals("质量问题不要", onlyAnswer().text());
        assertEquals(last.seq(), onlyAnswer().replyTo());
        timePasses();
        assertEquals("质量问题不要", onlyAnswer().text());
    }

    @Test
    void whatDoesNotGoOnIsReactedToAfterAWhile() {
        Outcome.Done done = says("退货");
        assertEquals(List.of(), reactions());
        timePasses();
        assertEquals(Event.BotKind.CLARIFY, onlyAnswer().kind());
        assertEquals(done.seq(), onlyAnswer().replyTo());
        assertEquals("m3", onlyAnswer().id());
    }

    @Test
    void theReactionIsToTheJoinedTextOfAll() {
        says("那个");
        says("有人");
        timePasses();
        assertEquals("那个 有人", asked.getLast());
        assertEquals(List.of("no-match"), reactions().stream().filter(Event.HandedOff.class::isInstance)
                .map(event -> String.valueOf(((Event.HandedOff) event).reason())).toList());
        assertEquals(Phase.WAITING, conversations.find(id()).orElseThrow().phase());
    }

    @Test
    void aLongMessageIsReactedToAtOnceTogetherWithWhatWaited() {
        says("退货");
        says("我上周买的那件大衣颜色和图片上完全不一样");
        assertEquals("退货 我上周买的那件大衣颜色和图片上完全不一样", asked.get(asked.size() - 2));
        assertEquals(Event.BotKind.CLARIFY, onlyAnswer().kind());
    }

    @Test
    void aBuyerWhoNeverStopsIsReactedToAllTheSame() {
        for (int i = 0; i < 8; i++) {
            says("还有一个事情");
        }
        assertTrue(reactions().getFirst() instanceof Event.HandedOff, reactions().toString());
    }

    @Test
    void aGreetingDoesNotSwallowWhatWasAskedBeforeIt() {
        says("退货");
        says("你好");
        assertEquals(List.of(), reactions());
        timePasses();
        assertEquals(Event.BotKind.CLARIFY, onlyAnswer().kind());
    }

    @Test
    void aGreetingAloneIsAnsweredAtOnce() {
        says("你好");
        assertEquals("在的", onlyAnswer().text());
        assertTrue(later.isEmpty());
    }

    @Test
    void aComplaintOrAWishForAPersonDoesNotWait() {
        says("退货");
        says("人工");
        assertEquals("asked", conversations.find(id()).orElseThrow().serving().reason());
    }

    @Test
    void anAgentWhoTakesItInBetweenIsNotTalkedOver() {
        says("退货");
        conversations.handle(new Command.Take(new AgentId("lin"), id())).join();
        timePasses();
        assertEquals(List.of(), reactions());
    }

    @Test
    void aWishForAPersonInBetweenIsTheOnlyReaction() {
        says("退货");
        conversations.handle(new Command.AskForPerson(BUYER, id())).join();
        timePasses();
        assertEquals(2, reactions().size());
        assertInstanceOf(Event.HandedOff.class, reactions().getFirst());
    }

    @Test
    void aRestartForgetsNoPiece() {
        says("退货");
        conversations.close();
        conversations = start();
        Conversation restored = conversations.find(id()).orElseThrow();
        assertEquals(List.of(new Conversation.Said(2, "退货")), restored.burst());
        conversations.resume(restored);
        timePasses();
        assertEquals(Event.BotKind.CLARIFY, onlyAnswer().kind());
    }

    @Test
    void afterARestartTheNextPieceCompletesTheQuestion() {
        says("退货");
        conversations.close();
        conversations = start();
        says("运费");
        assertEquals("质量问题不要", onlyAnswer().text());
    }

    @Test
    void whatCameInBetweenDoesNotDisturbTheNumbers() {
        says("退货");
        says("好的");
        conversations.handle(new Command.Rate(BUYER, id(), 5, Event.Of.BOT, null)).join();
        timePasses();
        assertEquals("m5", onlyAnswer().id());
        assertEquals(2, onlyAnswer().replyTo());
    }

    @Test
    void theQuestionIsMatchedWhereTheBuyerIs() {
        says("退货", new About("coat-01", "paid"));
        timePasses();
        assertEquals(new Situation(CLOCK.instant().atZone(CLOCK.getZone()), "coat-01", "paid"), situations.getFirst());
        assertEquals(situations.getFirst(), situations.getLast());
    }
}
