package dev.yingda.conversation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// An event log in memory: the obvious implementation, for tests.
public final class MemoryLog implements EventLog {

    private final Map<ConversationId, List<Logged>> logs = new LinkedHashMap<>();

    @Override
    public synchronized Appended append(ConversationId conversation, long lastSeq, Instant now, List<Event> events) {
        List<Logged> log = logs.getOrDefault(conversation, List.of());
        for (Event event : events) {
            Optional<Logged> before = sentAs(sender(conversation, event), clientMessageId(event));
            if (before.isPresent()) {
                return new Appended.Duplicate(before.get());
            }
        }
        if (log.size() != lastSeq) {
            return new Appended.Moved(log.size());
        }
        Instant at = log.isEmpty() || log.getLast().at().isBefore(now) ? now : log.getLast().at();
        List<Logged> stored = new ArrayList<>();
        for (Event event : events) {
            stored.add(new Logged(conversation, 1, lastSeq + stored.size() + 1, at, event));
        }
        logs.computeIfAbsent(conversation, _ -> new ArrayList<>()).addAll(stored);
        return new Appended.Stored(stored);
    }

    private String sender(ConversationId conversation, Event event) {
        return switch (event) {
            case Event.BuyerMessage _ -> "buyer:" + (logs.containsKey(conversation) ? buyer(conversation) : "");
            case Event.AgentMessage message -> "agent:" + message.agent();
            case Event.Note note -> "agent:" + note.agent();
            default -> "";
        };
    }

    private BuyerId buyer(ConversationId conversation) {
        return ((Event.Opened) Objects.requireNonNull(logs.get(conversation)).getFirst().event()).buyer();
    }

    private static @Nullable String clientMessageId(Event event) {
        return switch (event) {
            case Event.BuyerMessage message -> message.clientMessageId();
            case Event.AgentMessage message -> message.clientMessageId();
            case Event.Note note -> note.clientMessageId();
            default -> null;
        };
    }

    private Optional<Logged> sentAs(String sender, @Nullable String clientMessageId) {
        return clientMessageId == null ? Optional.empty() : sent(sender, clientMessageId);
    }

    @Override
    public synchronized Optional<Logged> sent(String sender, String clientMessageId) {
        return logs.values().stream().flatMap(List::stream)
                .filter(logged -> clientMessageId.equals(clientMessageId(logged.event()))
                        && sender(logged.conversation(), logged.event()).equals(sender))
                .findFirst();
    }

    @Override
    public synchronized List<Logged> after(ConversationId conversation, long afterSeq, int limit) {
        return logs.getOrDefault(conversation, List.of()).stream().filter(logged -> logged.seq() > afterSeq)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Logged> before(ConversationId conversation, long beforeSeq, int limit) {
        List<Logged> all = logs.getOrDefault(conversation, List.of()).stream()
                .filter(logged -> logged.seq() < beforeSeq).toList();
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    @Override
    public synchronized List<ConversationId> open() {
        return List.copyOf(logs.keySet());
    }

    @Override
    public synchronized List<ConversationId> ofBuyer(BuyerId buyer, int limit) {
        return logs.keySet().stream().filter(id -> buyer(id).equals(buyer)).limit(limit).toList();
    }

    @Override
    public List<ConversationId> latest(@Nullable AgentId agent, @Nullable String text, @Nullable Instant before,
            int limit) {
        return open();
    }

    @Override
    public synchronized List<Logged> latestOfType(String type, Instant since, int limit) {
        return logs.values().stream().flatMap(List::stream)
                .filter(logged -> logged.event() instanceof Event.HandedOff && type.equals("handed-off"))
                .sorted(Comparator.comparing(Logged::at).reversed()).limit(limit).toList();
    }

    @Override
    public synchronized void scan(@Nullable Instant from, @Nullable Instant to, Consumer<Logged> consumer) {
        logs.values().stream().flatMap(List::stream).toList().forEach(consumer);
    }

    @Override
    public synchronized void scanAll(List<? extends Consumer<Logged>> consumers) {
        int turn = 0;
        for (List<Logged> log : logs.values()) {
            log.forEach(consumers.get(turn++ % consumers.size()));
        }
    }
}
