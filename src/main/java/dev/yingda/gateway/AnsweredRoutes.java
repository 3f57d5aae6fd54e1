package dev.yingda.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.yingda.access.Permission;
import dev.yingda.conversation.ConversationId;
import dev.yingda.gateway.Route.Door;
import dev.yingda.knowledge.AnsweredQuestions;
import dev.yingda.knowledge.AnsweredQuestions.Answered;
import dev.yingda.knowledge.AnsweredQuestions.State;
import dev.yingda.knowledge.AnsweredQuestions.Verdict;
import dev.yingda.knowledge.Draft;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// What the bot answered, and what people say of it.
final class AnsweredRoutes {

    private static final String PATH = "/api/v1/knowledge/answered";

    private final Rooms rooms;

    AnsweredRoutes(Rooms rooms) {
        this.rooms = rooms;
    }

    List<Route> routes() {
        Door see = new Door.Needs(Permission.SEE_KNOWLEDGE, null);
        Door edit = new Door.Needs(Permission.EDIT_KNOWLEDGE, null);
        return List.of(
                new Route(HttpMethod.GET, PATH, see, "Questions the bot answered, the latest first", "state?, limit?",
                        this::list),
                new Route(HttpMethod.POST, PATH + "/:conversation/:seq/judge", edit,
                        "Whether the answer was right, and if not which entry answers the question", "right, entry?",
                        this::judge),
                new Route(HttpMethod.POST, PATH + "/:conversation/:seq/withdraw", edit, "Take the verdict back", "",
                        this::withdraw),
                new Route(HttpMethod.GET, "/api/v1/knowledge/verdicts.csv", see, "All verdicts as a table", "",
                        this::table));
    }

    private AnsweredQuestions answered() {
        return rooms.answered();
    }

    private Answer list(Call call) {
        call.only("state", "limit");
        String name = call.parameter("state");
        State state = name == null ? State.OPEN : state(name);
        Draft draft = rooms.knowledge().draft();
        return Answer.ok(Json.object("answered", answered().list(state, call.number("limit", 50, 1, 200)).stream()
                .map(each -> shown(each, draft)).toList()));
    }

    private static State state(String name) {
        for (State state : State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(name)) {
                return state;
            }
        }
        throw new Invalid("state", "应为 open、right 或 wrong", "open, right or wrong is expected");
    }

    private Answer judge(Call call) {
        Fields fields = call.fields();
        boolean right = fields.flag("right");
        Optional<String> better = fields.optionalText("entry", 1, 64);
        fields.end();
        Optional<Answered> found = find(call);
        if (found.isEmpty()) {
            return Answer.notFound();
        }
        Answered given = found.get();
        Draft draft = rooms.knowledge().draft();
        if (better.isPresent() && (right || better.get().equals(given.entry()))) {
            throw new Invalid("entry", "答对了就不用另选条目", "an answer that was right needs no other entry");
        }
        if (better.isPresent() && draft.item(better.get()).isEmpty()) {
            throw new Invalid("entry", "没有这个条目", "there is no such entry");
        }
        @Nullable
        String entry = right ? given.entry() : better.orElse(null);
        answered().judge(given, entry, call.caller().account().name());
        record(call, given, right ? "right" : entry == null ? "wrong" : "wrong, right is " + entry);
        return again(call);
    }

    private Answer withdraw(Call call) {
        call.fields().end();
        Optional<Answered> found = find(call);
        if (found.isEmpty()) {
            return Answer.notFound();
        }
        answered().withdraw(found.get().place());
        record(call, found.get(), "withdrawn");
        return again(call);
    }

    private void record(Call call, Answered of, String what) {
        rooms.access().audit().record(call.caller().account().name(), "knowledge.judge", of.entry(),
                of.place().conversation().value() + " " + of.place().seq() + ": " + what);
    }

    private Answer again(Call call) {
        return Answer.ok(Json.object("answered", shown(find(call).orElseThrow(), rooms.knowledge().draft())));
    }

    private Optional<Answered> find(Call call) {
        try {
            return answered().find(new ConversationId(call.part("conversation")), Long.parseLong(call.part("seq")));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Answer table(Call call) {
        call.only();
        StringBuilder table = new StringBuilder();
        Csv.row(table, List.of("at", "who", "question", "given", "entry", "right", "conversation", "seq"));
        answered().verdicts().forEach((place, verdict) -> Csv.row(table,
                java.util.Arrays.asList(verdict.at(), verdict.by(), verdict.question(), verdict.given(),
                        verdict.entry(), verdict.right(), place.conversation().value(), place.seq())));
        return Answer.csv("verdicts.csv", table.toString());
    }

    private static ObjectNode shown(Answered answered, Draft draft) {
        Verdict verdict = answered.verdict();
        return Json.object("conversation", answered.place().conversation().value(), "seq", answered.place().seq(),
                "asked", answered.asked(), "question", answered.question(), "at", answered.at(), "entry",
                answered.entry(), "title", answered.title(), "answer", answered.answer(), "confidence",
                answered.confidence(),
                "verdict",
                verdict == null
                        ? null
                        : Json.object("right", verdict.right(), "entry", verdict.entry(), "title",
                                title(verdict, draft), "at", verdict.at(), "by", verdict.by()));
    }

    private static @Nullable String title(Verdict verdict, Draft draft) {
        return Optional.ofNullable(verdict.entry()).flatMap(draft::item).map(item -> item.entry().question())
                .orElse(null);
    }
}
