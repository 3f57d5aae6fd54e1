package dev.yingda.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.BotKind;
import dev.yingda.conversation.EventLog;
import dev.yingda.faq.Calibration;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Synonyms;
import dev.yingda.journal.Journal;
import dev.yingda.knowledge.UnansweredQuestions.Missed;
import dev.yingda.knowledge.UnansweredQuestions.Outcome;
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
class UnansweredQuestionsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @Parameter
    private Databases kind;
    @TempDir
    private Path folder;
    private EventLog log;
    private Database database;
    private UnansweredQuestions unanswered;
    private int conversations;

    @BeforeEach
    void open() {
        database = Databases.open(kind.url(folder));
        log = new Journal(database);
        Faq faq = new Faq(Calibration.shipped(), Embeddings.none());
        faq.publish(List.of(new FaqEntry("delivery-fee", "delivery", false, "运费多少", List.of("包邮吗"), "包邮。")),
                Synonyms.NONE);
        unanswered = new UnansweredQuestions(log, faq, database, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSameQuestionOfManyBuyersIsOneWithItsCountAndLatestTime() {
        conversation(NOW.minusSeconds(60), said("运费险怎么赔"), new Event.HandedOff("no-match", 2));
        ConversationId second = conversation(NOW.minusSeconds(5), said("亲，运费险怎么赔?"),
                new Event.HandedOff("repeated-miss", 2));
        conversation(NOW.minusSeconds(9), said("刻名字"), new Event.HandedOff("no-match", 2));

        List<Missed> missed = unanswered.list(false, 10);

        assertEquals(List.of("亲，运费险怎么赔?", "刻名字"), missed.stream().map(Missed::question).toList());
        Missed most = missed.getFirst();
        assertEquals(2, most.count());
        assertEquals(NOW.minusSeconds(5), most.lastAt());
        assertEquals(second, most.conversation());
        assertEquals(2, most.seq());
        assertEquals("repeated-miss", most.reason());
        assertNotNull(most.nearest());
        assertNull(missed.getLast().nearest());
        assertEquals(1, unanswered.list(false, 1).size());
    }

    @Test
    void anAnswerThatDidNotHelpIsAMiss() {
        conversation(NOW, said("到哪了"),
                new Event.BotMessage("m", BotKind.ANSWER, "包邮。", 2, "delivery-fee", List.of()),
                new Event.Helpful(3, false));
        conversation(NOW, said("多少钱"),
                new Event.BotMessage("m", BotKind.ANSWER, "包邮。", 2, "delivery-fee", List.of()),
                new Event.Helpful(3, true));

        assertEquals(List.of("到哪了"), unanswered.list(false, 10).stream().map(Missed::question).toList());
        assertEquals("unhelpful", unanswered.list(false, 10).getFirst().reason());
    }

    @Test
    void aWishForAPersonStandsForTheQuestionBeforeIt() {
        conversation(NOW, said("刻名字"), said("转人工"), new Event.HandedOff("asked", 3));
        conversation(NOW, said("人工客服"), new Event.HandedOff("asked", 2));

        List<Missed> missed = unanswered.list(false, 10);

        assertEquals(List.of("刻名字"), missed.stream().map(Missed::question).toList());
        assertEquals("asked", missed.getFirst().reason());
    }

    @Test
    void whatIsOldOrACourtesyOrHasNoQuestionIsLeftOut() {
        conversation(NOW.minus(Duration.ofDays(31)), said("刻名字"), new Event.HandedOff("no-match", 2));
        conversation(NOW, new Event.BuyerMessage("m0", "c0", "谢谢", true),
                new Event.HandedOff("no-match", 2));
        conversation(NOW, said("刻名字"), new Event.HandedOff("asked", 0));

        assertEquals(List.of(), unanswered.list(false, 10));
    }

    @Test
    void whatSomebodyDealtWithIsDoneUntilItIsReopened() {
        conversation(NOW, said("刻名字"), new Event.HandedOff("no-match", 2));
        conversation(NOW, said("到哪了"), new Event.HandedOff("no-match", 2));
        String engraving = id("刻名字");
        String where = id("到哪了");

        unanswered.added(engraving, "product-engraving", "ann");
        unanswered.dismiss(where, "bob");

        assertEquals(List.of(), unanswered.list(false, 10));
        assertEquals(2, unanswered.list(true, 10).size());
        assertEquals(new Outcome("product-engraving", NOW, "ann"),
                unanswered.find(engraving).orElseThrow().outcome());
        assertEquals(new Outcome(null, NOW, "bob"), unanswered.find(where).orElseThrow().outcome());

        unanswered.reopen(where);
        assertEquals(List.of("到哪了"), unanswered.list(false, 10).stream().map(Missed::question).toList());
    }

    private String id(String question) {
        return unanswered.list(false, 10).stream().filter(missed -> missed.question().equals(question)).findFirst()
                .orElseThrow().id();
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
}
