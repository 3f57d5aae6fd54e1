package dev.yingda.load;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;

/// One client of another server than ours. Like [Peer] it reads only what it must of a frame, and by its place.
abstract class ChatClient {

    /// Hears what reached somebody.
    interface Listener {
        void received(ChatClient by, String frame);

        void refused(String why);
    }

    final String name;
    private final boolean agent;
    private final Promise<ChatClient> ready = Promise.promise();
    private Listener listener;
    private WebSocket socket;

    private ChatClient(String name, boolean agent) {
        this.name = name;
        this.agent = agent;
    }

    /// @param protocol how the server is spoken to
    static Future<ChatClient> connect(Load load, String protocol, String name, boolean agent, Listener listener) {
        ChatClient client = switch (protocol) {
            case "bare" -> new Bare(name, agent);
            case "socket.io" -> new SocketIo(name, agent);
            case "xmpp" -> new Xmpp(name, agent);
            default -> throw new IllegalArgumentException(protocol);
        };
        client.listener = listener;
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost("127.0.0.1").setPort(load.port)
                .setURI(client.path());
        client.protocols().forEach(options::addSubProtocol);
        return load.client.connect(options).compose(socket -> {
            client.socket = socket;
            socket.textMessageHandler(client::heard);
            socket.closeHandler(_ -> {
                if (!client.ready.tryFail(name + " was closed with " + socket.closeStatusCode())) {
                    listener.refused("closed with " + socket.closeStatusCode());
                }
            });
            client.opened();
            return client.ready.future();
        });
    }

    boolean agent() {
        return agent;
    }

    abstract String path();

    List<String> protocols() {
        return List.of();
    }

    /// The socket is open.
    abstract void opened();

    /// Whatever comes, from the first frame on.
    abstract void heard(String frame);

    /// Sends a text that needs no escape.
    abstract void say(ChatClient to, String text);

    final void write(String frame) {
        socket.writeTextMessage(frame);
    }

    final void ready() {
        ready.tryComplete(this);
    }

    final void received(String frame) {
        listener.received(this, frame);
    }

    final void refused(String frame) {
        ready.tryFail(name + ": " + frame);
        listener.refused(frame);
    }

    /// Of [BareRelay]: the first frame is the name, each other one the name of who is written to, a line feed and the text.
    private static final class Bare extends ChatClient {
        Bare(String name, boolean agent) {
            super(name, agent);
        }

        @Override
        String path() {
            return "/";
        }

        @Override
        void opened() {
            write(name);
        }

        @Override
        void heard(String frame) {
            if (frame.equals("ready")) {
                ready();
            } else {
                received(frame);
            }
        }

        @Override
        void say(ChatClient to, String text) {
            write(to.name + "\n" + text);
        }
    }

    /// Of socket.io 4: Engine.IO 4 over a websocket, packets as text. Each message asks for an acknowledgement.
    private static final class SocketIo extends ChatClient {
        private int acknowledgement;

        SocketIo(String name, boolean agent) {
            super(name, agent);
        }

        @Override
        String path() {
            return "/socket.io/?EIO=4&transport=websocket";
        }

        @Override
        void opened() {
            // The server speaks first.
        }

        @Override
        void heard(String frame) {
            if (frame.startsWith("42")) {
                received(frame);
            } else if (frame.equals("2")) {
                write("3");
            } else if (frame.startsWith("0")) {
                write("40{\"name\":\"" + name + "\"}");
            } else if (frame.startsWith("40")) {
                ready();
            } else if (!frame.startsWith("43")) {
                refused(frame);
            }
        }

        @Override
        void say(ChatClient to, String text) {
            write("42" + acknowledgement++ + "[\"send\",\"" + to.name + "\",\"" + text + "\"]");
        }
    }

    /// Of XMPP over websockets (RFC 7395): SASL PLAIN, then a resource. Who is written to is its full address, as a client
    /// does that answers, so nobody needs presence.
    private static final class Xmpp extends ChatClient {
        private static final String RESOURCE = "load";

        Xmpp(String name, boolean agent) {
            super(name, agent);
        }

        private String host() {
            return agent() ? "agents.localhost" : "buyers.localhost";
        }

        @Override
        String path() {
            return "/xmpp-websocket";
        }

        @Override
        List<String> protocols() {
            return List.of("xmpp");
        }

        @Override
        void opened() {
            write("<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" version=\"1.0\" to=\"" + host() + "\"/>");
        }

        @Override
        void heard(String frame) {
            if (frame.startsWith("<message")) {
                if (frame.contains("type='error'")) {
                    refused(frame);
                } else {
                    received(frame);
                }
            } else if (frame.startsWith("<stream:features")) {
                if (frame.contains("<mechanism>PLAIN")) {
                    String secret = "\0" + name + "\0" + ChatLoad.PASSWORD;
                    write("<auth xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\" mechanism=\"PLAIN\">"
                            + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)) + "</auth>");
                } else {
                    write("<iq xmlns=\"jabber:client\" type=\"set\" id=\"bind\"><bind xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\">"
                            + "<resource>" + RESOURCE + "</resource></bind></iq>");
                }
            } else if (frame.startsWith("<success")) {
                opened();
            } else if (frame.startsWith("<iq") && frame.contains("type='result'")) {
                ready();
            } else if (!frame.startsWith("<open")) {
                refused(frame);
            }
        }

        @Override
        void say(ChatClient to, String text) {
            write("<message xmlns=\"jabber:client\" type=\"chat\" to=\"" + to.name + "@" + ((Xmpp) to).host() + "/"
                    + RESOURCE + "\"><body>" + text + "</body></message>");
        }
    }
}
