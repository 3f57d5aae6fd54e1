package dev.yingda.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.BotKind;
import dev.yingda.conversation.EventLog;
import dev.yingda.faq.Calibration;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.Synonyms;
import dev.yingda.journal.Journal;
import dev.yingda.knowledge.AnsweredQuestions.Answered;
import dev.yingda.knowledge.AnsweredQuestions.State;
import dev.yingda.knowledge.AnsweredQuestions.Verdict;
import dev.yingda.store.Database;
import dev.yingda.store.Databases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
@SuppressWarnings("NullAway.Init")
class AnsweredQuestionsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @Parameter
    private Databases kind;
    @TempDir
    private Path folder;
    private EventLog log;
    private Database database;
    private AnsweredQuestions answered;
    private int conversations;

    @BeforeEach
    void open() {
        database = Databases.open(kind.url(folder));
        log = new Journal(database);
        Faq faq = new Faq(Calibration.shipped(), Embeddings.none());
        faq.publish(List.of(new FaqEntry("delivery-fee", "delivery", false, "运费多少", List.of("包邮吗"), "包邮。"),
                new FaqEntry("hello", "small-talk", true, "你好", List.of(), "您好。")), Synonyms.NONE);
        answered = new AnsweredQuestions(log, faq, database, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAnswerIsListedWithItsQuestionAndConfidenceTheLatestFirst() {
        asked(NOW.minusSeconds(60), "到哪了", "delivery-where");
        ConversationId second = asked(NOW.minusSeconds(5), "包邮吗？", "delivery-fee");

        List<Answered> open = answered.list(State.OPEN, 10);

        assertEquals(List.of("包邮吗？", "到哪了"), open.stream().map(Answered::question).toList());
        Answered first = open.getFirst();
        assertEquals(second, first.place().conversation());
        assertEquals(3, first.place().seq());
        assertEquals(2, first.asked());
        assertEquals("运费多少", first.title());
        assertEquals(1.0, first.confidence());
        assertEquals("回答", first.answer());
        assertNull(open.getLast().title(), "an entry that is gone has no title");
        assertNull(open.getLast().confidence());
        assertEquals(1, answered.list(State.OPEN, 1).size());
    }

    @Test
    void smallTalkCourtesiesAndWhatIsNoAnswerOfAnEntryAreLeftOut() {
        asked(NOW, "你好", "hello");
        asked(NOW.minus(Duration.ofDays(31)), "包邮吗", "delivery-fee");
        conversation(NOW, new Event.BuyerMessage("m1", "u1", "谢谢", true), answer(2, "delivery-fee"));
        conversation(NOW, said("多少"), new Event.BotMessage("m", BotKind.CLARIFY, "?", 2, "delivery-fee", List.of()));
        conversation(NOW, new Event.BotMessage("m", BotKind.ANSWER, "欢迎", 0, "delivery-fee", List.of()));

        assertEquals(List.of(), answered.list(State.OPEN, 10));
    }

    @Test
    void aVerdictMovesTheAnswerUntilItIsTakenBack() {
        asked(NOW, "包邮吗", "delivery-fee");
        asked(NOW.minusSeconds(1), "到哪了", "delivery-fee");
        asked(NOW.minusSeconds(2), "刻名字", "delivery-fee");
        List<Answered> open = answered.list(State.OPEN, 10);

        answered.judge(open.get(0), "delivery-fee", "ann");
        answered.judge(open.get(1), "delivery-where", "bob");
        answered.judge(open.get(2), "delivery-where", "bob");
        answered.judge(open.get(2), null, "ann");

        assertEquals(List.of(), answered.list(State.OPEN, 10));
        assertEquals(List.of("包邮吗"), answered.list(State.RIGHT, 10).stream().map(Answered::question).toList());
        assertEquals(List.of("到哪了", "刻名字"),
                answered.list(State.WRONG, 10).stream().map(Answered::question).toList());
        assertEquals(List.of(new Query("包邮吗", Set.of("delivery-fee"), Kind.IN),
                new Query("到哪了", Set.of("delivery-where"), Kind.IN), new Query("刻名字", Set.of(), Kind.NEAR)),
                answered.judged());
        assertEquals(List.of("ann", "bob", "ann"),
                answered.verdicts().values().stream().map(Verdict::by).toList(), "the later verdict holds");

        answered.withdraw(open.get(1).place());
        assertEquals(List.of("到哪了"), answered.list(State.OPEN, 10).stream().map(Answered::question).toList());
    }

    @Test
    void onlyAnAnswerCanBeFound() {
        ConversationId id = asked(NOW, "包邮吗", "delivery-fee");

        assertEquals("包邮吗", answered.find(id, 3).orElseThrow().question());
        assertTrue(answered.find(id, 2).isEmpty());
        assertTrue(answered.find(id, 9).isEmpty());
        assertTrue(answered.find(new ConversationId("none"), 3).isEmpty());
    }

    private ConversationId asked(Instant at, String question, String entry) {
        return conversation(at, said(question), answer(2, entry));
    }

    private ConversationId conversation(Instant at, Event... events) {
        ConversationId id = new ConversationId("c" + conversations++);
        log.append(id, 0, at, List.of(new Event.Opened(new BuyerId("b" + id))));
        for (int i = 0; i < events.length; i++) {
            log.append(id, i + 1, at, List.of(events[i]));
        }
        return id;
    }

    private static Event said(String text) {
        return new Event.BuyerMessage("m" + text, "c" + text, text, false);
    }

    private static Event answer(long to, String entry) {
        return new Event.BotMessage("m", BotKind.ANSWER, "回答", to, entry, List.of());
    }
}
