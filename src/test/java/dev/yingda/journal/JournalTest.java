package dev.yingda.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.conversation.Logged;
import dev.yingda.store.Database;
import dev.yingda.store.Databases;
import dev.yingda.store.StoreException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalTest {

    private static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
    private static final BuyerId BUYER = new BuyerId("b1");
    private static final ConversationId C1 = new ConversationId("c1");
    private static final ConversationId C2 = new ConversationId("c2");

    @TempDir
    private Path folder;

    private void on(Databases kind, BiConsumer<Journal, Database> test) {
        try (Database database = Databases.open(kind.url(folder))) {
            test.accept(new Journal(database), database);
        }
    }

    private static Event says(@Nullable String client, String text) {
        return new Event.BuyerMessage("m", client, text, false);
    }

    private static List<Logged> stored(Appended appended) {
        return assertInstanceOf(Appended.Stored.class, appended).events();
    }

    @ParameterizedTest
    @EnumSource
    void eventsComeBackAsTheyWere(Databases kind) {
        on(kind, (journal, _) -> {
            List<Logged> stored = stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER),
                    says("u1", "什么时候发货?🚚"), new Event.BotMessage("m3", Event.BotKind.CLARIFY, "?", 2, null,
                            List.of(new Event.Choice("ship", "多久发货?"))),
                    new Event.Note("m4", "u2", new AgentId("lin"), "老客户"))));
            assertEquals(List.of(1L, 2L, 3L, 4L), stored.stream().map(Logged::seq).toList());
            assertEquals(stored, journal.after(C1, 0, 10));
            assertEquals(stored.subList(2, 4), journal.after(C1, 2, 10));
            assertEquals(stored.subList(1, 3), journal.before(C1, 4, 2));
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAppendOnAnOldStateIsMovedAndStoresNothing(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER), says("u1", "a"))));
            assertEquals(new Appended.Moved(2), journal.append(C1, 1, NOON, List.of(says("u2", "b"))));
            assertEquals(2, journal.after(C1, 0, 10).size());
        });
    }

    @ParameterizedTest
    @EnumSource
    void theSameClientMessageIsStoredOnceEvenInAnotherConversation(Databases kind) {
        on(kind, (journal, _) -> {
            List<Logged> first = stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER), says("u1", "a"))));
            assertEquals(new Appended.Duplicate(first.get(1)), journal.append(C1, 2, NOON, List.of(says("u1", "a"))));
            assertEquals(new Appended.Duplicate(first.get(1)),
                    journal.append(C2, 0, NOON, List.of(new Event.Opened(BUYER), says("u1", "a"))));
            assertEquals(List.of(), journal.after(C2, 0, 10));
            assertEquals(first.get(1), journal.sent("buyer:b1", "u1").orElseThrow());
        });
    }

    @ParameterizedTest
    @EnumSource
    void timeNeverRunsBackwardsInAConversation(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER))));
            assertEquals(NOON,
                    stored(journal.append(C1, 1, NOON.minusSeconds(3600), List.of(says("u1", "a")))).getFirst().at());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aLogMustStartWithOpened(Databases kind) {
        on(kind, (journal, _) -> assertThrows(IllegalArgumentException.class,
                () -> journal.append(C1, 0, NOON, List.of(says("u1", "a")))));
    }

    @ParameterizedTest
    @EnumSource
    void manyWritersGetGapFreeNumbers(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER))));
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 50; i++) {
                    String client = "u" + i;
                    var _ = writers.submit(() -> {
                        long seq = 1;
                        Appended appended = journal.append(C1, seq, NOON, List.of(says(client, client)));
                        while (appended instanceof Appended.Moved moved) {
                            appended = journal.append(C1, moved.lastSeq(), NOON, List.of(says(client, client)));
                        }
                        return stored(appended);
                    });
                }
            }
            List<Logged> all = journal.after(C1, 0, 100);
            assertEquals(51, all.size());
            for (int i = 0; i < all.size(); i++) {
                assertEquals(i + 1, all.get(i).seq());
            }
        });
    }

    /// Seen to fail when the store does not undo a group in which one repetition fails, and when the rows kept of it are not
    /// forgotten.
    @ParameterizedTest
    @EnumSource
    void repetitionsAndOldStatesAmongOtherMessagesAreToldAndHarmNone(Databases kind) {
        on(kind, (journal, database) -> {
            long seed = System.nanoTime();
            System.out.println("repetitions.seed=" + seed);
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    ConversationId conversation = new ConversationId("c" + i);
                    Random random = new Random(seed + i);
                    all.add(writers.submit(() -> talks(journal, conversation, random)));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
            assertEquals(new Journal.Checked(16, 16 * 101), journal.check(Assertions::fail));
        });
    }

    private static void talks(Journal journal, ConversationId conversation, Random random) {
        List<Logged> told = new ArrayList<>(
                stored(journal.append(conversation, 0, NOON, List.of(new Event.Opened(BUYER)))));
        while (told.size() <= 100) {
            long last = told.size();
            String client = conversation + " " + last;
            switch (random.nextInt(4)) {
                case 0 -> {
                    Logged before = told.get(random.nextInt(told.size()));
                    if (before.event() instanceof Event.BuyerMessage message) {
                        assertEquals(new Appended.Duplicate(before),
                                journal.append(conversation, last, NOON, List.of(message)));
                    }
                }
                case 1 -> assertEquals(new Appended.Moved(last),
                        journal.append(conversation, last + 1 - 2L * random.nextInt(2), NOON,
                                List.of(says(client, "?"))));
                default ->
                    told.addAll(stored(journal.append(conversation, last, NOON.plusSeconds(random.nextInt(9_000)),
                            List.of(says(client, client)))));
            }
        }
        assertEquals(told, journal.after(conversation, 0, 200));
    }

    @ParameterizedTest
    @EnumSource
    void conversationsAreFoundByBuyerAgentTextAndState(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER), says("u1", "100%纯棉的吗"),
                    new Event.Assigned(new AgentId("lin")))));
            stored(journal.append(C2, 0, NOON.plusSeconds(1),
                    List.of(new Event.Opened(BUYER), says("u2", "1000 件有货吗"), new Event.Closed(Event.By.BUYER))));
            assertEquals(List.of(C2, C1), journal.ofBuyer(BUYER, 10));
            assertEquals(List.of(C1), journal.open());
            assertEquals(List.of(C2, C1), journal.latest(null, null, null, 10));
            assertEquals(List.of(C1), journal.latest(new AgentId("lin"), null, null, 10));
            assertEquals(List.of(C1), journal.latest(null, "100%", null, 10));
            assertEquals(List.of(C2), journal.latest(null, "有货", null, 10));
            assertEquals(List.of(C1), journal.latest(null, null, NOON.plusSeconds(1), 10));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTextIsFoundInCapitalsOrNot(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER), says("u1", "有 XL 码吗"))));
            assertEquals(List.of(C1), journal.latest(null, "xl 码", null, 10));
            assertEquals(List.of(C1), journal.latest(null, "XL", null, 10));
            assertEquals(List.of(), journal.latest(null, "XXL", null, 10));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aConversationIsItsLatestAgentsEvenAfterItEnded(Databases kind) {
        on(kind, (journal, _) -> {
            AgentId lin = new AgentId("lin");
            AgentId wu = new AgentId("wu");
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER), new Event.Assigned(lin))));
            stored(journal.append(C1, 2, NOON, List.of(new Event.Transferred(wu))));
            assertEquals(List.of(), journal.latest(lin, null, null, 10));
            stored(journal.append(C1, 3, NOON,
                    List.of(new Event.AgentMessage("m", "u1", lin, Event.AgentKind.TYPED, "您好"),
                            new Event.Note("m", "u2", wu, "记一下"), new Event.Closed(Event.By.AGENT))));
            assertEquals(List.of(C1), journal.latest(lin, null, null, 10));
            assertEquals(List.of(), journal.open());
            stored(journal.append(C1, 6, NOON, List.of(new Event.Reopened())));
            assertEquals(List.of(C1), journal.open());
        });
    }

    @ParameterizedTest
    @EnumSource
    void afterReopeningTheLogGoesOnWhereItEnded(Databases kind) {
        String url = kind.url(folder);
        List<Logged> before;
        try (Database database = Databases.open(url)) {
            before = stored(
                    new Journal(database).append(C1, 0, NOON, List.of(new Event.Opened(BUYER), says("u1", "a"))));
        }
        try (Database database = Databases.open(url)) {
            Journal journal = new Journal(database);
            assertEquals(before, journal.after(C1, 0, 10));
            assertEquals(new Appended.Duplicate(before.getLast()),
                    journal.append(C1, 2, NOON, List.of(says("u1", "a"))));
            assertEquals(new Appended.Moved(2), journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER))));
            Logged next = stored(journal.append(C1, 2, NOON.minusSeconds(9), List.of(says("u2", "b")))).getFirst();
            assertEquals(new Logged(C1, before.getFirst().epoch(), 3, NOON, says("u2", "b")), next);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneAppendStoresAllItsEventsOrNone(Databases kind) {
        on(kind, (journal, database) -> {
            assertThrows(StoreException.class, () -> journal.append(C1, 0, NOON,
                    List.of(new Event.Opened(BUYER), says("u1", "a"), says("u1", "b"))));
            assertEquals(List.of(), journal.after(C1, 0, 10));
            assertEquals(List.of(), journal.open());
            assertThrows(IllegalArgumentException.class, () -> journal.append(C1, 0, NOON, List.of()));
            assertEquals(Optional.empty(), database.fault());
        });
    }

    @ParameterizedTest
    @EnumSource
    void theSameClientMessageIdOfAnotherSenderIsAnotherMessage(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER), says("u1", "a"))));
            stored(journal.append(C1, 2, NOON, List.of(
                    new Event.AgentMessage("m", "u1", new AgentId("b1"), Event.AgentKind.TYPED, "您好"))));
            stored(journal.append(C2, 0, NOON, List.of(new Event.Opened(new BuyerId("b2")), says("u1", "a"))));
            assertEquals(C2, journal.sent("buyer:b2", "u1").orElseThrow().conversation());
            assertEquals(3, journal.sent("agent:b1", "u1").orElseThrow().seq());
        });
    }

    @ParameterizedTest
    @EnumSource
    void theLatestEventsOfATypeComeNewestFirst(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON,
                    List.of(new Event.Opened(BUYER), new Event.HandedOff("asked", 0),
                            new Event.HandedOff("unclear", 0))));
            stored(journal.append(C2, 0, NOON.plusSeconds(1),
                    List.of(new Event.Opened(BUYER), new Event.HandedOff("no-match", 0))));
            Function<List<Logged>, List<String>> places = found -> found.stream()
                    .map(logged -> logged.conversation() + " " + logged.seq()).toList();
            assertEquals(List.of("c2 2", "c1 3", "c1 2"), places.apply(journal.latestOfType("handed-off", NOON, 9)));
            assertEquals(List.of("c2 2", "c1 3"), places.apply(journal.latestOfType("handed-off", NOON, 2)));
            assertEquals(List.of("c2 2"),
                    places.apply(journal.latestOfType("handed-off", NOON.plusSeconds(1), 9)));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aScanChoosesFromTheFirstInstantUpToButNotAtTheLast(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER))));
            stored(journal.append(C2, 0, NOON.plusSeconds(1), List.of(new Event.Opened(BUYER))));
            List<ConversationId> chosen = new ArrayList<>();
            journal.scan(NOON, NOON.plusSeconds(1), logged -> chosen.add(logged.conversation()));
            journal.scan(null, NOON, logged -> chosen.add(logged.conversation()));
            assertEquals(List.of(C1), chosen);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aScanGivesWholeConversationsInOrder(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C2, 0, NOON, List.of(new Event.Opened(BUYER))));
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER))));
            stored(journal.append(C1, 1, NOON.plusSeconds(3600), List.of(says("u1", "a"))));
            List<String> all = new ArrayList<>();
            journal.scan(null, null, logged -> all.add(logged.conversation() + " " + logged.seq()));
            assertEquals(List.of("c1 1", "c1 2", "c2 1"), all);
            List<String> later = new ArrayList<>();
            journal.scan(NOON.plusSeconds(1), null, logged -> later.add(logged.conversation() + " " + logged.seq()));
            assertEquals(List.of("c1 1", "c1 2"), later);
            assertEquals(List.of(), journal.latestOfType("handed-off", NOON, 10));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aScanByTwoGivesEachConversationWholeToOne(Databases kind) {
        on(kind, (journal, _) -> {
            List<List<String>> seen = List.of(new ArrayList<>(), new ArrayList<>());
            List<Consumer<Logged>> both = seen.stream().map(
                    list -> (Consumer<Logged>) logged -> list.add(logged.conversation() + " " + logged.seq()))
                    .toList();
            journal.scanAll(both);
            assertEquals(List.of(List.of(), List.of()), seen);
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER), says("u1", "a"))));
            journal.scanAll(both);
            assertEquals(List.of(List.of("c1 1", "c1 2"), List.of()), seen);
            seen.forEach(List::clear);
            stored(journal.append(C2, 0, NOON, List.of(new Event.Opened(BUYER), says("u2", "a"))));
            journal.scanAll(both);
            assertEquals(List.of(List.of("c1 1", "c1 2"), List.of("c2 1", "c2 2")), seen);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aFaultOfAConsumerReachesWhoAsked(Databases kind) {
        on(kind, (journal, _) -> {
            stored(journal.append(C1, 0, NOON, List.of(new Event.Opened(BUYER))));
            assertThrows(IllegalStateException.class, () -> journal.scan(null, null, _ -> {
                throw new IllegalStateException("full");
            }));
        });
    }
}
