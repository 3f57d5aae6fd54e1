package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.yingda.access.Permission;
import dev.yingda.access.Role;
import dev.yingda.journey.Server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every role against every route, as the table of routes says and as the server does: a route added without a thought
/// about its door fails here.
class RouteMatrixTest {

    @TempDir
    private static Path folder;

    private static Server server;
    private static final Map<Role, String> COOKIES = new EnumMap<>(Role.class);
    private static List<JsonNode> routes = List.of();

    @BeforeAll
    static void start() throws Exception {
        server = Server.start(folder);
        String admin = server.signIn("admin");
        server.as(admin, "POST", "/api/v1/accounts",
                "{\"name\":\"sun\",\"displayName\":\"孙主管\",\"role\":\"supervisor\",\"password\":\"quite a long secret\"}");
        COOKIES.put(Role.ADMIN, admin);
        COOKIES.put(Role.AGENT, server.signIn("lin"));
        COOKIES.put(Role.SUPERVISOR, server.send("POST", "/api/v1/sessions",
                "{\"name\":\"sun\",\"password\":\"quite a long secret\"}").headers().firstValue("set-cookie")
                .orElseThrow()
                .replaceAll(";.*", ""));
        JsonNode document = JsonMapper.builder().build()
                .readTree(server.send("GET", "/api/v1/openapi.json", "").body());
        List<JsonNode> found = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(method -> found
                        .add(((com.fasterxml.jackson.databind.node.ObjectNode) method.getValue().deepCopy())
                                .put("path", path.getKey())
                                .put("method", method.getKey().toUpperCase(java.util.Locale.ROOT)))));
        routes = found;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// What must never be called by a walk over all routes, as it would end the walk.
    private static boolean isHarmless(JsonNode route) {
        return !(route.path("method").asText().equals("DELETE") || route.path("path").asText().endsWith("/password"));
    }

    private static int status(JsonNode route, String... headers) {
        String path = route.path("path").asText().replaceAll("\\{\\w+}", "none");
        String method = route.path("method").asText();
        return server.send(method, path, method.equals("GET") ? "" : "{\"x\":1}", headers).statusCode();
    }

    @Test
    void thereAreRoutesToWalk() {
        assertTrue(routes.size() >= 35, "only " + routes.size());
    }

    @Test
    void theDocumentOfTheSocketsIsServedAsItStandsInItsFile() throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        assertEquals(json.readTree(Path.of("src/main/resources/asyncapi.json").toFile()),
                json.readTree(server.send("GET", "/api/v1/asyncapi.json", "").body()));
    }

    @Test
    void whoeverIsNotSignedInGetsOnlyWhatIsOpen() {
        for (JsonNode route : routes) {
            boolean open = route.path("x-permission").asText().equals("none");
            int status = status(route, "X-Yingda", "1");
            assertEquals(!open, status == 401 && !route.path("path").asText().endsWith("/sessions"),
                    route + " " + status);
        }
    }

    @Test
    void everyRoleGetsWhatItsPermissionsGrantAndNothingElse() {
        for (JsonNode route : routes.stream().filter(RouteMatrixTest::isHarmless).toList()) {
            for (Role role : Role.values()) {
                int status = status(route, "Cookie", java.util.Objects.requireNonNull(COOKIES.get(role)), "X-Yingda",
                        "1");
                assertEquals(!mayEnter(role, route), status == 403,
                        role + " " + route.path("method") + route.path("path")
                                + " gave " + status);
                assertTrue(status < 500, route + " gave " + status);
            }
        }
    }

    private static boolean mayEnter(Role role, JsonNode route) {
        String permission = route.path("x-permission").asText();
        if (permission.equals("none") || permission.equals("signed-in")) {
            return true;
        }
        Set<String> granted = new TreeSet<>(role.permissions().stream().map(Permission::wire).toList());
        return granted.contains(permission) || granted.contains(route.path("x-or-permission").asText("-"));
    }

    @Test
    void whatChangesSomethingNeedsTheGuardHeader() {
        for (JsonNode route : routes.stream().filter(RouteMatrixTest::isHarmless).toList()) {
            boolean guarded = !route.path("method").asText().equals("GET")
                    && !route.path("x-permission").asText().equals("none");
            if (guarded) {
                assertEquals(403, status(route, "Cookie", java.util.Objects.requireNonNull(COOKIES.get(Role.ADMIN))),
                        route.toString());
            }
        }
    }

    @Test
    void everyAnswerCarriesTheGuardingHeaders() {
        for (String path : List.of("/api/v1/session", "/demo/", "/nowhere")) {
            var headers = server.send("GET", path, "").headers();
            assertEquals(Optional.of("nosniff"), headers.firstValue("x-content-type-options"), path);
            assertTrue(headers.firstValue("content-security-policy").orElse("").contains("default-src 'self'"), path);
        }
    }
}
