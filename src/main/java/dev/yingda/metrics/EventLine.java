package dev.yingda.metrics;

import static dev.yingda.metrics.EventLine.Key.AGENT;
import static dev.yingda.metrics.EventLine.Key.AT;
import static dev.yingda.metrics.EventLine.Key.BUYER;
import static dev.yingda.metrics.EventLine.Key.BY;
import static dev.yingda.metrics.EventLine.Key.CONVERSATION;
import static dev.yingda.metrics.EventLine.Key.COURTESY;
import static dev.yingda.metrics.EventLine.Key.FROM;
import static dev.yingda.metrics.EventLine.Key.ID;
import static dev.yingda.metrics.EventLine.Key.KIND;
import static dev.yingda.metrics.EventLine.Key.OF;
import static dev.yingda.metrics.EventLine.Key.REASON;
import static dev.yingda.metrics.EventLine.Key.SERVICE_TYPE;
import static dev.yingda.metrics.EventLine.Key.STARS;
import static dev.yingda.metrics.EventLine.Key.TYPE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.metrics.BadInput.Faults;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/// One line of an event file, read strictly: every key is known, belongs to the type, and has a value of its form
/// (response-metrics.md, sections 1 and 6). What does not fit is a fault of the line. Used again for every line.
final class EventLine {

    /// The keys, by their names in the file.
    enum Key {
        CONVERSATION("conversation"), AT("at"), TYPE("type"), FROM("from"), ID("id"), COURTESY("courtesy"),
        KIND("kind"), AGENT("agent"), BUYER("buyer"), REASON("reason"), BY("by"), STARS("stars"), OF("of"),
        SERVICE_TYPE("serviceType");

        final String wire;

        Key(String wire) {
            this.wire = wire;
        }
    }

    /// The keys of a type, beside `conversation`, `at` and `type`; a message has one shape for each sender.
    private record Shape(Set<Key> required, Set<Key> optional, Function<EventLine, @Nullable Event> event) {
    }

    private static final Map<String, Shape> MESSAGES = Map.of(
            "buyer", new Shape(Set.of(), Set.of(FROM, ID, COURTESY), EventLine::buyerMessage),
            "bot", new Shape(EnumSet.of(KIND), Set.of(FROM, ID), EventLine::botMessage),
            "agent", new Shape(EnumSet.of(AGENT, KIND), Set.of(FROM, ID), EventLine::agentMessage));
    private static final Map<String, Shape> OTHERS = Map.of(
            "opened", new Shape(Set.of(BUYER), Set.of(), EventLine::opened),
            "reopened", new Shape(Set.of(), Set.of(), _ -> new Event.Reopened()),
            "handed-off", new Shape(Set.of(), Set.of(REASON), line -> new Event.HandedOff(line.text(REASON), 0)),
            "assigned", new Shape(Set.of(AGENT), Set.of(), EventLine::assigned),
            "transferred", new Shape(Set.of(AGENT), Set.of(), EventLine::transferred),
            "closed", new Shape(Set.of(), Set.of(BY), EventLine::closed),
            "rated", new Shape(EnumSet.of(STARS, OF), Set.of(), EventLine::rated),
            "classified", new Shape(Set.of(SERVICE_TYPE), Set.of(), EventLine::classified),
            "flagged", new Shape(Set.of(REASON), Set.of(), EventLine::flagged));
    private static final Set<Key> COMMON = EnumSet.of(CONVERSATION, AT, TYPE);

    private static final Map<String, Key> KEY_BY_NAME = Arrays.stream(Key.values())
            .collect(Collectors.toUnmodifiableMap(key -> key.wire, Function.identity()));
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, Event.BotKind> BOT_KINDS = byName(Event.BotKind.values());
    private static final Map<String, Event.AgentKind> AGENT_KINDS = byName(Event.AgentKind.values());
    private static final Map<String, Event.By> CLOSERS = byName(Event.By.values());
    private static final Map<String, Event.Of> RATED = byName(Event.Of.values());
    private static final Map<String, Event.ServiceType> SERVICE_TYPES = byName(Event.ServiceType.values());
    private static final Map<String, Event.Flag> FLAGS = byName(Event.Flag.values());
    private static final Object NEITHER = new Object();
    private static final Pattern ID_FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    private final Faults faults;
    /// A String, Long or Boolean each, or NEITHER for any other JSON value.
    private final Map<Key, Object> values = new EnumMap<>(Key.class);
    private int number;
    private @Nullable ConversationId conversation;
    private @Nullable Instant at;
    private @Nullable Event event;

    EventLine(Faults faults) {
        this.faults = faults;
    }

    /// Reads the next line. Afterwards the accessors hold what could be read; [#event] is null if there was a fault.
    ///
    /// @param number of the line, from 1
    void read(int number, String json) {
        this.number = number;
        int before = faults.count();
        values.clear();
        event = null;
        conversation = null;
        at = null;
        try {
            tokens(json);
        } catch (JsonProcessingException unreadable) {
            faults.add(number, "", "is no JSON object on one line: " + unreadable.getOriginalMessage());
            return;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        require(COMMON);
        String name = text(CONVERSATION);
        conversation = name == null ? null : made(CONVERSATION, () -> new ConversationId(name));
        at = time();
        Shape shape = shape();
        if (shape != null) {
            require(shape.required);
            refuseOthers(shape);
            Event read = faults.count() > before ? null : shape.event.apply(this);
            event = faults.count() > before ? null : read;
        }
    }

    @Nullable
    ConversationId conversation() {
        return conversation;
    }

    @Nullable
    Instant at() {
        return at;
    }

    @Nullable
    Event event() {
        return event;
    }

    private void tokens(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                faults.add(number, "", "is no JSON object; write one event a line");
                return;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                Object value = value(parser);
                Key key = KEY_BY_NAME.get(name);
                if (key == null) {
                    faults.add(number, name, "is no key of an event; check its spelling, or remove it");
                } else if (values.put(key, value) != null) {
                    faults.add(number, name, "is there twice; remove one");
                }
            }
            if (parser.nextToken() != null) {
                faults.add(number, "", "something follows the object; write one event a line");
            }
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> {
                parser.skipChildren();
                yield NEITHER;
            }
        };
    }

    private void require(Set<Key> keys) {
        for (Key key : keys) {
            if (!values.containsKey(key)) {
                fault(key, "is missing; add it");
            }
        }
    }

    private void refuseOthers(Shape shape) {
        for (Key key : values.keySet()) {
            if (!COMMON.contains(key) && !shape.required.contains(key)
                    && !shape.optional.contains(key)) {
                fault(key, "belongs to another type of event; remove it");
            }
        }
    }

    private @Nullable Shape shape() {
        String type = text(TYPE);
        if (!"message".equals(type)) {
            return type == null ? null : named(TYPE, type, OTHERS);
        }
        require(Set.of(FROM));
        String from = text(FROM);
        return from == null ? null : named(FROM, from, MESSAGES);
    }

    private @Nullable Instant time() {
        Object value = values.get(AT);
        return switch (value) {
            case null -> null;
            case String iso when !iso.isEmpty() -> made(AT, () -> Times.parseIso(iso));
            case Long millis -> made(AT, () -> Times.ofMillis(millis));
            default -> {
                fault(AT, "is no time; write ISO-8601 with offset, or epoch milliseconds");
                yield null;
            }
        };
    }

    private @Nullable Event buyerMessage() {
        Object courtesy = values.get(COURTESY);
        if (courtesy != null && !(courtesy instanceof Boolean)) {
            fault(COURTESY, "is neither true nor false");
        }
        return new Event.BuyerMessage(messageId(), null, null, Boolean.TRUE.equals(courtesy));
    }

    private @Nullable Event botMessage() {
        var kind = constant(KIND, BOT_KINDS);
        return kind == null ? null : new Event.BotMessage(messageId(), kind, null, 0, null, List.of());
    }

    private @Nullable Event agentMessage() {
        var kind = constant(KIND, AGENT_KINDS);
        AgentId agent = agent();
        return kind == null || agent == null ? null : new Event.AgentMessage(messageId(), null, agent, kind, null);
    }

    private @Nullable Event opened() {
        String buyer = text(BUYER);
        return buyer == null ? null : made(BUYER, () -> new Event.Opened(new BuyerId(buyer)));
    }

    private @Nullable Event assigned() {
        AgentId agent = agent();
        return agent == null ? null : new Event.Assigned(agent);
    }

    private @Nullable Event transferred() {
        AgentId agent = agent();
        return agent == null ? null : new Event.Transferred(agent);
    }

    private @Nullable Event closed() {
        Event.By by = values.containsKey(BY) ? constant(BY, CLOSERS) : Event.By.SYSTEM;
        return by == null ? null : new Event.Closed(by);
    }

    private @Nullable Event rated() {
        Object stars = values.get(STARS);
        Event.Of of = constant(OF, RATED);
        if (!(stars instanceof Long given) || given < 1 || given > 5) {
            fault(STARS, "is no whole number from 1 to 5");
            return null;
        }
        return of == null ? null : new Event.Rated(given.intValue(), of, null);
    }

    private @Nullable Event classified() {
        var type = constant(SERVICE_TYPE, SERVICE_TYPES);
        return type == null ? null : new Event.Classified(type);
    }

    private @Nullable Event flagged() {
        var reason = constant(REASON, FLAGS);
        return reason == null ? null : new Event.Flagged(reason);
    }

    private @Nullable AgentId agent() {
        String agent = text(AGENT);
        return agent == null ? null : made(AGENT, () -> new AgentId(agent));
    }

    private @Nullable String messageId() {
        String id = text(ID);
        if (id != null && !ID_FORM.matcher(id).matches()) {
            fault(ID, "a message id is 1-64 of A-Za-z0-9_.:-");
        }
        return id;
    }

    /// The text under the key; null if it is not there, or is a fault.
    private @Nullable String text(Key key) {
        Object value = values.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        fault(key, "is no text; put it in quotes");
        return null;
    }

    private <E extends Enum<E>> @Nullable E constant(Key key, Map<String, E> known) {
        String name = text(key);
        return name == null ? null : named(key, name, known);
    }

    private <T> @Nullable T named(Key key, String name, Map<String, T> known) {
        T found = known.get(name);
        if (found == null) {
            fault(key, "`" + name + "` is not one of " + String.join(", ", new TreeSet<>(known.keySet())));
        }
        return found;
    }

    private <T> @Nullable T made(Key key, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException refused) {
            fault(key, String.valueOf(refused.getMessage()));
            return null;
        }
    }

    private void fault(Key key, String problem) {
        faults.add(number, key.wire, problem);
    }

    private static <E extends Enum<E>> Map<String, E> byName(E[] constants) {
        return Arrays.stream(constants).collect(Collectors.toUnmodifiableMap(Policy::wire, Function.identity()));
    }
}
