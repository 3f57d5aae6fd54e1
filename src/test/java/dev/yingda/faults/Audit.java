package dev.yingda.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventJson;
import dev.yingda.conversation.Logged;
import dev.yingda.journal.Journal;
import dev.yingda.journey.Invariants;
import dev.yingda.metrics.Ledger;
import dev.yingda.metrics.Policy;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Holds what clients were promised and shown against the journal.
final class Audit {

    private final Journal journal;
    private final Map<String, List<Logged>> conversations = new TreeMap<>();
    private final Map<String, List<Talker.Place>> stored = new HashMap<>();

    private Audit(Journal journal) {
        this.journal = journal;
        journal.scan(null, null, logged -> {
            conversations.computeIfAbsent(logged.conversation().value(), _ -> new ArrayList<>()).add(logged);
            @Nullable
            String sent = switch (logged.event()) {
                case Event.BuyerMessage message -> message.clientMessageId();
                case Event.AgentMessage message -> message.clientMessageId();
                case Event.Note note -> note.clientMessageId();
                default -> null;
            };
            if (sent != null) {
                stored.computeIfAbsent(sent, _ -> new ArrayList<>())
                        .add(new Talker.Place(logged.conversation().value(), logged.seq()));
            }
        });
    }

    /// What must hold at any time, of a journal that nobody else writes to.
    static Audit of(Journal journal) {
        Audit audit = new Audit(journal);
        List<String> faults = new ArrayList<>();
        journal.check(faults::add);
        assertEquals(List.of(), faults);
        Invariants.check(journal, new Ledger(journal, Clock.systemUTC(), Policy.presets()));
        return audit;
    }

    /// How many events there are.
    long events() {
        return conversations.values().stream().mapToLong(List::size).sum();
    }

    /// Every acknowledged message is stored, once, where it was said to be; and what is on the screen is the journal.
    Audit holds(List<Talker> talkers) {
        stored.forEach((sent, places) -> assertEquals(1, places.size(), sent + " is stored at " + places));
        for (Talker talker : talkers) {
            assertEquals(List.of(), talker.wrong());
            talker.acknowledged().forEach((sent, place) -> assertEquals(List.of(place), stored.get(sent),
                    talker + " was told that " + sent + " is stored"));
            talker.screens().forEach((conversation, screen) -> shown(talker, conversation, screen));
        }
        return this;
    }

    private void shown(Talker talker, String conversation, Talker.Screen screen) {
        List<Logged> events = conversations.getOrDefault(conversation, List.of());
        screen.events().forEach((seq, frame) -> {
            assertTrue(seq <= events.size(),
                    talker + " was shown an event that is not stored, the journal ends at " + events.size() + ": "
                            + frame);
            Logged logged = events.get((int) (seq - 1));
            JsonNode event = frame.path("event");
            assertEquals(EventJson.type(logged.event()).startsWith(event.path("type").asText())
                    || event.path("type").asText().equals("message"), true, talker + ": " + frame + " is " + logged);
            assertEquals(text(logged.event()), event.path("text").asText(), talker + " " + conversation + " " + seq);
        });
        for (Logged logged : events) {
            boolean visible = talker.isAgent() || !(logged.event() instanceof Event.Note);
            if (visible && screen.from() >= 0 && logged.seq() > screen.from() && logged.seq() <= screen.last()) {
                assertTrue(screen.events().containsKey(logged.seq()), talker + " was not shown " + logged);
            }
        }
    }

    private static String text(Event event) {
        @Nullable
        String text = switch (event) {
            case Event.BuyerMessage message -> message.text();
            case Event.BotMessage message -> message.text();
            case Event.AgentMessage message -> message.text();
            case Event.Note note -> note.text();
            default -> "";
        };
        return text == null ? "" : text;
    }

    /// At the end, when nobody writes any more: buyers were shown all of it.
    Audit complete(List<Talker> talkers) {
        for (Talker talker : talkers) {
            assertEquals(0, talker.waiting(), talker + " was not answered");
            if (!talker.isAgent()) {
                talker.screens().forEach((conversation, screen) -> assertEquals(
                        conversations.getOrDefault(conversation, List.of()).stream()
                                .filter(logged -> !(logged.event() instanceof Event.Note)).map(Logged::seq).toList(),
                        List.copyOf(screen.events().keySet()), talker + " was not shown all of " + conversation));
            }
        }
        return this;
    }

    /// The last event of the conversation that buyers see.
    long last(String conversation) {
        return conversations.getOrDefault(conversation, List.of()).stream()
                .filter(logged -> !(logged.event() instanceof Event.Note)).mapToLong(Logged::seq).max().orElse(0);
    }

    /// Every message of this buyer was answered by the bot, once.
    Audit answered(Talker buyer) {
        for (String conversation : buyer.screens().keySet()) {
            Map<Long, Integer> answers = new TreeMap<>();
            for (Logged logged : conversations.getOrDefault(conversation, List.of())) {
                if (logged.event() instanceof Event.BuyerMessage) {
                    answers.put(logged.seq(), 0);
                } else if (logged.event() instanceof Event.BotMessage message && message.replyTo() > 0) {
                    answers.merge(message.replyTo(), 1, Integer::sum);
                }
            }
            answers.forEach((seq, times) -> assertEquals(1, times, "answers to " + conversation + " " + seq));
        }
        return this;
    }

    Journal journal() {
        return journal;
    }
}
