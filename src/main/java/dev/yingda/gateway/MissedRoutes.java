package dev.yingda.gateway;

import java.util.List;
import java.util.Optional;

import dev.yingda.access.Permission;
import dev.yingda.desk.QuickPhrases;
import dev.yingda.faq.Match;
import dev.yingda.gateway.Route.Door;
import dev.yingda.knowledge.UnansweredQuestions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;

/// The questions nobody answered, and the agents' quick phrases.
final class MissedRoutes {

    private static final int PHRASES = 300;
    private final Rooms rooms;

    MissedRoutes(Rooms rooms) {
        this.rooms = rooms;
    }

    List<Route> routes() {
        Door edit = new Door.Needs(Permission.EDIT_KNOWLEDGE, null);
        return List.of(
                new Route(HttpMethod.GET, "/api/v1/knowledge/missed", new Door.Needs(Permission.SEE_KNOWLEDGE, null),
                        "Questions the bot could not help with, the most frequent first", "state?, limit?", this::list),
                new Route(HttpMethod.POST, "/api/v1/knowledge/missed/:id/dismiss", edit, "It needs no entry", "",
                        call -> change(call, true)),
                new Route(HttpMethod.POST, "/api/v1/knowledge/missed/:id/reopen", edit, "It is open again", "",
                        call -> change(call, false)),
                new Route(HttpMethod.GET, "/api/v1/canned", new Door.Needs(Permission.ANSWER_BUYERS, null),
                        "The agents' quick phrases", "", _ -> phrases()),
                new Route(HttpMethod.PUT, "/api/v1/canned", edit, "Replace the quick phrases", "canned",
                        this::putPhrases));
    }

    private Answer list(Call call) {
        call.only("state", "limit");
        boolean done = "done".equals(call.parameter("state"));
        return Answer.ok(Json.object("missed", rooms.unanswered().list(done, call.number("limit", 100, 1, 500)).stream()
                .map(MissedRoutes::missed).toList()));
    }

    private static ObjectNode missed(UnansweredQuestions.Missed missed) {
        Match nearest = missed.nearest();
        UnansweredQuestions.Outcome outcome = missed.outcome();
        return Json.object("id", missed.id(), "question", missed.question(), "count", missed.count(), "lastAt",
                missed.lastAt(), "conversation", missed.conversation().value(), "seq", missed.seq(), "reason",
                missed.reason(),
                "nearest",
                nearest == null
                        ? null
                        : Json.object("entry", nearest.entry().id(), "question", nearest.entry().question(),
                                "confidence",
                                nearest.confidence()),
                "state", outcome == null ? "open" : outcome.entry() == null ? "dismissed" : "added", "entry",
                outcome == null ? null : outcome.entry());
    }

    private Answer change(Call call, boolean dismiss) {
        call.fields().end();
        String id = call.part("id");
        Optional<UnansweredQuestions.Missed> found = rooms.unanswered().find(id);
        if (found.isEmpty()) {
            return Answer.notFound();
        }
        if (dismiss) {
            rooms.unanswered().dismiss(id, call.caller().account().name());
        } else {
            rooms.unanswered().reopen(id);
        }
        return Answer.ok(Json.object("missed", rooms.unanswered().find(id).map(MissedRoutes::missed).orElseThrow()));
    }

    private Answer phrases() {
        return Answer.ok(Json.object("canned", rooms.phrases().list().stream()
                .map(phrase -> Json.object("shortcut", phrase.shortcut(), "text", phrase.text())).toList()));
    }

    private Answer putPhrases(Call call) {
        Fields fields = call.fields();
        List<QuickPhrases.Phrase> phrases = fields.objects("canned", PHRASES,
                each -> new QuickPhrases.Phrase(each.text("shortcut", 1, 20).strip(),
                        each.text("text", 1, 1000).strip()));
        fields.end();
        if (phrases.stream().map(QuickPhrases.Phrase::shortcut).distinct().count() < phrases.size()) {
            throw new Invalid("canned", "快捷词不能重复", "a shortcut must not be there twice");
        }
        rooms.phrases().replace(phrases);
        rooms.access().audit().record(call.caller().account().name(), "canned", "quick phrases",
                phrases.size() + " phrases");
        return phrases();
    }
}
