package dev.yingda.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventJson;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.BadInput.Faults;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

/// The file form of a history: one JSON object a line (response-metrics.md, section 1). What the product writes it can
/// read, and the other way round, but for the texts, the notes and the waiting list, which the response metrics never
/// see and the file does not carry.
public final class EventFile {

    private static final JsonFactory JSON = new JsonFactory();
    /// After so many faults the rest of a file tells nothing new.
    private static final int ENOUGH = 50;

    private EventFile() {
    }

    /// Reads a file and hands on its events, numbered from 1 within each conversation.
    ///
    /// Events are handed on as they are read; if this throws, throw away what was made of them.
    ///
    /// @param file what to call it in faults
    /// @throws BadInput with the faults: what is no event, and what cannot follow what came before (section 6)
    /// @throws IOException if it cannot be read at all
    public static void read(String file, BufferedReader lines, Consumer<Logged> consumer)
            throws BadInput, IOException {
        Faults faults = new Faults(file);
        EventLine line = new EventLine(faults);
        Map<ConversationId, Life> lives = new HashMap<>();
        int number = 0;
        try {
            for (String text = lines.readLine(); text != null && faults.count() < ENOUGH; text = lines.readLine()) {
                number++;
                if (number == 1 && text.startsWith("\uFEFF")) {
                    text = text.substring(1);
                }
                if (!text.isBlank()) {
                    line.read(number, text);
                    follow(line, number, lives, faults, consumer);
                }
            }
        } catch (CharacterCodingException unreadable) {
            faults.add(number + 1, "", "is not UTF-8; save the file as UTF-8");
        }
        faults.throwIfAny();
    }

    /// Reads a time as it is written in files and on the command line: ISO-8601 with offset, or epoch milliseconds.
    ///
    /// @throws IllegalArgumentException with a sentence that says what to write
    public static Instant instant(String text) {
        return Times.parse(text);
    }

    private static void follow(EventLine line, int number, Map<ConversationId, Life> lives, Faults faults,
            Consumer<Logged> consumer) {
        ConversationId conversation = line.conversation();
        if (conversation == null) {
            return;
        }
        Life life = lives.computeIfAbsent(conversation, _ -> new Life());
        Event event = line.event();
        Instant at = line.at();
        if (event == null || at == null || life.unclear) {
            // What follows a fault of the same conversation cannot be told from its consequences.
            life.unclear = true;
            return;
        }
        int before = faults.count();
        life.check(at, event, (field, problem) -> faults.add(number, field, problem));
        if (faults.count() > before) {
            life.unclear = true;
        } else {
            consumer.accept(new Logged(conversation, 1, life.follow(at, event), at, event));
        }
    }

    /// How a fault of the line at hand is told.
    private interface Tell {
        void fault(String field, String problem);
    }

    /// What may happen next in one conversation (section 6).
    private static final class Life {

        private boolean unclear;
        private boolean closed;
        private long seq;
        private Instant last = Instant.MIN;
        private final Set<String> messageIds = new HashSet<>(0);

        void check(Instant at, Event event, Tell tell) {
            if (at.isBefore(last)) {
                tell.fault("at", "is before the event above it in this conversation; put the events in order of time");
            }
            String id = messageId(event);
            if (id != null && messageIds.contains(id)) {
                tell.fault("id", "`" + id + "` is the id of an earlier message of this conversation");
            }
            if (event instanceof Event.Opened != (seq == 0)) {
                tell.fault("type", seq == 0
                        ? "the conversation was never opened; an `opened` comes first"
                        : "the conversation is open already; only its first event is `opened`");
            } else if (event instanceof Event.Reopened && !closed) {
                tell.fault("type", "nothing is reopened that was not closed; a `closed` comes first");
            } else if (closed && !possibleWhenClosed(event)) {
                tell.fault("type", "the conversation is closed; a `reopened` comes first");
            }
        }

        /// @return the seq of the event
        long follow(Instant at, Event event) {
            last = at;
            closed = event instanceof Event.Closed || (closed && !(event instanceof Event.Reopened));
            String id = messageId(event);
            if (id != null) {
                messageIds.add(id);
            }
            return ++seq;
        }

        private static boolean possibleWhenClosed(Event event) {
            return event instanceof Event.Reopened || event instanceof Event.Rated || event instanceof Event.Classified
                    || event instanceof Event.Flagged;
        }

        private static @Nullable String messageId(Event event) {
            return switch (event) {
                case Event.BuyerMessage message -> message.id();
                case Event.BotMessage message -> message.id();
                case Event.AgentMessage message -> message.id();
                default -> null;
            };
        }
    }

    /// Writes one event as a line, unless it is one that the file does not carry. Texts are left out.
    public static void write(Logged logged, Writer to) throws IOException {
        String type = type(logged.event());
        if (type == null) {
            return;
        }
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("conversation", logged.conversation().value());
            json.writeStringField("at", Times.write(logged.at()));
            json.writeStringField("type", type);
            fields(json, logged.event());
            json.writeEndObject();
        }
        to.append(line.getBuffer()).append('\n');
    }

    /// The name of the event's type; null for the product's own events, of which the metrics know nothing.
    private static @Nullable String type(Event event) {
        return switch (event) {
            case Event.Note _,Event.Queued _,Event.Helpful _ -> null;
            case Event.Opened _,Event.Reopened _,Event.BuyerMessage _,Event.BotMessage _,Event.AgentMessage _,Event.HandedOff _,Event.Assigned _,Event.Transferred _,Event.Closed _,Event.Rated _,Event.Classified _,Event.Flagged _ ->
                EventJson.type(event);
        };
    }

    private static void fields(JsonGenerator json, Event event) throws IOException {
        switch (event) {
            case Event.Opened(var buyer) -> json.writeStringField("buyer", buyer.value());
            case Event.BuyerMessage message -> {
                json.writeStringField("from", "buyer");
                if (message.courtesy()) {
                    json.writeBooleanField("courtesy", true);
                }
                optional(json, "id", message.id());
            }
            case Event.BotMessage message -> {
                json.writeStringField("from", "bot");
                json.writeStringField("kind", message.kind().wire());
                optional(json, "id", message.id());
            }
            case Event.AgentMessage message -> {
                json.writeStringField("from", "agent");
                json.writeStringField("agent", message.agent().value());
                json.writeStringField("kind", message.kind().wire());
                optional(json, "id", message.id());
            }
            case Event.HandedOff handedOff -> optional(json, "reason", handedOff.reason());
            case Event.Assigned(var agent) -> json.writeStringField("agent", agent.value());
            case Event.Transferred(var agent) -> json.writeStringField("agent", agent.value());
            case Event.Closed(var by) -> json.writeStringField("by", by.wire());
            case Event.Rated rated -> {
                json.writeNumberField("stars", rated.stars());
                json.writeStringField("of", rated.of().wire());
            }
            case Event.Classified(var type) -> json.writeStringField("serviceType", type.wire());
            case Event.Flagged(var reason) -> json.writeStringField("reason", reason.wire());
            case Event.Reopened _,Event.Note _,Event.Queued _,Event.Helpful _ -> {
                // Nothing beyond the type, or no line at all.
            }
        }
    }

    private static void optional(JsonGenerator json, String key, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(key, value);
        }
    }
}
