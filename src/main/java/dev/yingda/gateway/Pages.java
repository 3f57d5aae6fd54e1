package dev.yingda.gateway;

import java.util.Map;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import org.jspecify.annotations.Nullable;

/// The web files out of the jar, and the headers that guard every answer.
final class Pages {

    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
    private static final Map<String, String> HEADERS = Map.of("X-Content-Type-Options", "nosniff", "Referrer-Policy",
            "strict-origin-when-cross-origin", "Content-Security-Policy", POLICY, "Cross-Origin-Opener-Policy",
            "same-origin", "Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    private static final long YEAR = 365L * 24 * 3600;

    private final Gateway.Settings settings;

    Pages(Gateway.Settings settings) {
        this.settings = settings;
    }

    /// Puts the headers on every answer, and answers what other origins' pages ask before they ask.
    void guard(Router router) {
        router.route().handler(context -> {
            HEADERS.forEach(context.response()::putHeader);
            if (shared(context) && crossOrigin(context)) {
                return;
            }
            context.next();
        });
    }

    /// What the widget needs from another origin: its files, a visitor token, its configuration.
    private static boolean shared(RoutingContext context) {
        String path = context.normalizedPath();
        return path.startsWith("/widget/") || path.equals("/api/v1/visitors") || path.equals("/api/v1/widget-config");
    }

    /// @return whether the request is answered
    private boolean crossOrigin(RoutingContext context) {
        HttpServerResponse response = context.response();
        @Nullable
        String origin = context.request().getHeader("Origin");
        if (context.normalizedPath().startsWith("/widget/")) {
            response.putHeader("Access-Control-Allow-Origin", "*").putHeader("Cross-Origin-Resource-Policy",
                    "cross-origin");
            return false;
        }
        if (origin == null) {
            return false;
        }
        if (!Origins.allowed(origin, Origins.host(context.request()), settings.origins())) {
            response.setStatusCode(403).end();
            return true;
        }
        response.putHeader("Access-Control-Allow-Origin", origin).putHeader("Vary", "Origin");
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            response.putHeader("Access-Control-Allow-Methods", "GET, POST")
                    .putHeader("Access-Control-Allow-Headers", "content-type")
                    .putHeader("Access-Control-Max-Age", "600")
                    .setStatusCode(204).end();
            return true;
        }
        return false;
    }

    /// Mounts the pages; all else is 404.
    void mount(Router router) {
        router.get("/").handler(context -> redirect(context, "/demo/"));
        for (String page : new String[]{"/demo", "/console"}) {
            router.get(page).handler(context -> {
                if (context.request().path().equals(page)) {
                    redirect(context, page + "/");
                } else {
                    context.next();
                }
            });
        }
        router.routeWithRegex("/(demo|console|widget)/.*").method(HttpMethod.GET).method(HttpMethod.HEAD)
                .handler(context -> {
                    boolean hashed = context.normalizedPath().contains("/assets/");
                    context.response().putHeader("Cache-Control",
                            hashed ? "public, max-age=" + YEAR + ", immutable" : "public, max-age=0, must-revalidate");
                    context.next();
                });
        router.routeWithRegex("/(demo|console|widget)/.*").method(HttpMethod.GET).method(HttpMethod.HEAD)
                .handler(StaticHandler.create("web").setCachingEnabled(false).setIndexPage("index.html"));
        router.route().handler(context -> context.response().setStatusCode(404)
                .putHeader("Content-Type", "text/plain; charset=utf-8").end("404 没有这个页面 · no such page\n"));
    }

    private static void redirect(RoutingContext context, String to) {
        context.response().setStatusCode(302).putHeader("Location", to).end();
    }
}
