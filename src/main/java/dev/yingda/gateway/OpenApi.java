package dev.yingda.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.yingda.access.Permission;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The OpenAPI document, made from the table of routes, so that it cannot say less or more than is served.
final class OpenApi {

    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");

    private OpenApi() {
    }

    static ObjectNode document(List<Route> routes) {
        ObjectNode paths = Json.object();
        for (Route route : routes) {
            String path = PARAMETER.matcher(route.path()).replaceAll("{$1}");
            ObjectNode methods = paths.get(path) instanceof ObjectNode known ? known : Json.object();
            methods.set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
            paths.set(path, methods);
        }
        return Json.object("openapi", "3.1.0", "info",
                Json.object("title", "Yingda", "version", "1", "description",
                        "REST of the responder. Messages go by websocket: see docs/protocol.md and /api/v1/asyncapi.json."),
                "paths", paths, "components",
                Json.object("securitySchemes",
                        Json.object("session", Json.object("type", "apiKey", "in", "cookie", "name", Rest.COOKIE)),
                        "schemas", Json.object("Error", errorSchema())));
    }

    private static ObjectNode errorSchema() {
        ObjectNode text = Json.object("type", "object", "properties",
                Json.object("zh-CN", Json.object("type", "string"), "en", Json.object("type", "string")));
        return Json.object("type", "object", "properties",
                Json.object("error", Json.object("type", "object", "properties",
                        Json.object("code", Json.object("type", "string"), "message", text, "field",
                                Json.object("type", "string"),
                                "details", Json.object("type", "array", "items", Json.object("type", "object"))))));
    }

    private static ObjectNode operation(Route route) {
        ObjectNode operation = Json.object("summary", route.summary(), "responses", responses(route));
        List<ObjectNode> parameters = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(route.path());
        while (matcher.find()) {
            parameters.add(Json.object("name", matcher.group(1), "in", "path", "required", true, "schema",
                    Json.object("type", "string")));
        }
        if (route.method().name().equals("GET")) {
            fields(route.body())
                    .forEach(field -> parameters.add(Json.object("name", field.replace("?", ""), "in", "query",
                            "required", !field.endsWith("?"), "schema", Json.object("type", "string"))));
        } else if (!route.body().isEmpty()) {
            operation.set("requestBody", body(route));
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", Json.array(parameters));
        }
        if (!(route.door() instanceof Route.Door.Open)) {
            operation.set("security", Json.array(List.of(Json.object("session", List.of()))));
        }
        switch (route.door()) {
            case Route.Door.Open _ -> operation.put("x-permission", "none");
            case Route.Door.Staff _ -> operation.put("x-permission", "signed-in");
            case Route.Door.Needs needs -> {
                operation.put("x-permission", needs.permission().wire());
                Permission other = needs.orElse();
                if (other != null) {
                    operation.put("x-or-permission", other.wire());
                }
            }
        }
        return operation;
    }

    private static ObjectNode body(Route route) {
        ObjectNode properties = Json.object();
        List<String> required = new ArrayList<>();
        for (String field : fields(route.body())) {
            String name = field.replace("?", "");
            properties.set(name, Json.object());
            if (!field.endsWith("?")) {
                required.add(name);
            }
        }
        return Json.object("required", true, "content", Json.object("application/json", Json.object("schema",
                Json.object("type", "object", "additionalProperties", false, "properties", properties, "required",
                        required))));
    }

    private static List<String> fields(String body) {
        return body.isEmpty() ? List.of() : List.of(body.split(",\\s*"));
    }

    private static ObjectNode responses(Route route) {
        ObjectNode responses = Json.object("default", Json.object("description", "an error", "content", Json
                .object("application/json", Json.object("schema", Json.object("$ref", "#/components/schemas/Error")))));
        String success = switch (route.method().name()) {
            case "DELETE" -> "204";
            case "POST" -> "2XX";
            default -> "200";
        };
        responses.set(success, Json.object("description", "done"));
        return responses;
    }
}
