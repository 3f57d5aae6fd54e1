package dev.yingda.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.BadInput;
import dev.yingda.metrics.EventFile;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Replay;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.RoundLine;
import dev.yingda.metrics.Round;

import org.junit.jupiter.api.Test;

class ShopSimulationTest {

    private static final LocalDate SALE = LocalDate.of(2026, 11, 11);
    private static final ShopSimulation SHOP = new ShopSimulation(1, LocalDate.of(2026, 11, 2), 14, 12_000);

    private static List<List<Logged>> all(ShopSimulation shop) {
        return StreamSupport.stream(shop.spliterator(), false).toList();
    }

    @Test
    void theSameNumbersMakeTheSameShopAndAnotherSeedAnother() {
        ShopSimulation small = new ShopSimulation(7, SALE, 1, 200);
        assertEquals(all(small), all(small));
        assertNotEquals(all(small), all(new ShopSimulation(8, SALE, 1, 200)));
    }

    @Test
    void everyConversationIsPossibleAndHasAboutTwelveEvents() throws BadInput, IOException {
        StringWriter file = new StringWriter();
        long events = 0;
        for (List<Logged> conversation : SHOP) {
            for (int i = 0; i < conversation.size(); i++) {
                assertEquals(i + 1, conversation.get(i).seq());
                EventFile.write(conversation.get(i), file);
            }
            events += conversation.size();
        }
        assertEquals(12, events / 12_000.0, 1);
        List<Logged> read = new ArrayList<>();
        EventFile.read("shop", new BufferedReader(new StringReader(file.toString())), read::add);
        assertEquals(file.toString().lines().count(), read.size());
    }

    @Test
    void conversationsComeInTheOrderOfTheirOpeningAndOfTheirNames() {
        String name = "";
        Instant opened = SHOP.start();
        int number = 0;
        for (List<Logged> conversation : SHOP) {
            Logged first = conversation.getFirst();
            assertTrue(first.conversation().value().compareTo(name) > 0);
            assertFalse(first.at().isBefore(opened));
            assertTrue(first.at().isBefore(SHOP.end()));
            name = first.conversation().value();
            opened = first.at();
            number++;
        }
        assertEquals(12_000, number);
    }

    @Test
    void everythingOccursThatTheRulesSpeakOf() {
        Set<String> seen = new TreeSet<>();
        Set<String> buyers = new HashSet<>();
        int returning = 0;
        for (List<Logged> conversation : SHOP) {
            for (Logged logged : conversation) {
                seen.add(switch (logged.event()) {
                    case Event.BotMessage bot -> "bot " + bot.kind().wire();
                    case Event.AgentMessage agent -> "agent " + agent.kind().wire();
                    case Event.BuyerMessage buyer -> buyer.courtesy() ? "courtesy" : "question";
                    case Event.Closed closed -> "closed by " + closed.by().wire();
                    case Event.Rated rated -> "rated " + rated.of().wire();
                    case Event.Classified classified -> classified.serviceType().wire();
                    case Event.Opened opened -> {
                        returning += buyers.add(opened.buyer().value()) ? 0 : 1;
                        yield "opened";
                    }
                    case Event.Flagged _ -> "flagged";
                    case Event other -> other.getClass().getSimpleName();
                });
            }
        }
        assertEquals(
                Set.of("Assigned", "HandedOff", "Helpful", "Queued", "Reopened", "Transferred", "after-sales",
                        "agent assisted", "agent auto", "agent canned", "agent suggested", "agent typed", "bot answer",
                        "bot away", "bot clarify", "bot notice", "closed by agent", "closed by buyer",
                        "closed by system", "complaint", "courtesy", "flagged", "opened", "question", "rated agent",
                        "rated bot", "refund", "routine"),
                seen);
        assertEquals(0.4, returning / 12_000.0, 0.05);
    }

    @Test
    void aSaleBringsManyTimesAsManyBuyersWhoWaitLongerAndNightsWaitForTheMorning() {
        Replay replay = Replay.of(Policy.preset("shop-default").orElseThrow(), SHOP.end().plus(Duration.ofDays(30)));
        SHOP.forEach(conversation -> conversation.forEach(replay::accept));
        Report report = replay.result(Set.of(By.DAY), true);
        var days = new TreeMap<>(Objects.requireNonNull(report.details().byDay()));
        Report.Value sale = Objects.requireNonNull(days.get(SALE)).getFirst();
        Report.Value ordinary = Objects.requireNonNull(days.get(LocalDate.of(2026, 11, 3))).getFirst();
        assertTrue(sale.denominator() > 6 * ordinary.denominator(), sale + " " + ordinary);
        assertTrue(Objects.requireNonNull(sale.value()) < Objects.requireNonNull(ordinary.value()) - 0.03);
        assertTrue(Objects.requireNonNull(ordinary.value()) > 0.8, ordinary.toString());

        List<RoundLine> rounds = Objects.requireNonNull(report.details().rounds());
        for (Round.Outcome outcome : Round.Outcome.values()) {
            assertTrue(rounds.stream().anyMatch(line -> line.round().outcome() == outcome), outcome.wire());
        }
        assertTrue(rounds.stream().filter(line -> line.round().start().atZone(ShopSimulation.ZONE).getHour() < 6)
                .filter(line -> line.round().outcome() == Round.Outcome.ANSWERED)
                .anyMatch(line -> line.round().waited() > Duration.ofHours(3).toMillis()));
    }
}
