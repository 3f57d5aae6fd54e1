package dev.yingda.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import dev.yingda.access.Permission;
import dev.yingda.conversation.Asked;
import dev.yingda.conversation.Decision;
import dev.yingda.conversation.Explanation;
import dev.yingda.conversation.Sentence;
import dev.yingda.faq.Conditions;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;
import dev.yingda.gateway.Route.Door;
import dev.yingda.knowledge.Draft;
import dev.yingda.knowledge.Knowledge;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.KnowledgeBase.Edit;
import dev.yingda.knowledge.KnowledgeBase.Publishing;
import dev.yingda.knowledge.Revision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Entries, their revisions, publishing, trying out, and the shop's facts.
final class KnowledgeRoutes {

    private static final String FIELDS = "topic, question, phrasings, answer, smallTalk?, conditions?";
    private final Rooms rooms;

    KnowledgeRoutes(Rooms rooms) {
        this.rooms = rooms;
    }

    List<Route> routes() {
        Door see = new Door.Needs(Permission.SEE_KNOWLEDGE, null);
        Door edit = new Door.Needs(Permission.EDIT_KNOWLEDGE, null);
        String root = "/api/v1/knowledge";
        return List.of(
                new Route(HttpMethod.GET, root + "/entries", see, "Entries, filtered and by page",
                        "q?, topic?, state?, page?, size?", this::list),
                new Route(HttpMethod.GET, root + "/entries/:id", see, "One entry", "", this::one),
                new Route(HttpMethod.GET, root + "/entries/:id/revisions", see, "All its revisions, newest first", "",
                        this::revisions),
                new Route(HttpMethod.POST, root + "/entries", edit, "Add an entry to the draft",
                        "id?, fromMissed?, " + FIELDS,
                        this::create),
                new Route(HttpMethod.PUT, root + "/entries/:id", edit, "Change an entry in the draft",
                        "revision, fromMissed?, " + FIELDS, this::change),
                new Route(HttpMethod.POST, root + "/entries/:id/disable", edit, "Take it out of the next publication",
                        "",
                        call -> simple(call, "disable", rooms.knowledge()::disable)),
                new Route(HttpMethod.POST, root + "/entries/:id/enable", edit, "Put it into the next publication", "",
                        call -> simple(call, "enable", rooms.knowledge()::enable)),
                new Route(HttpMethod.POST, root + "/entries/:id/restore", edit, "Make an old revision the latest",
                        "revision",
                        this::restore),
                new Route(HttpMethod.GET, root + "/draft", see, "What publishing would change", "", _ -> draft()),
                new Route(HttpMethod.POST, root + "/publish", edit, "Publish the draft, all or nothing", "",
                        this::publish),
                new Route(HttpMethod.POST, root + "/try", see, "What a question would be answered", "question, draft?",
                        this::tryOut),
                new Route(HttpMethod.GET, root + "/settings", see, "The shop's facts", "", _ -> settings()),
                new Route(HttpMethod.PUT, root + "/settings", edit, "Replace the shop's facts", "settings",
                        this::putSettings));
    }

    private Answer list(Call call) {
        call.only("q", "topic", "state", "page", "size");
        Draft.@Nullable State state = Optional.ofNullable(call.parameter("state")).map(KnowledgeRoutes::state)
                .orElse(null);
        int page = call.number("page", 0, 0, 100_000);
        int size = call.number("size", 50, 1, 500);
        Draft draft = rooms.knowledge().draft();
        Draft.Page found = draft
                .list(new Draft.Filter(call.parameter("q"), call.parameter("topic"), state, page, size));
        return Answer
                .ok(Json.object("entries", found.entries().stream().map(item -> entry(draft, item)).toList(), "total",
                        found.total(), "page", page, "size", size, "topics",
                        found.topics().stream()
                                .map(topic -> Json.object("id", topic.topic().id(), "title", topic.topic().title(),
                                        "count", topic.count()))
                                .toList(),
                        "unpublished", found.unpublished() + (draft.factsChanged() ? 1 : 0)));
    }

    private static Draft.State state(String text) {
        for (Draft.State state : Draft.State.values()) {
            if (state.wire().equals(text)) {
                return state;
            }
        }
        throw new Invalid("state", "应为 published、changed、new 或 disabled",
                "published, changed, new or disabled is expected");
    }

    private static ObjectNode entry(Draft draft, Draft.Item item) {
        Entry entry = item.entry();
        Revision published = item.published();
        return content(entry).put("id", entry.id()).put("answerFilled", draft.knowledge().filled(entry.answer()))
                .put("revision", item.latest().number())
                .put("publishedRevision", published == null ? null : Integer.valueOf(published.number()))
                .put("state", item.state().wire()).put("updatedAt", Json.time(item.latest().at()))
                .put("updatedBy", item.latest().by());
    }

    private static ObjectNode content(Entry entry) {
        return Json.object("topic", entry.topic(), "smallTalk", entry.smallTalk(), "question", entry.question(),
                "phrasings", entry.phrasings(), "answer", entry.answer(), "disabled", entry.disabled(), "conditions",
                ConditionFields.write(entry.conditions()));
    }

    private Answer one(Call call) {
        Draft draft = rooms.knowledge().draft();
        return draft.item(call.part("id")).map(item -> Answer.ok(Json.object("entry", entry(draft, item))))
                .orElseGet(Answer::notFound);
    }

    private Answer revisions(Call call) {
        List<Revision> revisions = rooms.knowledge().revisions(call.part("id"));
        return revisions.isEmpty()
                ? Answer.notFound()
                : Answer.ok(Json.object("revisions",
                        revisions.stream()
                                .map(revision -> Json.object("revision", revision.number(), "at", revision.at(), "by",
                                        revision.by(), "action", revision.action().wire(), "entry",
                                        content(revision.entry())))
                                .toList()));
    }

    /// @param conditions the entry's, if the fields say nothing of them
    private static Entry read(Fields fields, String id, Supplier<Conditions> conditions) {
        return new Entry(id, fields.text("topic", 1, 64), fields.optionalFlag("smallTalk").orElse(false),
                fields.text("question", 0, 2000).strip(),
                fields.texts("phrasings", 500, 2000).stream().map(String::strip).filter(text -> !text.isEmpty())
                        .toList(),
                fields.text("answer", 0, 10_000).strip(), false,
                ConditionFields.read(fields).orElseGet(conditions));
    }

    private Answer create(Call call) {
        Fields fields = call.fields();
        Entry entry = read(fields, fields.optionalText("id", 0, 64).orElse(""), () -> Conditions.NONE);
        Optional<String> missed = fields.optionalText("fromMissed", 1, 64);
        fields.end();
        Edit edit = rooms.knowledge().create(entry, by(call));
        return done(call, "knowledge.create", edit, missed, true);
    }

    private Answer change(Call call) {
        Fields fields = call.fields();
        String id = call.part("id");
        Entry entry = read(fields, id, () -> rooms.knowledge().draft().item(id).map(item -> item.entry().conditions())
                .orElse(Conditions.NONE));
        int revision = (int) fields.number("revision", 1, Integer.MAX_VALUE);
        Optional<String> missed = fields.optionalText("fromMissed", 1, 64);
        fields.end();
        return done(call, "knowledge.edit", rooms.knowledge().edit(entry, revision, by(call)), missed, false);
    }

    private Answer simple(Call call, String action, BiFunction<String, String, Edit> change) {
        call.fields().end();
        return done(call, "knowledge." + action, change.apply(call.part("id"), by(call)), Optional.empty(), false);
    }

    private Answer restore(Call call) {
        Fields fields = call.fields();
        int revision = (int) fields.number("revision", 1, Integer.MAX_VALUE);
        fields.end();
        return done(call, "knowledge.restore", rooms.knowledge().restore(call.part("id"), revision, by(call)),
                Optional.empty(), false);
    }

    private static String by(Call call) {
        return call.caller().account().name();
    }

    private Answer done(Call call, String action, Edit edit, Optional<String> missed, boolean created) {
        return switch (edit) {
            case Edit.Saved saved -> {
                String id = saved.item().entry().id();
                rooms.access().audit().record(by(call), action, id, "revision " + saved.item().latest().number());
                missed.ifPresent(question -> rooms.unanswered().added(question, id, by(call)));
                ObjectNode body = Json.object("entry", entry(rooms.knowledge().draft(), saved.item()), "warnings",
                        details(saved.warnings()));
                yield created ? Answer.created(body) : Answer.ok(body);
            }
            case Edit.NotFound _ -> Answer.notFound();
            case Edit.Stale stale -> Answer.error(409, "conflict",
                    stale.item().latest().by() + " 刚刚修改过这个条目，请重新打开后再改",
                    stale.item().latest().by() + " has changed this entry meanwhile; open it again");
            case Edit.Invalid invalid -> Answer.invalid(details(invalid.problems()));
        };
    }

    private static List<ObjectNode> details(List<Knowledge.Problem> problems) {
        return problems.stream().map(problem -> Answer.detail(problem.field(), problem.zh(), problem.en())
                .put("entry", problem.entry()).put("severity", problem.severity().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Answer draft() {
        Draft draft = rooms.knowledge().draft();
        Draft.Publication published = draft.published();
        return Answer.ok(Json.object("changes",
                draft.changes().stream()
                        .map(change -> Json.object("entry", change.entry(), "question", change.question(),
                                "change", change.kind().wire()))
                        .toList(),
                "factsChanged", draft.factsChanged(), "published", published == null ? null : publication(published)));
    }

    private static ObjectNode publication(Draft.Publication publication) {
        return Json.object("version", publication.version(), "at", publication.at(), "by", publication.by(), "entries",
                publication.entries(), "phrasings", publication.phrasings(), "changes", publication.changes());
    }

    private Answer publish(Call call) {
        call.fields().end();
        return switch (rooms.knowledge().publish(by(call))) {
            case Publishing.Published published -> {
                rooms.access().audit().record(by(call), "knowledge.publish",
                        "version " + published.publication().version(), published.publication().changes() + " changes");
                yield Answer.ok(publication(published.publication()));
            }
            case Publishing.Rejected rejected -> Answer.invalid(details(rejected.problems()));
        };
    }

    private Answer tryOut(Call call) {
        Fields fields = call.fields();
        String question = fields.text("question", 1, ClientFrame.TEXT);
        boolean draft = fields.optionalFlag("draft").orElse(false);
        fields.end();
        Matches matches = rooms.knowledge().tryOut(question, draft);
        Explanation explanation = Explanation.of(Asked.first(question, matches), rooms.knowledge().rules(draft));
        Decision decision = explanation.decision();
        return Answer.ok(Json.object("decision",
                Json.object("kind", decision.kind(), "rule", decision.rule().wire(), "sentence",
                        texts(decision.rule().sentence())),
                "why", texts(explanation.basis()), "matches",
                matches.ranked().stream().map(KnowledgeRoutes::match).toList()));
    }

    private static ObjectNode texts(Sentence sentence) {
        return Json.texts(sentence.zh(), sentence.en());
    }

    private static ObjectNode match(Match match) {
        return Json.object("entry", match.entry().id(), "question", match.entry().question(), "phrasing",
                match.phrasing(),
                "score", match.score(), "confidence", match.confidence());
    }

    private Answer settings() {
        return Answer.ok(Json.object("settings", rooms.knowledge().draft().knowledge().settings()));
    }

    private Answer putSettings(Call call) {
        Fields fields = call.fields();
        ObjectNode node = fields.object("settings");
        fields.end();
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        node.properties().forEach(each -> {
            if (!each.getKey().matches("[A-Za-z][A-Za-z0-9_.-]{0,63}") || !each.getValue().isTextual()
                    || each.getValue().textValue().length() > 500) {
                throw new Invalid("settings." + each.getKey(), "名称应为字母开头，值应为不超过 500 字的文本",
                        "a name starts with a letter, and a value is a text of at most 500 characters");
            }
            settings.put(each.getKey(), each.getValue().textValue().strip());
        });
        List<Knowledge.Problem> problems = rooms.knowledge().putSettings(settings);
        if (!problems.isEmpty()) {
            return Answer.invalid(details(problems));
        }
        rooms.access().audit().record(by(call), "knowledge.settings", "settings", settings.size() + " facts");
        return settings();
    }
}
