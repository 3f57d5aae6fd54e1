package dev.yingda.journey;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A raw websocket client: sends frames, and waits for frames that look as asked.
public final class Client implements WebSocket.Listener {

    private static final long PATIENCE_MS = 20_000;
    /// Held for ever: a client that is collected takes its sockets with it.
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<JsonNode> received = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private @Nullable WebSocket socket;
    private long nextId;
    private int read;

    /// Connects and waits for `hello`.
    public static Client connect(Server server, String path) {
        Client client = new Client();
        client.socket = HTTP.newWebSocketBuilder().subprotocols("yingda.v1")
                .buildAsync(server.socket(path), client).join();
        client.await(frame -> frame.path("type").asText().equals("hello"));
        return client;
    }

    /// Authenticates and waits for `ready`.
    public Client auth(String token) {
        send(Server.JSON.createObjectNode().put("type", "auth").put("token", token));
        await("ready");
        return this;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        synchronized (received) {
            part.append(data);
            if (last) {
                received.add(Server.json(part.toString()));
                part.setLength(0);
                received.notifyAll();
            }
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }

    private WebSocket socket() {
        return java.util.Objects.requireNonNull(socket);
    }

    public void raw(String text) {
        socket().sendText(text, true).join();
    }

    public void send(ObjectNode frame) {
        raw(frame.toString());
    }

    /// The first frame, not yet looked at or looked past, that is as asked.
    public JsonNode await(Predicate<JsonNode> wanted) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        synchronized (received) {
            int look = read;
            while (true) {
                for (; look < received.size(); look++) {
                    if (wanted.test(received.get(look))) {
                        read = look + 1;
                        return received.get(look);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no such frame among " + received.subList(read, received.size()));
                }
                try {
                    received.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    public JsonNode await(String type) {
        return await(frame -> frame.path("type").asText().equals(type));
    }

    /// The next `event` frame whose event has these values, as `key=value`.
    public JsonNode event(String... values) {
        return await(frame -> {
            boolean fits = frame.path("type").asText().equals("event");
            for (String value : values) {
                String key = value.substring(0, value.indexOf('='));
                fits &= frame.path("event").path(key).asText().equals(value.substring(key.length() + 1));
            }
            return fits;
        });
    }

    /// Sends a request and gives its `ok` or `error`, wherever it stands among the frames.
    public JsonNode ask(String type, Object... fields) {
        long id = ++nextId;
        ObjectNode frame = Server.JSON.createObjectNode().put("type", type).put("id", id);
        for (int i = 0; i < fields.length; i += 2) {
            frame.set((String) fields[i], Server.JSON.valueToTree(fields[i + 1]));
        }
        int before = read;
        send(frame);
        JsonNode answer = await(each -> each.path("id").asLong(-1) == id
                && (each.path("type").asText().equals("ok") || each.path("type").asText().equals("error")));
        read = before;
        return answer;
    }

    /// Says something in a conversation, or starts one where it is null.
    public JsonNode say(@Nullable String conversation, String text) {
        return conversation == null
                ? ask("send", "clientMessageId", UUID.randomUUID().toString(), "text", text)
                : ask("send", "conversation", conversation, "clientMessageId", UUID.randomUUID().toString(), "text",
                        text);
    }

    /// Every frame so far.
    public List<JsonNode> frames() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /// The close code the server gave.
    public int closeCode() {
        return closed.orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS).join();
    }

    /// Closes from this side.
    public void leave() {
        socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
