package dev.yingda.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.yingda.Settings;
import dev.yingda.Yingda;
import dev.yingda.access.Account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// The whole server on a free port, with the shipped knowledge base and the demonstration's accounts, and what a test
/// asks of it by HTTP.
public final class Server implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /// When the tests begin by the server's clock, whenever they are run: a Monday at ten in the shop, inside every policy's
    /// hours.
    static final Instant START = Instant.parse("2026-11-23T02:00:00Z");

    /// How far that clock is ahead of the machine's. One for all: a server that is started again must not be earlier.
    @SuppressWarnings("TimeInStaticInitializer")
    static final Duration AHEAD = Duration.between(Clock.systemUTC().instant(), START);

    private final Yingda yingda;
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private Server(Yingda yingda) {
        this.yingda = yingda;
    }

    /// Starts one with its data in the folder, the demonstration's accounts, and `key=value` settings besides.
    public static Server start(Path folder, String... settings) throws Exception {
        Server server = startWithoutAccounts(folder, settings);
        for (Map.Entry<Account, String> made : server.yingda.demoAccounts().entrySet()) {
            server.passwords.put(made.getKey().name(), made.getValue());
        }
        return server;
    }

    /// Starts one as a shop first does.
    public static Server startWithoutAccounts(Path folder, String... settings) throws Exception {
        Settings all = new Settings().set("data", folder.toString(), "test")
                .set("faq.vectors", "target/test-vectors", "test").set("server.port", "0", "test")
                .set("limits.newBuyersPerMinute", "0", "test");
        for (String setting : settings) {
            all.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1), "test");
        }
        return new Server(Yingda.start(all.config(), Clock.offset(Clock.systemUTC(), AHEAD)));
    }

    public Yingda yingda() {
        return yingda;
    }

    public String password(String name) {
        return java.util.Objects.requireNonNull(passwords.get(name), name);
    }

    public String address(String path) {
        return "http://127.0.0.1:" + yingda.port() + path;
    }

    URI socket(String path) {
        return URI.create("ws://127.0.0.1:" + yingda.port() + path);
    }

    /// Sends a request as it is.
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(path))).method(method,
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// Signs in and gives the cookie.
    public String signIn(String name) {
        HttpResponse<String> answer = send("POST", "/api/v1/sessions",
                JSON.createObjectNode().put("name", name).put("password", password(name)).toString());
        assertEquals(201, answer.statusCode(), answer.body());
        return answer.headers().firstValue("set-cookie").orElseThrow().replaceAll(";.*", "");
    }

    /// Asks as one who is signed in, and expects success.
    public JsonNode as(String cookie, String method, String path, String body) {
        HttpResponse<String> answer = send(method, path, body, "Cookie", cookie, "X-Yingda", "1");
        assertEquals(2, answer.statusCode() / 100, method + " " + path + ": " + answer.body());
        return answer.body().isEmpty() ? JSON.createObjectNode() : json(answer.body());
    }

    /// A buyer's token.
    public String visitor() {
        return json(send("POST", "/api/v1/visitors", "{}").body()).path("token").asText();
    }

    /// A socket of a new buyer, authenticated.
    public Client buyer() {
        return Client.connect(this, "/ws/buyer").auth(visitor());
    }

    /// A socket of an agent, authenticated.
    public Client agent(String cookie) {
        return Client.connect(this, "/ws/agent")
                .auth(as(cookie, "POST", "/api/v1/tickets", "").path("ticket").asText());
    }

    /// Checks what must hold after every journey, then stops.
    @Override
    public void close() {
        try {
            Invariants.check(yingda);
        } finally {
            yingda.close();
        }
    }
}
