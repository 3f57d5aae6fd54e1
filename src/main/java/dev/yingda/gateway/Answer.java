package dev.yingda.gateway;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What a REST route answers.
///
/// @param cookie the value of a `Set-Cookie` header, null for none
record Answer(int status, String contentType, String body, @Nullable String cookie, @Nullable String fileName) {

    private static final String JSON = "application/json; charset=utf-8";

    static Answer ok(ObjectNode body) {
        return new Answer(200, JSON, body.toString(), null, null);
    }

    static Answer created(ObjectNode body) {
        return new Answer(201, JSON, body.toString(), null, null);
    }

    static Answer nothing() {
        return new Answer(204, JSON, "", null, null);
    }

    /// A table to be saved as a file. The mark at the start makes spreadsheets read it as UTF-8.
    static Answer csv(String fileName, String table) {
        return new Answer(200, "text/csv; charset=utf-8", "\uFEFF" + table, null, fileName);
    }

    static Answer error(int status, String code, String chinese, String english) {
        return new Answer(status, JSON,
                Json.object("error", Json.object("code", code, "message", Json.texts(chinese, english))).toString(),
                null,
                null);
    }

    /// 422: one line a fault, each with its field.
    static Answer invalid(List<ObjectNode> details) {
        ObjectNode first = details.getFirst();
        return new Answer(422, JSON,
                Json.object("error", Json.object("code", "invalid", "message", first.get("message"),
                        "field", first.get("field"), "details", details)).toString(),
                null, null);
    }

    static ObjectNode detail(String field, String chinese, String english) {
        return Json.object("field", field, "message", Json.texts(chinese, english));
    }

    static Answer invalid(Invalid e) {
        return invalid(List.of(detail(e.field(), e.chinese(), e.english())));
    }

    static Answer notFound() {
        return error(404, "not-found", "没有找到", "not found");
    }

    static Answer tooMany(long retryAfterMs) {
        return error(429, "rate-limited", "请求过于频繁，请在 " + (retryAfterMs + 999) / 1000 + " 秒后再试",
                "too many requests; try again in " + (retryAfterMs + 999) / 1000 + " s");
    }

    Answer with(String setCookie) {
        return new Answer(status, contentType, body, setCookie, fileName);
    }
}
