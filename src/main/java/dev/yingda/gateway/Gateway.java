package dev.yingda.gateway;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.Command;
import dev.yingda.conversation.Conversations;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// The HTTP server: pages, REST and the two websocket endpoints. Started last and stopped first.
public final class Gateway {

    /// Where and how it listens.
    ///
    /// @param host           the address to listen on
    /// @param port           0 for any free one
    /// @param origins        pages of other origins that may show the widget, such as `https://shop.example`; empty: only
    ///                       this server's own pages
    /// @param secureCookies  whether cookies are only for HTTPS; true behind a proxy that speaks it
    /// @param behindProxy    whether a proxy in front names the caller in `X-Forwarded-For`
    /// @param limits         the limits of the protocol
    /// @param identitySecret with which the shop's own server vouches for its buyers; empty: it does not
    public record Settings(String host, int port, Set<String> origins, boolean secureCookies,
            boolean behindProxy, Limits limits, String identitySecret) {
        public Settings {
            origins = Set.copyOf(origins);
        }

        @Override
        public String toString() {
            return "Settings[" + host + ":" + port + "]";
        }
    }

    /// The limits of gateway-protocol.md, 0 for none.
    ///
    /// @param buyerMessagesPerMinute of one buyer
    /// @param newBuyersPerMinute     of one address
    public record Limits(int buyerMessagesPerMinute, int newBuyersPerMinute) {
    }

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    private static final String SUBPROTOCOL = "yingda.v1";
    private static final String VERSION_HEADER = "Sec-WebSocket-Version";
    /// RFC 6455; Netty would speak its drafts as well.
    private static final String WEBSOCKET_VERSION = "13";
    /// How long a client may take to answer a close.
    private static final int CLOSING_S = 1;
    private static final long SWEEP_MS = 5_000;
    private static final int MOST_TOGETHER = 256;
    /// The longest a client may take to go elsewhere when this server stops, and how much of it each client adds: all at
    /// once would be a storm for the server they go to, and few need not wait for long.
    private static final int DRAIN_MS = 15_000;
    private static final int DRAIN_MS_A_CLIENT = 3;
    private static final int LEAST_DRAIN_MS = 250;

    private final Vertx vertx;
    private final Rooms rooms;
    private final Settings settings;
    private final RandomGenerator random;
    private final Subscriptions subscriptions;
    private final RateLimit messages;
    private final Suggestions suggestions;
    private final Identity identity;
    private final Live live;
    private @Nullable HttpServer server;
    private volatile boolean draining;

    /// @param random for the delays of a drain
    public Gateway(Rooms rooms, Settings settings, RandomGenerator random) {
        this.vertx = Vertx.vertx();
        this.rooms = rooms;
        this.settings = settings;
        this.random = random;
        this.subscriptions = new Subscriptions(() -> Long.toUnsignedString(random.nextLong(), 36));
        this.messages = new RateLimit(rooms.ticks(), settings.limits().buyerMessagesPerMinute());
        this.suggestions = new Suggestions(rooms);
        this.identity = new Identity(vertx, settings.identitySecret(), rooms.clock());
        this.live = new Live(rooms, subscriptions);
    }

    /// To be told of events first, before the desk and the ledger.
    public Conversations.Listener listener() {
        return (after, events) -> {
            subscriptions.happened(after, events);
            live.numbersChanged();
        };
    }

    /// Starts to listen. Blocks till it does.
    ///
    /// @return the port
    /// @throws java.io.IOException if the address cannot be listened on
    public int start() throws java.io.IOException {
        Router router = Router.router(vertx);
        Pages pages = new Pages(settings);
        pages.guard(router);
        router.route("/ws/buyer").handler(context -> upgrade(context, true));
        router.route("/ws/agent").handler(context -> upgrade(context, false));
        new Rest(rooms, settings.behindProxy()).mount(router,
                Routes.table(rooms, settings, identity, () -> draining, this::blocked));
        pages.mount(router);
        HttpServer listening = vertx.createHttpServer(new HttpServerOptions().setHost(settings.host())
                .setPort(settings.port()).setMaxWebSocketFrameSize(Socket.MAX_FRAME_BYTES)
                .setMaxWebSocketMessageSize(Socket.MAX_FRAME_BYTES).setWebSocketSubProtocols(List.of(SUBPROTOCOL))
                // A deflater for each client takes more memory than all the rest of it.
                .setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_S)
                // A file sent by HTTP/2 without TLS is said to be packed and is not (Vert.x 5.0.10); no browser speaks it.
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(true).setIdleTimeout(120).setIdleTimeoutUnit(TimeUnit.SECONDS));
        listening.requestHandler(router);
        try {
            listening.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new java.io.IOException(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        }
        server = listening;
        live.start();
        vertx.setPeriodic(SWEEP_MS, _ -> rooms.workers().execute(this::sweep));
        return listening.actualPort();
    }

    private void upgrade(RoutingContext context, boolean buyer) {
        String origin = context.request().getHeader("Origin");
        if (!Origins.allowed(origin, Origins.host(context.request()), buyer ? settings.origins() : Set.of())) {
            context.response().setStatusCode(403).end();
            return;
        }
        if (!WEBSOCKET_VERSION.equals(context.request().getHeader(VERSION_HEADER))) {
            context.response().setStatusCode(426).putHeader(VERSION_HEADER, WEBSOCKET_VERSION).end();
            return;
        }
        if (draining) {
            context.response().setStatusCode(503).end();
            return;
        }
        Context loop = vertx.getOrCreateContext();
        HttpConnection connection = context.request().connection();
        String protocols = context.request().getHeader("Sec-WebSocket-Protocol");
        boolean known = protocols == null || List.of(protocols.split(" *, *")).contains(SUBPROTOCOL);
        context.request().toWebSocket().onSuccess(ws -> {
            if (known) {
                together(connection);
                socket(ws, loop, buyer).start();
            } else {
                ws.close(CloseCode.UNKNOWN_VERSION.code(), CloseCode.UNKNOWN_VERSION.reason());
            }
        })
                .onFailure(failure -> LOG.log(System.Logger.Level.DEBUG, "No websocket: {0}", failure.getMessage()));
    }

    /// What is written to a socket shortly one after the other goes out at once: a message's `ok` and its `event` in one
    /// call of the system. Vert.x itself does so only while it reads. For sockets alone: files sent in pieces are cut short.
    private static void together(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().pipeline().addFirst(new FlushConsolidationHandler(MOST_TOGETHER, true));
        }
    }

    private Socket socket(ServerWebSocket ws, Context loop, boolean buyer) {
        return buyer
                ? new BuyerSocket(ws, loop, rooms, subscriptions, messages, suggestions, identity)
                : new AgentSocket(ws, loop, rooms, subscriptions, suggestions);
    }

    private void blocked(BuyerId buyer) {
        if (rooms.access().blocked().isBlocked(buyer.value())) {
            subscriptions.sockets(buyer).forEach(socket -> socket.run(() -> socket.close(CloseCode.BLOCKED)));
        }
        live.deskChanged();
    }

    private void sweep() {
        for (Command command : rooms.desk().sweep()) {
            var _ = rooms.conversations().handle(command);
        }
    }

    /// Tells every client to go elsewhere and closes the server: first no new connections, then the sockets, each after
    /// its own random delay.
    public void stop() {
        draining = true;
        Collection<Socket> clients = subscriptions.all();
        int within = Math.clamp((long) clients.size() * DRAIN_MS_A_CLIENT, LEAST_DRAIN_MS, DRAIN_MS);
        clients.forEach(socket -> {
            int after = random.nextInt(within);
            socket.run(() -> socket.write(ServerFrames.drain(after)));
            vertx.setTimer(Math.max(1, after), _ -> socket.run(() -> socket.close(CloseCode.DRAIN)));
        });
        HttpServer listening = server;
        if (listening != null) {
            long deadline = System.nanoTime() + Duration.ofMillis(within + 500).toNanos();
            while (!subscriptions.all().isEmpty() && System.nanoTime() < deadline) {
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
            listening.close().toCompletionStage().toCompletableFuture().join();
        }
        live.stop();
        rooms.workers().close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
