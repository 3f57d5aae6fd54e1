package dev.yingda.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

import dev.yingda.conversation.Command;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Conversations;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
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
    public record Settings(String host, int port, Set<String> origins, boolean secureCookies,
            boolean behindProxy, Limits limits) {
        public Settings {
            origins = Set.copyOf(origins);
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
    private static final long DESK_MS = 250;
    private static final long METRICS_MS = 1_000;
    /// Though nothing happens and nobody waits, a new day begins.
    private static final int QUIET_TICKS = 30;
    private static final long SWEEP_MS = 5_000;
    private static final int DRAIN_MS = 1_000;

    private final Vertx vertx;
    private final Rooms rooms;
    private final Settings settings;
    private final RandomGenerator random;
    private final Subscriptions subscriptions = new Subscriptions();
    private final RateLimit messages;
    private final Suggestions suggestions;
    private final AtomicBoolean deskChanged = new AtomicBoolean();
    private final AtomicBoolean numbersChanged = new AtomicBoolean();
    private final AtomicBoolean figuring = new AtomicBoolean();
    private int quietTicks;
    private volatile boolean somebodyWaits;
    private volatile String lastFigures = "";
    private @Nullable HttpServer server;
    private volatile boolean draining;

    /// @param random for the delays of a drain
    public Gateway(Rooms rooms, Settings settings, RandomGenerator random) {
        this.vertx = Vertx.vertx();
        this.rooms = rooms;
        this.settings = settings;
        this.random = random;
        this.messages = new RateLimit(rooms.clock(), settings.limits().buyerMessagesPerMinute());
        this.suggestions = new Suggestions(rooms);
        rooms.desk().onChange(() -> deskChanged.set(true));
    }

    /// To be told of events first, before the desk and the ledger.
    public Conversations.Listener listener() {
        return (after, events) -> {
            subscriptions.happened(after, events);
            numbersChanged.set(true);
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
        new Rest(rooms, settings.behindProxy()).mount(router, Routes.table(rooms, settings, () -> draining));
        pages.mount(router);
        HttpServer listening = vertx.createHttpServer(new HttpServerOptions().setHost(settings.host())
                .setPort(settings.port()).setMaxWebSocketFrameSize(Socket.MAX_FRAME_BYTES)
                .setMaxWebSocketMessageSize(Socket.MAX_FRAME_BYTES).setWebSocketSubProtocols(List.of(SUBPROTOCOL))
                .setCompressionSupported(true).setIdleTimeout(120).setIdleTimeoutUnit(TimeUnit.SECONDS));
        listening.requestHandler(router);
        try {
            listening.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new java.io.IOException(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        }
        server = listening;
        rooms.blocking(rooms.ledger()::board, (board, failure) -> numbersChanged.set(true));
        vertx.setPeriodic(DESK_MS, _ -> deskTick());
        vertx.setPeriodic(METRICS_MS, _ -> metricsTick());
        vertx.setPeriodic(SWEEP_MS, _ -> rooms.workers().execute(this::sweep));
        return listening.actualPort();
    }

    private void upgrade(RoutingContext context, boolean buyer) {
        String origin = context.request().getHeader("Origin");
        if (!Origins.allowed(origin, Origins.host(context.request()), buyer ? settings.origins() : Set.of())) {
            context.response().setStatusCode(403).end();
            return;
        }
        if (draining) {
            context.response().setStatusCode(503).end();
            return;
        }
        Context loop = vertx.getOrCreateContext();
        context.request().toWebSocket().onSuccess(ws -> socket(ws, loop, buyer).start())
                .onFailure(failure -> LOG.log(System.Logger.Level.DEBUG, "No websocket: {0}", failure.getMessage()));
    }

    private Socket socket(ServerWebSocket ws, Context loop, boolean buyer) {
        return buyer
                ? new BuyerSocket(ws, loop, rooms, subscriptions, messages, suggestions)
                : new AgentSocket(ws, loop, rooms, subscriptions, suggestions);
    }

    private void deskTick() {
        if (deskChanged.getAndSet(false)) {
            subscriptions.agents().forEach(socket -> socket.run(socket::desk));
            Map<ConversationId, Integer> waiting = rooms.desk().positions();
            subscriptions.buyers().forEach(socket -> socket.run(() -> socket.queued(waiting)));
        }
    }

    /// Pushes the live figures to the consoles when they have changed: by an event, or because a wait became due.
    private void metricsTick() {
        boolean mayHaveChanged = numbersChanged.getAndSet(false) || somebodyWaits || ++quietTicks >= QUIET_TICKS;
        if (subscriptions.agents().isEmpty() || !mayHaveChanged || !figuring.compareAndSet(false, true)) {
            return;
        }
        quietTicks = 0;
        rooms.blocking(rooms.ledger()::board, (board, failure) -> {
            if (failure == null) {
                somebodyWaits = board.policies().stream().anyMatch(today -> !today.waiting().isEmpty());
                String figures = MetricViews.board(board, Optional.empty()).toString();
                if (!figures.equals(lastFigures)) {
                    lastFigures = figures;
                    subscriptions.agents().forEach(socket -> socket.run(() -> socket.figures(board)));
                }
            }
            figuring.set(false);
        });
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
        subscriptions.all().forEach(socket -> {
            int after = random.nextInt(DRAIN_MS);
            socket.run(() -> socket.write(Json.object("type", "drain", "afterMs", after)));
            vertx.setTimer(Math.max(1, after), _ -> socket.run(() -> socket.close(CloseCode.DRAIN)));
        });
        HttpServer listening = server;
        if (listening != null) {
            long deadline = System.nanoTime() + Duration.ofMillis(DRAIN_MS + 500).toNanos();
            while (!subscriptions.all().isEmpty() && System.nanoTime() < deadline) {
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
            listening.close().toCompletionStage().toCompletableFuture().join();
        }
        rooms.workers().close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
