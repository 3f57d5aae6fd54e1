package dev.yingda.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;
import dev.yingda.conversation.MemoryLog;
import dev.yingda.conversation.Outcome;
import dev.yingda.desk.Desk;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Match;
import dev.yingda.metrics.Ledger;
import dev.yingda.metrics.Policy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One of each frame that the server sends, made by the code that makes them for real, by the name of its golden file.
final class ServerSamples {

    static final AgentId LIN = new AgentId("lin");
    private static final Instant AT = Instant.parse("2026-03-02T01:00:05.120Z");
    private static final Instant NOW = Instant.parse("2026-03-02T01:10:00Z");
    private static final String ID = "0b6e5a52-6e57-4a6f-9a0c-4a4a3d7f3c1";
    private static final ConversationId C1 = new ConversationId("c1");
    private static final ConversationId C2 = new ConversationId("c2");

    private final MemoryLog log = new MemoryLog();
    private final Desk desk = new Desk(Clock.fixed(NOW, ZoneOffset.UTC),
            new Desk.Limits(Duration.ofMinutes(3), Duration.ofMinutes(1), Duration.ofHours(2)));
    private final Views views = new Views(agent -> agent.equals(LIN) ? "小林" : "小周", desk,
            buyer -> buyer.value().equals("b2"));

    /// One event of each type, and the kinds that look different.
    static Map<String, Event> events() {
        Map<String, Event> events = new LinkedHashMap<>();
        events.put("opened", new Event.Opened(new BuyerId("b1")));
        events.put("reopened", new Event.Reopened());
        events.put("buyer-message", new Event.BuyerMessage("m7", ID + 1, "什么时候发货", false));
        events.put("bot-answer", new Event.BotMessage("m7", Event.BotKind.ANSWER, "亲，付款后48小时内发出。", 6,
                "delivery-when-ships", List.of()));
        events.put("bot-clarify", new Event.BotMessage("m7", Event.BotKind.CLARIFY, "您是不是想问：", 6, null,
                List.of(new Event.Choice("delivery-when-ships", "下单后多久发货？"),
                        new Event.Choice("delivery-how-long", "快递几天能到？"))));
        events.put("bot-notice", new Event.BotMessage("m7", Event.BotKind.NOTICE, "正在为您转接人工客服。", 0, null, List.of()));
        events.put("agent-message", new Event.AgentMessage("m7", ID + 2, LIN, Event.AgentKind.TYPED, "您好，马上为您查。"));
        events.put("handed-off", new Event.HandedOff("asked", 6));
        events.put("assigned", new Event.Assigned(LIN));
        events.put("transferred", new Event.Transferred(new AgentId("zhou")));
        events.put("closed", new Event.Closed(Event.By.AGENT));
        events.put("rated", new Event.Rated(5, Event.Of.AGENT, "很好"));
        events.put("rated-stars-only", new Event.Rated(2, Event.Of.BOT, null));
        events.put("classified", new Event.Classified(Event.ServiceType.AFTER_SALES));
        events.put("flagged", new Event.Flagged(Event.Flag.TEST));
        events.put("note", new Event.Note("m7", ID + 3, LIN, "老客户"));
        events.put("queued", new Event.Queued());
        events.put("helpful", new Event.Helpful(3, false));
        return events;
    }

    Map<String, ObjectNode> frames() {
        Map<String, ObjectNode> frames = new TreeMap<>();
        frames.put("hello", ServerFrames.hello());
        frames.put("ready-buyer", ServerFrames.ready("s7f3k2", ServerFrames.buyer("b1"),
                List.of(ServerFrames.place(C1, 1, 7, true), ServerFrames.place(C2, 2, 4, false))));
        frames.put("ready-agent", ServerFrames.ready("s9d1p8",
                ServerFrames.agent(views.colleague(LIN), "supervisor"), List.of()));
        answers(frames);
        signs(frames);
        events().forEach((name, event) -> {
            for (Views.Eyes eyes : Views.Eyes.values()) {
                if (Views.visible(event, eyes)) {
                    frames.put("event-" + name + (eyes == Views.Eyes.BUYER ? "-for-buyers" : "-for-agents"),
                            views.frame(new Logged(C1, 1, 7, AT, event), 6, eyes));
                }
            }
        });
        theShop(frames);
        return frames;
    }

    private void answers(Map<String, ObjectNode> frames) {
        frames.put("ok-send", ServerFrames.ok(1, new Outcome.Done(C1, 2, AT, false)));
        frames.put("ok-send-again", ServerFrames.ok(2, new Outcome.Done(C1, 2, AT, true)));
        frames.put("ok", ServerFrames.ok(3));
        frames.put("ok-watch", ServerFrames.watching(4, C1, new Conversation.Position(1, 9)));
        List<Logged> events = List.of(new Logged(C1, 1, 1, AT, new Event.Opened(new BuyerId("b1"))),
                new Logged(C1, 1, 2, AT, new Event.BuyerMessage("m2", ID + 1, "什么时候发货", false)),
                new Logged(C1, 1, 3, AT, new Event.Note("m3", ID + 3, LIN, "老客户")),
                new Logged(C1, 1, 4, AT, new Event.Queued()));
        frames.put("ok-history-for-buyers",
                ServerFrames.history(5, C1, views.frames(log, events, Views.Eyes.BUYER)));
        frames.put("ok-history-for-agents",
                ServerFrames.history(6, C1, views.frames(log, events, Views.Eyes.AGENT)));
        FaqEntry entry = new FaqEntry("delivery-when-ships", "delivery", false, "下单后多久发货？", List.of(),
                "亲，付款后48小时内发出。");
        frames.put("ok-suggest-for-buyers", ServerFrames.suggested(7, List.of(Suggestions.question(entry))));
        frames.put("ok-suggest-for-agents", ServerFrames.suggested(8,
                List.of(Suggestions.answer(new Match(entry, "多久发货", 7.5, 0.93)))));
        frames.put("error", ServerFrames.error(9L, CloseCode.error(Outcome.Reason.NOT_FOUND),
                "there is no such conversation", false, 0));
        frames.put("error-temporary", ServerFrames.error(10L, "rate-limited",
                "too many messages; try again in a moment", true, 1500));
        frames.put("error-of-no-request", ServerFrames.error(null, "bad-frame", "type: unknown frame type", false, 0));
    }

    private static void signs(Map<String, ObjectNode> frames) {
        frames.put("queue", ServerFrames.queue(C1, 2, null));
        frames.put("queue-with-time", ServerFrames.queue(C1, 1, 90_000L));
        frames.put("typing", ServerFrames.typing(new ClientFrame.Typing(C1), "agent"));
        frames.put("seen", ServerFrames.seen(new ClientFrame.Seen(C1, 5), "buyer"));
        frames.put("caught-up", ServerFrames.caughtUp(C1));
        frames.put("ping", ServerFrames.ping());
        frames.put("pong", ServerFrames.pong());
        frames.put("drain", ServerFrames.drain(4200));
    }

    /// A shop in which one buyer was served, rated and asks again, and another waits.
    private void theShop(Map<String, ObjectNode> frames) {
        List<Logged> served = new ArrayList<>();
        served.addAll(happened(C1, "01:00:00", served, new Event.Opened(new BuyerId("b1")),
                new Event.BuyerMessage("m2", ID + 1, "转人工", false), new Event.HandedOff("asked", 2),
                new Event.Queued()));
        served.addAll(happened(C1, "01:00:30", served, new Event.Assigned(LIN)));
        served.addAll(happened(C1, "01:01:00", served,
                new Event.AgentMessage("m6", ID + 2, LIN, Event.AgentKind.TYPED, "您好")));
        served.addAll(happened(C1, "01:02:00", served, new Event.Rated(5, Event.Of.AGENT, null)));
        served.addAll(happened(C1, "01:09:00", served, new Event.BuyerMessage("m8", ID + 4, "还有货吗", false)));
        List<Logged> waits = happened(C2, "01:08:00", List.of(), new Event.Opened(new BuyerId("b2")),
                new Event.BuyerMessage("m2", ID + 5, "我要投诉", false), new Event.HandedOff("complaint", 2),
                new Event.Queued());
        desk.restore(List.of(fold(served), fold(waits)));
        desk.connected(LIN);
        frames.put("desk", views.desks(NOW).apply(LIN));
        Ledger ledger = new Ledger(log, Clock.fixed(NOW, ZoneOffset.UTC),
                List.of(Policy.preset("shop-default").orElseThrow()));
        frames.put("metrics", ServerFrames.metrics(ledger.board(), Optional.empty()));
        frames.put("metrics-own", ServerFrames.metrics(ledger.board(), Optional.of(LIN)));
    }

    private List<Logged> happened(ConversationId conversation, String time, List<Logged> before, Event... events) {
        Instant at = Instant.parse("2026-03-02T" + time + "Z");
        log.append(conversation, before.size(), at, List.of(events));
        return log.after(conversation, before.size(), events.length);
    }

    private static Conversation fold(List<Logged> events) {
        Conversation state = Conversation.opened(events.getFirst());
        for (Logged next : events.subList(1, events.size())) {
            state = state.apply(next);
        }
        return state;
    }
}
