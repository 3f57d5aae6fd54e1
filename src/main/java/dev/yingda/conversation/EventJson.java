package dev.yingda.conversation;

import java.util.function.Function;

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
    public static Event decode(String json) {
        EventFields fields = EventFields.read(json);
        String type = fields.text("type");
        return switch (type) {
            case "opened" -> new Event.Opened(new BuyerId(fields.text("buyer")));
            case "reopened" -> new Event.Reopened();
            case "message" -> message(fields);
            case "handed-off" -> new Event.HandedOff(fields.optional("reason"), fields.optionalNumber("question"));
            case "assigned" -> new Event.Assigned(new AgentId(fields.text("agent")));
            case "transferred" -> new Event.Transferred(new AgentId(fields.text("agent")));
            case "closed" -> new Event.Closed(oneOf(fields, "by", Event.By.values(), Event.By::wire));
            case "rated" -> new Event.Rated(Math.toIntExact(fields.number("stars")),
                    oneOf(fields, "of", Event.Of.values(), Event.Of::wire), fields.optional("comment"));
            case "classified" -> new Event.Classified(
                    oneOf(fields, "serviceType", Event.ServiceType.values(), Event.ServiceType::wire));
            case "flagged" -> new Event.Flagged(oneOf(fields, "reason", Event.Flag.values(), Event.Flag::wire));
            case "note" -> new Event.Note(fields.text("id"), fields.text("clientMessageId"),
                    new AgentId(fields.text("agent")), fields.text("text"));
            case "queued" -> new Event.Queued();
            case "helpful" -> new Event.Helpful(fields.number("seq"), fields.truth("yes"));
            default -> throw new IllegalArgumentException("no event type " + type);
        };
    }

    private static Event message(EventFields fields) {
        String from = fields.text("from");
        return switch (from) {
            case "buyer" -> new Event.BuyerMessage(fields.optional("id"), fields.optional("clientMessageId"),
                    fields.optional("text"), fields.has("courtesy") && fields.truth("courtesy"));
            case "bot" -> new Event.BotMessage(fields.optional("id"),
                    oneOf(fields, "kind", Event.BotKind.values(), Event.BotKind::wire), fields.optional("text"),
                    fields.optionalNumber("replyTo"), fields.optional("entry"), fields.choices());
            case "agent" -> new Event.AgentMessage(fields.optional("id"), fields.optional("clientMessageId"),
                    new AgentId(fields.text("agent")),
                    oneOf(fields, "kind", Event.AgentKind.values(), Event.AgentKind::wire), fields.optional("text"));
            default -> throw new IllegalArgumentException("no sender " + from);
        };
    }

    private static <E> E oneOf(EventFields fields, String key, E[] values, Function<E, String> wire) {
        String name = fields.text(key);
        for (E value : values) {
            if (wire.apply(value).equals(name)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no " + key + " " + name);
    }
}
