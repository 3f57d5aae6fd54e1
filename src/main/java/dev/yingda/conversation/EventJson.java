package dev.yingda.conversation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Events as JSON objects, whole: the form in which they are stored. Types and keys are those of response-metrics.md,
/// section 1, with the texts beside; what is absent is left out.
public final class EventJson {

    private EventJson() {
    }

    /// The wire name of the event's type.
    public static String type(Event event) {
        return switch (event) {
            case Event.Opened _ -> "opened";
            case Event.Reopened _ -> "reopened";
            case Event.BuyerMessage _,Event.BotMessage _,Event.AgentMessage _ -> "message";
            case Event.HandedOff _ -> "handed-off";
            case Event.Assigned _ -> "assigned";
            case Event.Transferred _ -> "transferred";
            case Event.Closed _ -> "closed";
            case Event.Rated _ -> "rated";
            case Event.Classified _ -> "classified";
            case Event.Flagged _ -> "flagged";
            case Event.Note _ -> "note";
            case Event.Queued _ -> "queued";
            case Event.Helpful _ -> "helpful";
        };
    }

    /// The event as one object.
    public static ObjectNode encode(Event event) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", type(event));
        switch (event) {
            case Event.Opened opened -> node.put("buyer", opened.buyer().value());
            case Event.Reopened _,Event.Queued _ -> {
            }
            case Event.BuyerMessage message -> buyerMessage(node, message);
            case Event.BotMessage message -> botMessage(node, message);
            case Event.AgentMessage message -> agentMessage(node, message);
            case Event.HandedOff handedOff -> {
                put(node, "reason", handedOff.reason());
                if (handedOff.question() > 0) {
                    node.put("question", handedOff.question());
                }
            }
            case Event.Assigned assigned -> node.put("agent", assigned.agent().value());
            case Event.Transferred transferred -> node.put("agent", transferred.agent().value());
            case Event.Closed closed -> node.put("by", closed.by().wire());
            case Event.Rated rated -> {
                node.put("stars", rated.stars()).put("of", rated.of().wire());
                put(node, "comment", rated.comment());
            }
            case Event.Classified classified -> node.put("serviceType", classified.serviceType().wire());
            case Event.Flagged flagged -> node.put("reason", flagged.reason().wire());
            case Event.Note note -> node.put("id", note.id()).put("clientMessageId", note.clientMessageId())
                    .put("agent", note.agent().value()).put("text", note.text());
            case Event.Helpful helpful -> node.put("seq", helpful.seq()).put("yes", helpful.yes());
        }
        return node;
    }

    private static void buyerMessage(ObjectNode node, Event.BuyerMessage message) {
        node.put("from", "buyer");
        put(node, "id", message.id());
        put(node, "clientMessageId", message.clientMessageId());
        put(node, "text", message.text());
        if (message.courtesy()) {
            node.put("courtesy", true);
        }
    }

    private static void agentMessage(ObjectNode node, Event.AgentMessage message) {
        node.put("from", "agent").put("kind", message.kind().wire()).put("agent", message.agent().value());
        put(node, "id", message.id());
        put(node, "clientMessageId", message.clientMessageId());
        put(node, "text", message.text());
    }

    private static void botMessage(ObjectNode node, Event.BotMessage message) {
        node.put("from", "bot").put("kind", message.kind().wire());
        put(node, "id", message.id());
        put(node, "text", message.text());
        if (message.replyTo() > 0) {
            node.put("replyTo", message.replyTo());
        }
        put(node, "entry", message.entry());
        if (!message.choices().isEmpty()) {
            ArrayNode choices = node.putArray("choices");
            message.choices().forEach(
                    choice -> choices.addObject().put("entry", choice.entry()).put("question", choice.question()));
        }
    }

    private static void put(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    /// The event of an object that [#encode] made.
    ///
    /// @throws IllegalArgumentException if it is none: a value that is missing or of another type is never made up, since
    /// an event read wrongly would be counted wrongly for ever
    public static Event decode(JsonNode node) {
        String type = text(node, "type");
        return switch (type) {
            case "opened" -> new Event.Opened(new BuyerId(text(node, "buyer")));
            case "reopened" -> new Event.Reopened();
            case "message" -> message(node);
            case "handed-off" -> new Event.HandedOff(optional(node, "reason"), optionalSeq(node, "question"));
            case "assigned" -> new Event.Assigned(new AgentId(text(node, "agent")));
            case "transferred" -> new Event.Transferred(new AgentId(text(node, "agent")));
            case "closed" -> new Event.Closed(oneOf(node, "by", Event.By.values(), Event.By::wire));
            case "rated" ->
                new Event.Rated(Math.toIntExact(number(node, "stars")),
                        oneOf(node, "of", Event.Of.values(), Event.Of::wire),
                        optional(node, "comment"));
            case "classified" -> new Event.Classified(
                    oneOf(node, "serviceType", Event.ServiceType.values(), Event.ServiceType::wire));
            case "flagged" -> new Event.Flagged(oneOf(node, "reason", Event.Flag.values(), Event.Flag::wire));
            case "note" -> new Event.Note(text(node, "id"), text(node, "clientMessageId"),
                    new AgentId(text(node, "agent")), text(node, "text"));
            case "queued" -> new Event.Queued();
            case "helpful" -> new Event.Helpful(number(node, "seq"), truth(node, "yes"));
            default -> throw new IllegalArgumentException("no event type " + type);
        };
    }

    private static Event message(JsonNode node) {
        return switch (text(node, "from")) {
            case "buyer" -> new Event.BuyerMessage(optional(node, "id"), optional(node, "clientMessageId"),
                    optional(node, "text"), node.has("courtesy") && truth(node, "courtesy"));
            case "bot" -> new Event.BotMessage(optional(node, "id"),
                    oneOf(node, "kind", Event.BotKind.values(), Event.BotKind::wire), optional(node, "text"),
                    optionalSeq(node, "replyTo"), optional(node, "entry"), choices(node));
            case "agent" -> new Event.AgentMessage(optional(node, "id"), optional(node, "clientMessageId"),
                    new AgentId(text(node, "agent")),
                    oneOf(node, "kind", Event.AgentKind.values(), Event.AgentKind::wire), optional(node, "text"));
            default -> throw new IllegalArgumentException("no sender " + text(node, "from"));
        };
    }

    private static List<Event.Choice> choices(JsonNode node) {
        if (!node.has("choices")) {
            return List.of();
        }
        List<Event.Choice> choices = new ArrayList<>();
        for (JsonNode choice : of(node, "choices", JsonNode::isArray)) {
            choices.add(new Event.Choice(text(choice, "entry"), text(choice, "question")));
        }
        return choices;
    }

    private static JsonNode of(JsonNode node, String key, Predicate<JsonNode> type) {
        JsonNode value = node.path(key);
        if (!type.test(value)) {
            throw new IllegalArgumentException(
                    "the event's " + key + (value.isMissingNode() ? " is missing" : " is of a wrong type"));
        }
        return value;
    }

    private static String text(JsonNode node, String key) {
        return of(node, key, JsonNode::isTextual).textValue();
    }

    private static @Nullable String optional(JsonNode node, String key) {
        return node.has(key) ? text(node, key) : null;
    }

    private static long number(JsonNode node, String key) {
        return of(node, key, value -> value.isIntegralNumber() && value.canConvertToLong()).longValue();
    }

    private static long optionalSeq(JsonNode node, String key) {
        return node.has(key) ? number(node, key) : 0;
    }

    private static boolean truth(JsonNode node, String key) {
        return of(node, key, JsonNode::isBoolean).booleanValue();
    }

    private static <E> E oneOf(JsonNode node, String key, E[] values, Function<E, String> wire) {
        String name = text(node, key);
        return Arrays.stream(values).filter(value -> wire.apply(value).equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + key + " " + name));
    }
}
