package dev.yingda.gateway;

import java.time.Clock;
import java.util.List;

import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Match;
import dev.yingda.faq.Situation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the frame `suggest` is answered with. One for the gateway: each client may ask only so often.
final class Suggestions {

    private static final int MOST = 5;
    private static final int BUYER_PER_MINUTE = 120;
    private static final int AGENT_PER_MINUTE = 240;

    private final Rooms rooms;
    private final RateLimit buyers;
    private final RateLimit agents;

    Suggestions(Rooms rooms) {
        this.rooms = rooms;
        buyers = new RateLimit(rooms.ticks(), BUYER_PER_MINUTE);
        agents = new RateLimit(rooms.ticks(), AGENT_PER_MINUTE);
    }

    /// To a buyer who types: questions that may be meant.
    void toBuyer(Socket socket, ClientFrame.Suggest asked, String buyer) {
        answer(socket, asked, buyers.take(buyer), () -> faq()
                .suggest(asked.text(), MOST, entry -> entry.in(situation(asked)).isPresent()).stream()
                .map(Suggestions::question).toList());
    }

    /// To an agent: answers to what a buyer asked.
    void toAgent(Socket socket, ClientFrame.Suggest asked, String agent) {
        answer(socket, asked, agents.take(agent), () -> asked.text().isBlank()
                ? List.of()
                : faq().match(asked.text(), situation(asked)).ranked().stream()
                        .filter(match -> !match.entry().smallTalk())
                        .limit(MOST)
                        .map(Suggestions::answer).toList());
    }

    private Situation situation(ClientFrame.Suggest asked) {
        Clock clock = rooms.clock();
        return new Situation(clock.instant().atZone(clock.getZone()), asked.about().product(),
                asked.about().orderState());
    }

    private Faq faq() {
        return rooms.faq();
    }

    private void answer(Socket socket, ClientFrame.Suggest asked, long wait,
            java.util.concurrent.Callable<List<ObjectNode>> items) {
        if (wait > 0) {
            socket.error(asked.id(), "rate-limited", "too many suggestions asked for", true, wait);
            return;
        }
        rooms.blocking(items, (found, failure) -> socket.run(() -> {
            if (failure != null) {
                socket.error(asked.id(), "internal", "it failed", true, 1_000);
            } else {
                socket.reply(ServerFrames.suggested(asked.id(), found));
            }
        }));
    }

    static ObjectNode question(FaqEntry entry) {
        return Json.object("entry", entry.id(), "question", entry.question());
    }

    static ObjectNode answer(Match match) {
        return question(match.entry()).put("answer", match.entry().answer()).put("confidence", match.confidence());
    }
}
