package dev.yingda.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

import io.vertx.core.Context;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.jspecify.annotations.Nullable;

/// Serves the table of routes: finds out who calls, checks the door, reads the body, runs the handler on a virtual
/// thread, and turns whatever comes out into one answer.
final class Rest {

    /// The session cookie.
    static final String COOKIE = "yingda";
    /// What every request carries that changes something and rides on the cookie: a page of another origin cannot set it.
    static final String GUARD = "X-Yingda";
    private static final System.Logger LOG = System.getLogger(Rest.class.getName());
    private static final long MAX_BODY = 1_000_000;

    private final Rooms rooms;
    private final boolean behindProxy;

    Rest(Rooms rooms, boolean behindProxy) {
        this.rooms = rooms;
        this.behindProxy = behindProxy;
    }

    /// Mounts the routes, and a 404 for all else under the API's root.
    void mount(Router router, List<Route> routes) {
        router.route("/api/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        for (Route route : routes) {
            router.route(route.method(), route.path()).handler(context -> enter(route, context));
        }
        router.route("/api/*").handler(context -> send(context, Answer.notFound()));
        router.route("/api/*").failureHandler(context -> send(context, failed(context)));
    }

    private static Answer failed(RoutingContext context) {
        return switch (context.statusCode()) {
            case 413 -> Answer.error(413, "too-large", "请求内容过大（最多 1 MB）", "the request is too large (1 MB at most)");
            case 400, 405 -> Answer.error(400, "bad-request", "请求无法识别", "the request cannot be understood");
            default -> Answer.error(500, "internal", "服务器出错，请稍后再试", "the server failed; try again later");
        };
    }

    private void enter(Route route, RoutingContext context) {
        @Nullable
        Cookie cookie = context.request().getCookie(COOKIE);
        String body = Optional.ofNullable(context.body().asString()).orElse("");
        Context loop = context.vertx().getOrCreateContext();
        try {
            rooms.workers().execute(() -> {
                Answer answer = answer(route, context, cookie == null ? null : cookie.getValue(), body);
                loop.runOnContext(_ -> send(context, answer));
            });
        } catch (RejectedExecutionException _) {
            send(context, Answer.error(503, "unavailable", "服务器正在关闭", "the server is going down"));
        }
    }

    private Answer answer(Route route, RoutingContext context, @Nullable String token, String body) {
        try {
            Optional<SignedIn> who = token == null ? Optional.empty() : rooms.access().session(token);
            if (!route.admits(who)) {
                return who.isPresent()
                        ? Answer.error(403, "forbidden", "没有权限", "your role does not permit this")
                        : Answer.error(401, "unauthenticated", "请先登录", "sign in first");
            }
            if (route.changes() && !(route.door() instanceof Route.Door.Open)
                    && context.request().getHeader(GUARD) == null) {
                return Answer.error(403, "forbidden", "缺少请求头 " + GUARD, "the header " + GUARD + ": 1 is required");
            }
            Map<String, String> query = new HashMap<>();
            context.queryParams().forEach(query::put);
            return route.handler().handle(new Call(context.pathParams(), query, body, who, remote(context),
                    context.request().isSSL()));
        } catch (Invalid e) {
            return Answer.invalid(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, route.method() + " " + route.path() + " failed", e);
            return Answer.error(500, "internal", "服务器出错，请稍后再试", "the server failed; try again later");
        }
    }

    /// The caller's address. Behind a proxy it is the last one of `X-Forwarded-For`, which the proxy itself wrote; what
    /// stands before it anybody may have written.
    private String remote(RoutingContext context) {
        String forwarded = behindProxy ? context.request().getHeader("X-Forwarded-For") : null;
        if (forwarded != null) {
            return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        }
        return Optional.ofNullable(context.request().remoteAddress())
                .map(address -> String.valueOf(address.hostAddress()))
                .orElse("unknown");
    }

    private static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (answer.cookie() != null) {
            response.putHeader(HttpHeaders.SET_COOKIE, answer.cookie());
        }
        if (answer.fileName() != null) {
            response.putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + answer.fileName() + "\"");
        }
        if (answer.status() == 204) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType()).end(answer.body());
        }
    }
}
