package dev.yingda.load;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import org.jspecify.annotations.Nullable;

/// One client. Reads only what it must of a frame, and by its place: the load must cost less than what it measures.
final class Peer {

    private static final int ACK_EVERY = 16;
    /// An agent has many conversations, and all of them share the window of 64.
    private static final int AGENT_ACK_EVERY = 2;

    private final WebSocket socket;
    private final boolean agent;
    private final Map<String, Integer> unacked = new HashMap<>();
    /// Of a buyer: where it writes; null before its first message.
    @Nullable
    String conversation;

    private Peer(WebSocket socket, boolean agent) {
        this.socket = socket;
        this.agent = agent;
    }

    boolean agent() {
        return agent;
    }

    /// Connects, and says who it is.
    ///
    /// @param token null: nobody; for a server that does not ask
    static Future<Peer> connect(WebSocketClient client, int port, String path, @Nullable String token,
            Listener listener) {
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path)
                .addSubProtocol("yingda.v1");
        return client.connect(token == null ? options.setSubProtocols(null) : options)
                .compose(socket -> entered(socket, path, token, listener));
    }

    private static Future<Peer> entered(WebSocket socket, String path, @Nullable String token, Listener listener) {
        Peer peer = new Peer(socket, path.endsWith("agent"));
        io.vertx.core.Promise<Peer> ready = io.vertx.core.Promise.promise();
        Consumer<String> hear = text -> {
            if (text.startsWith("{\"type\":\"ready\"")) {
                ready.tryComplete(peer);
            } else if (text.startsWith("{\"type\":\"event\"")) {
                peer.acknowledge(text);
            } else if (text.startsWith("{\"type\":\"ping\"")) {
                socket.writeTextMessage("{\"type\":\"pong\"}");
            }
            listener.heard(peer, text);
        };
        socket.textMessageHandler(hear::accept);
        socket.closeHandler(_ -> {
            ready.tryFail("closed with " + socket.closeStatusCode());
            listener.closed(peer);
        });
        if (token == null) {
            ready.complete(peer);
        } else {
            socket.writeTextMessage("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
        }
        return ready.future();
    }

    /// Hears what comes.
    interface Listener {
        void heard(Peer peer, String frame);

        void closed(Peer peer);
    }

    private void acknowledge(String event) {
        String of = text(event, "\"conversation\":\"");
        if (unacked.merge(of, 1, Integer::sum) >= (agent ? AGENT_ACK_EVERY : ACK_EVERY)) {
            unacked.remove(of);
            write("{\"type\":\"ack\",\"conversation\":\"" + of + "\",\"seq\":" + number(event, "\"seq\":") + "}");
        }
    }

    void write(String frame) {
        socket.writeTextMessage(frame);
    }

    void close() {
        socket.close();
    }

    /// The number after a key, -1 if there is none.
    static long number(String frame, String key) {
        int at = frame.indexOf(key);
        if (at < 0) {
            return -1;
        }
        long value = 0;
        for (int i = at + key.length(); i < frame.length() && Character.isDigit(frame.charAt(i)); i++) {
            value = value * 10 + frame.charAt(i) - '0';
        }
        return value;
    }

    /// The text after a key, up to the next quote; empty if there is none.
    static String text(String frame, String key) {
        int at = frame.indexOf(key);
        return at < 0 ? "" : frame.substring(at + key.length(), frame.indexOf('"', at + key.length()));
    }
}
