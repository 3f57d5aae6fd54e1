package dev.yingda.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

import dev.yingda.cli.ShopSimulation;
import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.conversation.Logged;
import dev.yingda.store.Database;
import dev.yingda.store.Databases;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Taking over a history that was written elsewhere.
class LoadTest {

    private static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
    private static final ConversationId C1 = new ConversationId("c1");

    @TempDir
    private Path folder;

    private void on(Databases kind, Consumer<Journal> test) {
        try (Database database = Databases.open(kind.url(folder))) {
            test.accept(new Journal(database));
        }
    }

    private static Logged at(long seq, Instant at, Event event) {
        return new Logged(C1, 1, seq, at, event);
    }

    private static List<Logged> small() {
        return List.of(at(1, NOON, new Event.Opened(new BuyerId("b1"))),
                at(2, NOON.plusSeconds(1), new Event.BuyerMessage("m2", "u1", "在吗", false)),
                at(3, NOON.plusSeconds(9), new Event.AgentMessage("m3", "u1", new AgentId("lin"),
                        Event.AgentKind.TYPED, "在的")),
                at(4, NOON.plusSeconds(60), new Event.Closed(Event.By.AGENT)));
    }

    @ParameterizedTest
    @EnumSource
    void aHistoryIsStoredAsItIs(Databases kind) {
        ShopSimulation shop = new ShopSimulation(3, LocalDate.of(2026, 3, 2), 2, 2_000);
        List<Logged> told = StreamSupport.stream(shop.spliterator(), false).flatMap(List::stream).toList();
        assertTrue(told.size() > 20_000, "several transactions");
        on(kind, journal -> {
            assertEquals(told.size(), journal.load(shop.iterator()));
            List<Logged> scanned = new ArrayList<>();
            journal.scan(null, null, scanned::add);
            assertEquals(told, scanned);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aLoadedConversationIsFoundAndGoesOnLikeAnyOther(Databases kind) {
        on(kind, journal -> {
            journal.load(List.of(small()).iterator());
            assertEquals(List.of(), journal.open());
            assertEquals(List.of(C1), journal.ofBuyer(new BuyerId("b1"), 9));
            assertEquals(List.of(C1), journal.latest(new AgentId("lin"), "在吗", null, 9));
            assertEquals(2, journal.sent("buyer:b1", "u1").orElseThrow().seq());

            assertInstanceOf(Appended.Moved.class, journal.append(C1, 3, NOON, List.of(new Event.Reopened())));
            Appended appended = journal.append(C1, 4, NOON, List.of(new Event.Reopened()));
            assertEquals(List.of(at(5, NOON.plusSeconds(60), new Event.Reopened())),
                    assertInstanceOf(Appended.Stored.class, appended).events());
            assertEquals(List.of(C1), journal.open());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aLogThatHoldsSomethingIsLeftAlone(Databases kind) {
        on(kind, journal -> {
            journal.append(new ConversationId("c0"), 0, NOON, List.of(new Event.Opened(new BuyerId("b0"))));
            var refused = assertThrows(IllegalStateException.class, () -> journal.load(List.of(small()).iterator()));
            assertTrue(String.valueOf(refused.getMessage()).contains("c0"), refused::getMessage);
            assertEquals(List.of(), journal.after(C1, 0, 9));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aConversationThatIsNotWholeIsRefused(Databases kind) {
        List<Logged> whole = small();
        List<List<Logged>> broken = List.of(List.of(), whole.subList(1, 4), List.of(whole.get(0), whole.get(2)),
                List.of(whole.get(0), at(2, NOON.minusMillis(1), new Event.Closed(Event.By.BUYER))),
                List.of(whole.get(0), new Logged(new ConversationId("c2"), 1, 2, NOON, new Event.Reopened())),
                List.of(whole.get(0), new Logged(C1, 2, 2, NOON, new Event.Closed(Event.By.BUYER))));
        on(kind, journal -> {
            for (List<Logged> each : broken) {
                assertThrows(IllegalArgumentException.class, () -> journal.load(List.of(each).iterator()),
                        each.toString());
            }
            journal.load(List.of(whole).iterator());
            assertEquals(whole, journal.after(C1, 0, 9));
        });
    }
}
