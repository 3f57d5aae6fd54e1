package dev.yingda.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;

import org.junit.jupiter.api.Test;

class ConversationsTest {

    private static final BuyerId BUYER = new BuyerId("b1");
    private static final AgentId LIN = new AgentId("lin");
    private static final AgentId WU = new AgentId("wu");
    private static final FaqEntry SHIP = new FaqEntry("ship", "delivery", false, "多久发货?", List.of(), "48 小时内");

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T01:00:00Z"), ZoneOffset.UTC);
    private static final Conversations.Later NEVER = (_, _) -> {
        throw new AssertionError("nothing is waited for");
    };

    private final MemoryLog log = new MemoryLog();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Logged> told = Collections.synchronizedList(new ArrayList<>());
    private final Conversations conversations = new Conversations(log, bot(ConversationsTest::match), NEVER, CLOCK,
            () -> new ConversationId("c" + ids.incrementAndGet()), 1000);

    ConversationsTest() {
        conversations.tell((_, events) -> told.addAll(events));
    }

    /// Reacts to every message at once.
    private static Bot bot(Function<String, Matches> matcher) {
        return new Bot((question, _) -> matcher.apply(question), () -> ShopRules.PRESET, () -> true, CLOCK,
                Duration.ZERO);
    }

    private static Matches match(String question) {
        if (question.equals("boom")) {
            throw new IllegalStateException("the matcher is broken");
        }
        List<Match> ranked = question.contains("发货") ? List.of(new Match(SHIP, SHIP.question(), 1, 1)) : List.of();
        return new Matches(question, ranked, new Matches.Thresholds(0.8, 0.4, 0.1));
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }

    private Outcome.Done done(Command command) {
        return assertInstanceOf(Outcome.Done.class, conversations.handle(command).join());
    }

    private Outcome.Reason refused(Command command) {
        return assertInstanceOf(Outcome.Refused.class, conversations.handle(command).join()).reason();
    }

    private ConversationId handedOff() {
        return done(new Command.BuyerSays(BUYER, null, uuid(), "天气")).conversation();
    }

    private Conversation state(ConversationId id) {
        return conversations.find(id).orElseThrow();
    }

    private List<String> types(ConversationId id) {
        return log.after(id, 0, 100).stream().map(logged -> logged.event().getClass().getSimpleName()).toList();
    }

    @Test
    void questionAndAnswerAreStoredAsOne() {
        Outcome.Done done = done(new Command.BuyerSays(BUYER, null, uuid(), "什么时候发货"));
        assertEquals(2, done.seq());
        assertEquals(List.of("Opened", "BuyerMessage", "BotMessage"), types(done.conversation()));
        Event.BotMessage answer = (Event.BotMessage) log.after(done.conversation(), 2, 1).getFirst().event();
        assertEquals(2, answer.replyTo());
        assertEquals("48 小时内", answer.text());
    }

    @Test
    void theSameMessageAgainIsTheSameMessage() {
        String id = uuid();
        Outcome.Done first = done(new Command.BuyerSays(BUYER, null, id, "什么时候发货"));
        Outcome.Done known = done(new Command.BuyerSays(BUYER, first.conversation(), id, "什么时候发货"));
        assertEquals(new Outcome.Done(first.conversation(), first.seq(), first.at(), true), known);
        assertEquals(3, log.after(first.conversation(), 0, 100).size());
    }

    @Test
    void theSameIdWithAnotherTextIsAConflict() {
        String id = uuid();
        Outcome.Done first = done(new Command.BuyerSays(BUYER, null, id, "什么时候发货"));
        assertEquals(Outcome.Reason.CONFLICT,
                refused(new Command.BuyerSays(BUYER, first.conversation(), id, "别的话")));
    }

    @Test
    void whatTheFaqDoesNotKnowIsHandedOverAndSaidSo() {
        ConversationId id = handedOff();
        assertEquals(List.of("Opened", "BuyerMessage", "HandedOff", "Queued", "BotMessage"), types(id));
        assertEquals(Phase.WAITING, state(id).phase());
        assertEquals("no-match", state(id).serving().reason());
    }

    @Test
    void aBrokenMatcherMeansAPerson() {
        ConversationId id = done(new Command.BuyerSays(BUYER, null, uuid(), "boom")).conversation();
        assertEquals("matcher-failed", state(id).serving().reason());
    }

    @Test
    void nobodyElsesConversationCanBeWrittenInto() {
        ConversationId id = handedOff();
        BuyerId other = new BuyerId("b2");
        assertEquals(Outcome.Reason.NOT_FOUND, refused(new Command.BuyerSays(other, id, uuid(), "hi")));
        assertEquals(Outcome.Reason.NOT_FOUND,
                refused(new Command.BuyerSays(other, new ConversationId("c99"), uuid(), "hi")));
        assertEquals(Outcome.Reason.NOT_FOUND, refused(new Command.Rate(other, id, 5, Event.Of.AGENT, null)));
    }

    @Test
    void onlyWhoServesWritesToTheBuyer() {
        ConversationId id = handedOff();
        assertEquals(Outcome.Reason.FORBIDDEN,
                refused(new Command.AgentSays(LIN, id, uuid(), "hi", Event.AgentKind.TYPED)));
        done(new Command.Take(LIN, id));
        assertEquals(Outcome.Reason.TAKEN, refused(new Command.Take(WU, id)));
        assertEquals(Outcome.Reason.FORBIDDEN,
                refused(new Command.AgentSays(WU, id, uuid(), "hi", Event.AgentKind.TYPED)));
        done(new Command.AgentSays(LIN, id, uuid(), "您好", Event.AgentKind.TYPED));
        assertEquals(null, state(id).serving().waitingSince());
    }

    @Test
    void anAgentsRetryAfterTheTransferIsStillTheSameMessage() {
        ConversationId id = handedOff();
        done(new Command.Take(LIN, id));
        String message = uuid();
        Outcome.Done first = done(new Command.AgentSays(LIN, id, message, "您好", Event.AgentKind.TYPED));
        done(new Command.Transfer(LIN, id, WU));
        Outcome.Done again = done(new Command.AgentSays(LIN, id, message, "您好", Event.AgentKind.TYPED));
        assertEquals(first.seq(), again.seq());
        assertTrue(again.duplicate());
    }

    @Test
    void writingToAClosedConversationReopensIt() {
        ConversationId id = handedOff();
        done(new Command.Take(LIN, id));
        done(new Command.Close(LIN, id));
        assertEquals(Outcome.Reason.CLOSED,
                refused(new Command.AgentSays(LIN, id, uuid(), "hi", Event.AgentKind.TYPED)));
        done(new Command.BuyerSays(BUYER, id, uuid(), "什么时候发货"));
        assertEquals(List.of("Closed", "Reopened", "BuyerMessage", "BotMessage"), types(id).subList(6, 10));
        assertEquals(Phase.BOT, state(id).phase());
    }

    @Test
    void theSecondQuestionDoesNotRestartTheWait() {
        ConversationId id = handedOff();
        var since = state(id).serving().waitingSince();
        done(new Command.BuyerSays(BUYER, id, uuid(), "还在吗"));
        assertEquals(since, state(id).serving().waitingSince());
    }

    @Test
    void aTakenBuyerOfAnAgentWhoIsGoneWaitsAgain() {
        ConversationId id = handedOff();
        done(new Command.Take(LIN, id));
        done(new Command.Requeue(id, LIN));
        assertEquals(Phase.WAITING, state(id).phase());
        assertTrue(done(new Command.Requeue(id, LIN)).duplicate());
    }

    @Test
    void aConversationWithSomebodyWaitingIsNeverClosedAsIdle() {
        ConversationId id = handedOff();
        assertTrue(done(new Command.CloseIdle(id)).duplicate());
        done(new Command.Take(LIN, id));
        assertTrue(done(new Command.CloseIdle(id)).duplicate());
        done(new Command.AgentSays(LIN, id, uuid(), "您好", Event.AgentKind.TYPED));
        done(new Command.CloseIdle(id));
        assertEquals(Phase.CLOSED, state(id).phase());
    }

    @Test
    void askingForAPersonNeedsNoQuestion() {
        ConversationId id = done(new Command.AskForPerson(BUYER, null)).conversation();
        assertEquals(List.of("Opened", "HandedOff", "Queued", "BotMessage"), types(id));
        assertTrue(done(new Command.AskForPerson(BUYER, id)).duplicate());
    }

    @Test
    void manyAtOnceGetGapFreeNumbersAndAreToldInOrder() {
        ConversationId id = handedOff();
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outcomes.add(conversations.handle(new Command.BuyerSays(BUYER, id, uuid(), "问题 " + i)));
        }
        outcomes.forEach(outcome -> assertInstanceOf(Outcome.Done.class, outcome.join()));
        List<Long> seqs = told.stream().map(Logged::seq).toList();
        for (int i = 0; i < seqs.size(); i++) {
            assertEquals(i + 1, seqs.get(i));
        }
        assertEquals(105, seqs.size());
    }

    @Test
    void whatExceedsTheLimitIsRefusedAtOnce() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        Conversations small = new Conversations(log, bot(question -> {
            try {
                blocked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return match(question);
        }), NEVER, CLOCK, () -> new ConversationId("s" + ids.incrementAndGet()), 2);
        var first = small.handle(new Command.BuyerSays(BUYER, null, uuid(), "发货"));
        var second = small.handle(new Command.BuyerSays(BUYER, null, uuid(), "发货"));
        var third = small.handle(new Command.BuyerSays(BUYER, null, uuid(), "发货"));
        assertEquals(Outcome.Reason.OVERLOADED, assertInstanceOf(Outcome.Refused.class, third.join()).reason());
        blocked.countDown();
        assertInstanceOf(Outcome.Done.class, first.join());
        assertInstanceOf(Outcome.Done.class, second.join());
        small.close();
    }

    @Test
    void theStateInMemoryIsTheFoldOfTheLog() {
        ConversationId id = handedOff();
        done(new Command.Take(LIN, id));
        done(new Command.AgentSays(LIN, id, uuid(), "您好", Event.AgentKind.CANNED));
        done(new Command.AddNote(LIN, id, uuid(), "老客户"));
        done(new Command.Classify(LIN, id, Event.ServiceType.REFUND));
        done(new Command.BuyerSays(BUYER, id, uuid(), "好的谢谢"));
        Conversations fresh = new Conversations(log, bot(ConversationsTest::match), NEVER, CLOCK,
                () -> new ConversationId("x"), 10);
        assertEquals(state(id), fresh.find(id).orElseThrow());
    }
}
