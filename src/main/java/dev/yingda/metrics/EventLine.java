package dev.yingda.metrics;

import static dev.yingda.metrics.LineFields.Field.AGENT;
import static dev.yingda.metrics.LineFields.Field.AT;
import static dev.yingda.metrics.LineFields.Field.BUYER;
import static dev.yingda.metrics.LineFields.Field.BY;
import static dev.yingda.metrics.LineFields.Field.CONVERSATION;
import static dev.yingda.metrics.LineFields.Field.COURTESY;
import static dev.yingda.metrics.LineFields.Field.FROM;
import static dev.yingda.metrics.LineFields.Field.ID;
import static dev.yingda.metrics.LineFields.Field.KIND;
import static dev.yingda.metrics.LineFields.Field.OF;
import static dev.yingda.metrics.LineFields.Field.REASON;
import static dev.yingda.metrics.LineFields.Field.SERVICE_TYPE;
import static dev.yingda.metrics.LineFields.Field.STARS;
import static dev.yingda.metrics.LineFields.Field.TYPE;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.metrics.BadInput.Faults;
import dev.yingda.metrics.LineFields.Field;

import org.jspecify.annotations.Nullable;

/// One line of an event file, read strictly: every key is known, belongs to the type, and has a value of its form
/// (response-metrics.md, sections 1 and 6). What does not fit is a fault of the line. Used again for every line.
final class EventLine {

    /// A type of event, or the messages of one sender.
    ///
    /// @param required the keys it must have
    /// @param allowed the keys it may have
    private record Shape(Set<Field> required, Set<Field> allowed, Function<EventLine, @Nullable Event> event) {

        static Shape of(Set<Field> required, Set<Field> optional, Function<EventLine, @Nullable Event> event) {
            Set<Field> allowed = EnumSet.copyOf(COMMON);
            allowed.addAll(required);
            allowed.addAll(optional);
            return new Shape(required, allowed, event);
        }
    }

    private static final Set<Field> COMMON = EnumSet.of(CONVERSATION, AT, TYPE);
    private static final Map<String, Shape> SENDERS = Map.of(
            "buyer", Shape.of(Set.of(), EnumSet.of(FROM, ID, COURTESY), EventLine::buyerMessage),
            "bot", Shape.of(EnumSet.of(KIND), EnumSet.of(FROM, ID), EventLine::botMessage),
            "agent", Shape.of(EnumSet.of(AGENT, KIND), EnumSet.of(FROM, ID), EventLine::agentMessage));
    private static final Map<String, Shape> TYPES = Map.of(
            "message", new Shape(EnumSet.of(FROM), EnumSet.allOf(Field.class), EventLine::message),
            "opened", Shape.of(EnumSet.of(BUYER), Set.of(), EventLine::opened),
            "reopened", Shape.of(Set.of(), Set.of(), _ -> new Event.Reopened()),
            "handed-off", Shape.of(Set.of(), EnumSet.of(REASON), EventLine::handedOff),
            "assigned", Shape.of(EnumSet.of(AGENT), Set.of(), EventLine::assigned),
            "transferred", Shape.of(EnumSet.of(AGENT), Set.of(), EventLine::transferred),
            "closed", Shape.of(Set.of(), EnumSet.of(BY), EventLine::closed),
            "rated", Shape.of(EnumSet.of(STARS, OF), Set.of(), EventLine::rated),
            "classified", Shape.of(EnumSet.of(SERVICE_TYPE), Set.of(), EventLine::classified),
            "flagged", Shape.of(EnumSet.of(REASON), Set.of(), EventLine::flagged));

    private static final Map<String, Event.BotKind> BOT_KINDS = byName(Event.BotKind.values());
    private static final Map<String, Event.AgentKind> AGENT_KINDS = byName(Event.AgentKind.values());
    private static final Map<String, Event.By> CLOSERS = byName(Event.By.values());
    private static final Map<String, Event.Of> RATED = byName(Event.Of.values());
    private static final Map<String, Event.ServiceType> SERVICE_TYPES = byName(Event.ServiceType.values());
    private static final Map<String, Event.Flag> FLAGS = byName(Event.Flag.values());
    private static final Pattern ID_FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    private final Faults faults;
    private final LineFields fields;
    private @Nullable ConversationId conversation;
    private @Nullable Instant at;
    private @Nullable Event event;

    EventLine(Faults faults) {
        this.faults = faults;
        this.fields = new LineFields(faults);
    }

    /// Reads the next line. Afterwards the accessors hold what could be read; the event is null if there was a fault.
    ///
    /// @param number of the line, from 1
    void read(int number, String json) {
        int before = faults.count();
        event = null;
        conversation = null;
        at = null;
        if (!fields.read(number, json)) {
            return;
        }
        String name = fields.text(CONVERSATION);
        conversation = name == null ? null : fields.made(CONVERSATION, () -> new ConversationId(name));
        at = fields.time(AT);
        fields.require(COMMON);
        Event read = shaped(fields.constant(TYPE, TYPES));
        event = faults.count() > before ? null : read;
    }

    /// The conversation of the line, if it is readable.
    @Nullable
    ConversationId conversation() {
        return conversation;
    }

    /// The time of the line, if it is readable.
    @Nullable
    Instant at() {
        return at;
    }

    /// The event, if the whole line is without fault.
    @Nullable
    Event event() {
        return event;
    }

    private @Nullable Event shaped(@Nullable Shape shape) {
        if (shape == null) {
            return null;
        }
        fields.require(shape.required);
        fields.refuseOthers(shape.allowed);
        return shape.event.apply(this);
    }

    private @Nullable Event message() {
        return shaped(fields.constant(FROM, SENDERS));
    }

    private @Nullable Event buyerMessage() {
        boolean courtesy = Boolean.TRUE.equals(fields.truth(COURTESY));
        return new Event.BuyerMessage(messageId(), null, null, courtesy);
    }

    private @Nullable Event botMessage() {
        var kind = fields.constant(KIND, BOT_KINDS);
        return kind == null ? null : new Event.BotMessage(messageId(), kind, null, 0, null, List.of());
    }

    private @Nullable Event agentMessage() {
        var kind = fields.constant(KIND, AGENT_KINDS);
        AgentId agent = agent();
        return kind == null || agent == null ? null : new Event.AgentMessage(messageId(), null, agent, kind, null);
    }

    private @Nullable Event opened() {
        String buyer = fields.text(BUYER);
        return buyer == null ? null : fields.made(BUYER, () -> new Event.Opened(new BuyerId(buyer)));
    }

    private Event handedOff() {
        return new Event.HandedOff(fields.text(REASON), 0);
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
        Event.By by = fields.has(BY) ? fields.constant(BY, CLOSERS) : Event.By.SYSTEM;
        return by == null ? null : new Event.Closed(by);
    }

    private @Nullable Event rated() {
        Integer stars = fields.whole(STARS, 1, 5);
        Event.Of of = fields.constant(OF, RATED);
        return stars == null || of == null ? null : new Event.Rated(stars, of, null);
    }

    private @Nullable Event classified() {
        var type = fields.constant(SERVICE_TYPE, SERVICE_TYPES);
        return type == null ? null : new Event.Classified(type);
    }

    private @Nullable Event flagged() {
        var reason = fields.constant(REASON, FLAGS);
        return reason == null ? null : new Event.Flagged(reason);
    }

    private @Nullable AgentId agent() {
        String agent = fields.text(AGENT);
        return agent == null ? null : fields.made(AGENT, () -> new AgentId(agent));
    }

    private @Nullable String messageId() {
        String id = fields.text(ID);
        if (id != null && !ID_FORM.matcher(id).matches()) {
            fields.fault(ID, "a message id is 1-64 of A-Za-z0-9_.:-");
        }
        return id;
    }

    private static <E extends Enum<E>> Map<String, E> byName(E[] constants) {
        return Arrays.stream(constants).collect(Collectors.toUnmodifiableMap(Policy::wire, Function.identity()));
    }
}
