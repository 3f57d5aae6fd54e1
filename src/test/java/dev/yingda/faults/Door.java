package dev.yingda.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/// Where a running server is found, and what is asked of it by HTTP.
///
/// @param passwords of the demonstration's accounts
record Door(int port, Map<String, String> passwords) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    HttpResponse<String> send(String method, String path, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30)).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static JsonNode good(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return Wire.json(answer.body());
    }

    /// The token of a new buyer.
    String visitor() throws IOException {
        return good(send("POST", "/api/v1/visitors", "{}")).path("token").asText();
    }

    /// Signs in and gives the cookie.
    String signIn(String name) throws IOException {
        HttpResponse<String> answer = send("POST", "/api/v1/sessions", Wire.JSON.createObjectNode().put("name", name)
                .put("password", passwords.getOrDefault(name, "")).toString());
        good(answer);
        return answer.headers().firstValue("set-cookie").orElseThrow().replaceAll(";.*", "");
    }

    /// A ticket for one `auth` of an agent's socket.
    String ticket(String cookie) throws IOException {
        return good(send("POST", "/api/v1/tickets", "", "Cookie", cookie, "X-Yingda", "1")).path("ticket").asText();
    }

    JsonNode get(String cookie, String path) throws IOException {
        return good(send("GET", path, "", "Cookie", cookie));
    }
}
