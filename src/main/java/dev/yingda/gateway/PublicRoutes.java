package dev.yingda.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import dev.yingda.faq.FaqEntry;
import dev.yingda.gateway.Route.Door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;

/// What anybody may ask: a visitor's token, the widget's configuration, the documents for who writes a client, health.
final class PublicRoutes {

    private static final int HOT_QUESTIONS = 5;

    private static final List<String> HOT_TOPICS = List.of("delivery", "returns", "refund", "sizes", "coupons");
    private static final Duration FACTS_KEPT = Duration.ofSeconds(10);

    private final Rooms rooms;
    private final Identity identity;
    private Map<String, String> facts = Map.of();
    private Instant factsRead = Instant.EPOCH;
    private final RateLimit newBuyers;
    private final BooleanSupplier draining;

    PublicRoutes(Rooms rooms, Gateway.Settings settings, Identity identity, BooleanSupplier draining) {
        this.rooms = rooms;
        this.identity = identity;
        this.newBuyers = new RateLimit(rooms.ticks(), settings.limits().newBuyersPerMinute());
        this.draining = draining;
    }

    List<Route> routes() {
        return List.of(
                new Route(HttpMethod.POST, "/api/v1/visitors", new Door.Open(),
                        "A buyer's token; with an old one, the same buyer's; with an identity, that of a buyer of the shop",
                        "token?, identity?", this::visitor),
                new Route(HttpMethod.GET, "/api/v1/widget-config", new Door.Open(), "What the widget shows first", "",
                        this::widget),
                new Route(HttpMethod.GET, "/api/v1/asyncapi.json", new Door.Open(),
                        "The AsyncAPI document of the websockets", "", _ -> Answer.ok(AsyncApi.document())),
                new Route(HttpMethod.GET, "/health/live", new Door.Open(), "Whether the process runs", "",
                        _ -> Answer.ok(Json.object("status", "up"))),
                new Route(HttpMethod.GET, "/health/ready", new Door.Open(), "Whether buyers can be served", "",
                        _ -> ready()));
    }

    /// The document of all the routes and of itself.
    static Route openApi(List<Route> others) {
        List<Route> all = new ArrayList<>(others);
        Route self = new Route(HttpMethod.GET, "/api/v1/openapi.json", new Door.Open(), "This document", "",
                _ -> Answer.ok(OpenApi.document(all)));
        all.add(self);
        return self;
    }

    private Answer visitor(Call call) {
        Fields fields = call.fields();
        Optional<String> old = fields.optionalText("token", 1, 4000);
        Optional<String> vouched = fields.optionalText("identity", 1, 4000);
        fields.end();
        if (vouched.isPresent()) {
            if (old.isPresent()) {
                throw new Invalid("token", "不能与 identity 同时使用", "not together with identity");
            }
            return vouched(vouched.get());
        }
        Optional<Entrance.Visitor> renewed = old.flatMap(rooms.access()::renew);
        if (renewed.isEmpty()) {
            long wait = newBuyers.take(call.remote());
            if (wait > 0) {
                return Answer.tooMany(wait);
            }
        }
        return created(renewed.orElseGet(rooms.access()::visitor));
    }

    private Answer vouched(String token) {
        return switch (identity.read(token)) {
            case Identity.Read.Vouched read -> created(rooms.access().visitor(read.buyer(), read.until()));
            case Identity.Read.Expired _ ->
                Answer.error(401, "unauthenticated", "identity 已过期", "identity: it has expired");
            case Identity.Read.Wrong wrong -> Answer.error(401, "unauthenticated", "identity 无效：" + wrong.english(),
                    "identity: " + wrong.english());
        };
    }

    private static Answer created(Entrance.Visitor visitor) {
        return Answer.created(Json.object("token", visitor.token(), "expiresAt", visitor.expiresAt(), "buyer",
                visitor.buyer().value()));
    }

    private Answer widget(Call call) {
        call.only();
        List<ObjectNode> hot = hotQuestions().stream().map(PublicRoutes::question).toList();
        Map<String, String> facts = facts();
        String shop = facts.getOrDefault("name", "");
        return Answer
                .ok(Json.object("shop", Json.object("name", shop, "hours", facts.getOrDefault("hours", "")), "greeting",
                        Json.texts("您好，欢迎光临" + shop + "！我是智能助手，请直接说出您的问题。",
                                "Hello and welcome. I am the shop's assistant; just ask."),
                        "hotQuestions", hot));
    }

    /// The first question of each of the first topics.
    private List<FaqEntry> hotQuestions() {
        Map<String, FaqEntry> first = new LinkedHashMap<>();
        rooms.faq().entries().stream().filter(entry -> !entry.smallTalk())
                .forEach(entry -> first.putIfAbsent(entry.topic(), entry));
        List<FaqEntry> hot = new ArrayList<>();
        HOT_TOPICS.stream().map(first::remove).filter(Objects::nonNull).forEach(hot::add);
        hot.addAll(first.values());
        return hot.stream().limit(HOT_QUESTIONS).toList();
    }

    /// The shop's facts, read again after a while: every visitor asks for them.
    private synchronized Map<String, String> facts() {
        Instant now = rooms.clock().instant();
        if (facts.isEmpty() || now.isAfter(factsRead.plus(FACTS_KEPT)) || now.isBefore(factsRead)) {
            facts = Map.copyOf(rooms.knowledge().draft().knowledge().settings());
            factsRead = now;
        }
        return facts;
    }

    private static ObjectNode question(FaqEntry entry) {
        return Json.object("entry", entry.id(), "question", entry.question());
    }

    private Answer ready() {
        Optional<String> fault = rooms.access().storeFault();
        boolean up = fault.isEmpty() && !draining.getAsBoolean();
        ObjectNode body = Json.object("status", up ? "up" : "down", "checks",
                Json.object("store", fault.isEmpty() ? "up" : "down", "faq",
                        rooms.faq().problems().isEmpty() ? "up" : "by words alone", "draining",
                        draining.getAsBoolean()));
        return up ? Answer.ok(body) : new Answer(503, "application/json; charset=utf-8", body.toString(), null, null);
    }
}
