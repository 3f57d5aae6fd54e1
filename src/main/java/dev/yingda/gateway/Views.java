package dev.yingda.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.desk.Desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What clients are shown of events and conversations. For buyers notes, classifications, flags, FAQ ids and the agents'
/// account names are left out (gateway-protocol.md, section Events as clients see them).
final class Views {

    /// Who looks.
    enum Eyes {
        BUYER, AGENT
    }

    private final Function<AgentId, String> displayName;
    private final Desk desk;
    private final Predicate<BuyerId> blocked;

    /// @param displayName what buyers and colleagues call an agent
    /// @param blocked     whether the staff will not have a buyer back
    Views(Function<AgentId, String> displayName, Desk desk, Predicate<BuyerId> blocked) {
        this.displayName = displayName;
        this.desk = desk;
        this.blocked = blocked;
    }

    /// Whether these eyes may see the event at all.
    static boolean visible(Event event, Eyes eyes) {
        return switch (event) {
            case Event.Note _,Event.Classified _,Event.Flagged _ -> eyes == Eyes.AGENT;
            case Event.Opened _,Event.Reopened _,Event.BuyerMessage _,Event.BotMessage _,Event.AgentMessage _,Event.HandedOff _,Event.Assigned _,Event.Transferred _,Event.Closed _,Event.Rated _,Event.Queued _,Event.Helpful _ ->
                true;
        };
    }

    /// The `event` frame.
    ///
    /// @param previous the seq of the event before it that these eyes may see, 0 for none
    ObjectNode frame(Logged logged, long previous, Eyes eyes) {
        return ServerFrames.event(logged, previous, event(logged.event(), eyes));
    }

    /// The `event` frames of consecutive events of one conversation, less those these eyes may not see. Blocks.
    List<ObjectNode> frames(EventLog log, List<Logged> events, Eyes eyes) {
        List<ObjectNode> frames = new ArrayList<>();
        if (!events.isEmpty()) {
            long previous = lastShown(log, events.getFirst().conversation(), events.getFirst().seq(), eyes);
            for (Logged event : events) {
                if (visible(event.event(), eyes)) {
                    frames.add(frame(event, previous, eyes));
                    previous = event.seq();
                }
            }
        }
        return frames;
    }

    /// The seq of the last event before `seq` that these eyes may see, 0 for none. Blocks.
    static long lastShown(EventLog log, ConversationId conversation, long seq, Eyes eyes) {
        long end = seq;
        while (end > 1) {
            List<Logged> events = log.before(conversation, end, 20);
            for (Logged event : events.reversed()) {
                if (visible(event.event(), eyes)) {
                    return event.seq();
                }
            }
            end = events.isEmpty() ? 0 : events.getFirst().seq();
        }
        return 0;
    }

    private ObjectNode event(Event event, Eyes eyes) {
        return switch (event) {
            case Event.Opened opened -> Json.object("type", "opened", "buyer", opened.buyer().value());
            case Event.Reopened _ -> Json.object("type", "reopened");
            case Event.BuyerMessage message -> buyerMessage(message);
            case Event.BotMessage message -> botMessage(message, eyes);
            case Event.AgentMessage message -> agentMessage(message, eyes);
            case Event.HandedOff handedOff -> Json.object("type", "handed-off", "reason", handedOff.reason());
            case Event.Assigned assigned -> Json.object("type", "assigned", "agent", agent(assigned.agent(), eyes));
            case Event.Transferred moved -> Json.object("type", "transferred", "agent", agent(moved.agent(), eyes));
            case Event.Closed closed -> Json.object("type", "closed", "by", closed.by().wire());
            case Event.Rated rated -> Json.object("type", "rated", "stars", rated.stars(), "of", rated.of().wire(),
                    "comment", rated.comment());
            case Event.Classified kind -> Json.object("type", "classified", "serviceType", kind.serviceType().wire());
            case Event.Flagged flagged -> Json.object("type", "flagged", "reason", flagged.reason().wire());
            case Event.Note note -> Json.object("type", "note", "id", note.id(), "clientMessageId",
                    note.clientMessageId(), "agent", agent(note.agent(), eyes), "text", note.text());
            case Event.Queued _ -> Json.object("type", "queued");
            case Event.Helpful helpful -> Json.object("type", "helpful", "seq", helpful.seq(), "yes", helpful.yes());
        };
    }

    private static ObjectNode buyerMessage(Event.BuyerMessage message) {
        return Json.object("type", "message", "from", "buyer", "kind", "text", "id", message.id(), "clientMessageId",
                message.clientMessageId(), "text", message.text());
    }

    private static ObjectNode botMessage(Event.BotMessage message, Eyes eyes) {
        ObjectNode node = Json.object("type", "message", "from", "bot", "kind", message.kind().wire(), "id",
                message.id(), "text", message.text());
        if (message.replyTo() > 0) {
            node.put("replyTo", message.replyTo());
        }
        if (!message.choices().isEmpty()) {
            node.set("choices", Json.array(message.choices().stream()
                    .map(choice -> Json.object("entry", choice.entry(), "question", choice.question())).toList()));
        }
        if (eyes == Eyes.AGENT && message.entry() != null) {
            node.put("entry", message.entry());
        }
        return node;
    }

    private ObjectNode agentMessage(Event.AgentMessage message, Eyes eyes) {
        ObjectNode node = Json.object("type", "message", "from", "agent", "kind", message.kind().wire(), "id",
                message.id(), "agent", agent(message.agent(), eyes), "text", message.text());
        if (eyes == Eyes.AGENT) {
            node.put("clientMessageId", message.clientMessageId());
        }
        return node;
    }

    private ObjectNode agent(AgentId agent, Eyes eyes) {
        ObjectNode node = Json.object("name", displayName.apply(agent));
        if (eyes == Eyes.AGENT) {
            node.put("account", agent.value());
        }
        return node;
    }

    /// One line of a list of conversations, for agents.
    ObjectNode summary(Conversation conversation) {
        Conversation.Serving serving = conversation.serving();
        Conversation.Latest latest = conversation.latest();
        AgentId agent = serving.agent();
        return Json.object("conversation", conversation.id().value(), "buyer", conversation.buyer().value(),
                "buyerName",
                buyerName(conversation.buyer()), "blocked", blocked.test(conversation.buyer()), "phase",
                serving.phase().name().toLowerCase(java.util.Locale.ROOT),
                "agent", agent == null ? null : colleague(agent), "reason", serving.reason(), "openedAt",
                latest.openedAt(), "lastAt", latest.at(), "lastText", latest.text(), "lastFrom", latest.from(),
                "waitingSince", waitingSince(conversation).orElse(null), "dueAt", desk.dueAt(conversation), "stars",
                latest.stars() == 0 ? null : latest.stars(), "epoch", conversation.position().epoch(), "seq",
                conversation.position().seq());
    }

    private static Optional<Instant> waitingSince(Conversation conversation) {
        @Nullable
        Instant since = conversation.phase() == Conversation.Phase.BOT ? null : conversation.serving().waitingSince();
        return Optional.ofNullable(since);
    }

    /// Makes each agent's `desk` frame as of now: who waits, whom the agent serves, who is on shift. Whole each time, so that
    /// a frame lost costs nothing. The desk is looked through once, however many agents there are.
    Function<AgentId, ObjectNode> desks(Instant now) {
        List<Conversation> waiting = desk.waiting();
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            rows.add(summary(waiting.get(i)).put("position", i + 1));
        }
        Map<AgentId, List<Conversation>> served = desk.served();
        List<ObjectNode> agents = new ArrayList<>();
        desk.agents().forEach((each, status) -> agents.add(colleague(each).put("status", status).put("serving",
                served.getOrDefault(each, List.of()).size())));
        return agent -> ServerFrames.desk(now, rows,
                served.getOrDefault(agent, List.of()).stream().map(this::summary).toList(), agents);
    }

    /// An agent as colleagues see one.
    ObjectNode colleague(AgentId agent) {
        return Json.object("name", agent.value(), "displayName", displayName.apply(agent));
    }

    /// What agents call a buyer: by what the shop calls one for whom it vouched, else by a short handle from the id, in no
    /// language.
    static String buyerName(BuyerId buyer) {
        if (Identity.isVouched(buyer)) {
            return Identity.subject(buyer);
        }
        String id = buyer.value().replaceAll("[^A-Za-z0-9]", "");
        return id.substring(Math.max(0, id.length() - 4)).toUpperCase(java.util.Locale.ROOT);
    }
}
