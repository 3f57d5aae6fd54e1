package dev.yingda.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import org.jspecify.annotations.Nullable;

/// Drives a server: open loop, so that a server that is slow is not spared. Messages are due at even intervals, whether or
/// not those before were answered, and their latency counts from then.
///
/// All of it runs on one event loop.
public final class Load implements AutoCloseable {

    private static final int BUYERS_AN_AGENT = 10;
    private static final String SAID = "好的，我看一下您的订单，请稍等 #";
    private static final int CONNECTING_AT_ONCE = 64;
    private static final long PATIENCE_S = 60;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    final WebSocketClient client = vertx
            .createWebSocketClient(new WebSocketClientOptions().setMaxConnections(100_000).setMaxFrameSize(1 << 20)
                    .setMaxMessageSize(1 << 20));
    private final HttpClient http = HttpClient.newHttpClient();
    final int port;

    /// @param port of the server on this machine
    public Load(int port) {
        this.port = port;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    // Coming in

    private String ask(String method, String path, String body, String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body)).header("X-Yingda", "1");
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.headers().firstValue("set-cookie").orElse("").replaceAll(";.*", "") + "\n" + answer.body();
    }

    private List<String> visitors(int count) throws Exception {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asked.add(http.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/visitors"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}")).build(), HttpResponse.BodyHandlers.ofString()));
            if (asked.size() == CONNECTING_AT_ONCE || i == count - 1) {
                for (CompletableFuture<HttpResponse<String>> each : asked) {
                    tokens.add(Peer.text(each.get().body(), "\"token\":\""));
                }
                asked.clear();
            }
        }
        return tokens;
    }

    private List<Peer> connect(String path, IntFunction<@Nullable String> token, int count, Peer.Listener listener)
            throws InterruptedException {
        return connect(count, i -> Peer.connect(client, port, path, token.apply(i), listener));
    }

    /// @return in the order in which they were there
    <P> List<P> connect(int count, IntFunction<Future<P>> each) throws InterruptedException {
        List<P> peers = new ArrayList<>();
        Semaphore free = new Semaphore(CONNECTING_AT_ONCE);
        CountDownLatch all = new CountDownLatch(count);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            int mine = i;
            free.acquire();
            loop.runOnContext(_ -> each.apply(mine).onComplete(done -> {
                free.release();
                if (done.succeeded()) {
                    peers.add(done.result());
                } else {
                    failed.incrementAndGet();
                }
                all.countDown();
            }));
        }
        if (!all.await(PATIENCE_S, TimeUnit.SECONDS) || failed.get() > 0) {
            throw new IllegalStateException(failed + " of " + count + " could not connect");
        }
        return peers;
    }

    // The open loop

    /// Hands on each message when it is due.
    interface Due {
        void send(int message, long dueNanos);
    }

    void openLoop(int rate, int count, Due due) throws InterruptedException {
        long start = System.nanoTime() + 100_000_000;
        CountDownLatch sent = new CountDownLatch(1);
        int[] next = {0};
        loop.runOnContext(_ -> vertx.setPeriodic(1, timer -> {
            long now = System.nanoTime();
            while (next[0] < count) {
                long at = start + next[0] * 1_000_000_000L / rate;
                if (at > now) {
                    return;
                }
                due.send(next[0]++, at);
            }
            vertx.cancelTimer(timer);
            sent.countDown();
        }));
        sent.await();
    }

    /// What was due when, and what came of it. Touched on the loop only.
    static class Ledger implements Peer.Listener {
        private final Map<String, Long> due = new HashMap<>();
        private final Latencies latencies = new Latencies();
        private final Map<String, Long> early = new HashMap<>();
        private int sent;
        int refused;
        private long first;
        private long last;

        void due(String key, long at) {
            if (sent++ == 0) {
                first = at;
            }
            Long before = early.remove(key);
            if (before != null) {
                took(before - at);
            } else {
                due.put(key, at);
            }
        }

        void done(String key) {
            Long at = due.remove(key);
            if (at != null) {
                took(System.nanoTime() - at);
            }
        }

        /// Of something of which it is not known yet when it was due.
        void doneOrEarly(String key) {
            if (due.containsKey(key)) {
                done(key);
            } else {
                early.put(key, System.nanoTime());
            }
        }

        void refuse() {
            refused++;
        }

        private void took(long nanos) {
            latencies.add(nanos);
            last = System.nanoTime();
        }

        @Override
        public void heard(Peer peer, String frame) {
            if (frame.startsWith("{\"type\":\"error\"")) {
                refused++;
            }
        }

        @Override
        public void closed(Peer peer) {
            refused++;
        }

        Outcome outcome(String what) {
            double seconds = Math.max(1, last - first) / 1e9;
            return new Outcome(what, sent, latencies.count(), latencies.count() / seconds, latencies.millis(.5),
                    latencies.millis(.99), latencies.millis(1), refused);
        }
    }

    Outcome outcome(String what, Ledger ledger) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            Outcome now = onLoop(() -> ledger.outcome(what));
            if (now.done() >= now.sent() || System.nanoTime() > end) {
                return now;
            }
            Thread.sleep(50);
        }
    }

    private <T> T onLoop(java.util.function.Supplier<T> task) throws Exception {
        CompletableFuture<T> value = new CompletableFuture<>();
        loop.runOnContext(_ -> value.complete(task.get()));
        return value.get();
    }

    // What is measured

    /// Echoes of a message of a hundred characters, from a bare server.
    public Outcome echo(int connections, int rate, int seconds) throws Exception {
        Ledger ledger = new Ledger() {
            @Override
            public void heard(Peer peer, String frame) {
                done(frame.substring(0, frame.indexOf(' ')));
            }
        };
        List<Peer> peers = connect("/", _ -> null, connections, ledger);
        String rest = " " + "x".repeat(100);
        openLoop(rate, rate * seconds, (message, at) -> {
            ledger.due(String.valueOf(message), at);
            peers.get(message % peers.size()).write(message + rest);
        });
        Outcome outcome = outcome("echo", ledger);
        onLoop(() -> {
            peers.forEach(Peer::close);
            return true;
        });
        return outcome;
    }

    /// Messages between buyers and the agents who serve them, in turn; each is done when the other one has it.
    ///
    /// @param admin the password of the demonstration's admin
    public Outcome messages(int conversations, int rate, int seconds, String admin) throws Exception {
        Talk talk = new Talk();
        int agents = agents(conversations);
        List<String> tickets = tickets(agents, admin);
        List<Peer> serving = connect("/ws/agent", tickets::get, agents, talk);
        List<String> tokens = visitors(conversations);
        List<Peer> buyers = connect("/ws/buyer", tokens::get, conversations, talk);
        talk.handOver(buyers);
        talk.take(serving);
        openLoop(rate, rate * seconds, (message, at) -> {
            Peer buyer = buyers.get(message / 2 % conversations);
            talk.due("#" + message + "#", at);
            Peer from = message % 2 == 0 ? buyer : talk.server(buyer);
            from.write("{\"type\":\"send\",\"id\":" + message + ",\"conversation\":\"" + buyer.conversation
                    + "\",\"clientMessageId\":\"" + new UUID(message, port) + "\",\"text\":\"" + said(message)
                    + "\"}");
        });
        return outcome("messages", talk);
    }

    /// How many agents serve so many conversations.
    static int agents(int conversations) {
        return (conversations + BUYERS_AN_AGENT - 1) / BUYERS_AN_AGENT;
    }

    static String said(int message) {
        return SAID + message + "#";
    }

    private List<String> tickets(int agents, String admin) throws Exception {
        String chief = ask("POST", "/api/v1/sessions", "{\"name\":\"admin\",\"password\":\"" + admin + "\"}", "")
                .lines().findFirst().orElseThrow();
        List<String> tickets = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            String name = "load" + i + "x" + Long.toString(System.nanoTime(), 36);
            String password = UUID.randomUUID().toString();
            ask("POST", "/api/v1/accounts", "{\"name\":\"" + name + "\",\"displayName\":\"客服" + i
                    + "\",\"role\":\"agent\",\"password\":\"" + password + "\"}", chief);
            String cookie = ask("POST", "/api/v1/sessions",
                    "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}", "").lines().findFirst()
                    .orElseThrow();
            tickets.add(Peer.text(ask("POST", "/api/v1/tickets", "", cookie), "\"ticket\":\""));
        }
        return tickets;
    }

    /// Buyers and agents, and what they have said.
    private static final class Talk extends Ledger {
        private final Map<String, Peer> served = new HashMap<>();
        private final Map<Peer, CompletableFuture<String>> asking = new HashMap<>();

        @Override
        public void heard(Peer peer, String frame) {
            super.heard(peer, frame);
            if (frame.startsWith("{\"type\":\"ok\",\"id\":90000000")) {
                CompletableFuture<String> waiting = asking.remove(peer);
                if (waiting != null) {
                    waiting.complete(Peer.text(frame, "\"conversation\":\""));
                }
            } else if (frame.startsWith("{\"type\":\"event\"")) {
                int at = frame.lastIndexOf('#');
                if (at > 0) {
                    int from = frame.lastIndexOf('#', at - 1);
                    boolean byBuyer = (frame.charAt(at - 1) - '0') % 2 == 0;
                    if (byBuyer == peer.agent()) {
                        done(frame.substring(from, at + 1));
                    }
                }
            }
        }

        Peer server(Peer buyer) {
            return java.util.Objects.requireNonNull(served.get(buyer.conversation));
        }

        private String await(Peer peer, String frame) throws Exception {
            CompletableFuture<String> answer = new CompletableFuture<>();
            asking.put(peer, answer);
            peer.write(frame);
            return answer.get(PATIENCE_S, TimeUnit.SECONDS);
        }

        void handOver(List<Peer> buyers) throws Exception {
            for (Peer buyer : buyers) {
                buyer.conversation = await(buyer, "{\"type\":\"hand-off\",\"id\":90000000}");
            }
            waiting.addAll(buyers);
        }

        private final List<Peer> waiting = new ArrayList<>();

        void take(List<Peer> agents) throws Exception {
            for (int i = 0; i < waiting.size(); i++) {
                Peer agent = agents.get(i % agents.size());
                String conversation = java.util.Objects.requireNonNull(waiting.get(i).conversation);
                await(agent, "{\"type\":\"take\",\"id\":90000000,\"conversation\":\"" + conversation + "\"}");
                served.put(conversation, agent);
            }
        }
    }

    /// Questions to the bot; each is done when its answer is there. What it hands over instead begins a new conversation.
    ///
    /// @param questions asked in turn
    /// @param fresh     whether each is made one that was never asked before
    public Outcome questions(int buyers, List<String> questions, boolean fresh, int rate, int seconds)
            throws Exception {
        Ledger ledger = new Ledger() {
            @Override
            public void heard(Peer peer, String frame) {
                super.heard(peer, frame);
                if (frame.startsWith("{\"type\":\"ok\"")) {
                    String conversation = Peer.text(frame, "\"conversation\":\"");
                    peer.conversation = conversation;
                    Long at = asked.remove(Peer.number(frame, "\"id\":"));
                    if (at != null) {
                        due(conversation + " " + Peer.number(frame, "\"seq\":"), at);
                    }
                } else if (frame.startsWith("{\"type\":\"event\"") && frame.contains("\"from\":\"bot\"")) {
                    long to = Peer.number(frame, "\"replyTo\":");
                    if (to > 0) {
                        doneOrEarly(Peer.text(frame, "\"conversation\":\"") + " " + to);
                    }
                } else if (frame.contains("\"type\":\"handed-off\"")) {
                    peer.conversation = null;
                }
            }

            private final Map<Long, Long> asked = new HashMap<>();

            @Override
            void due(String key, long at) {
                if (key.startsWith("?")) {
                    asked.put(Long.parseLong(key.substring(1)), at);
                } else {
                    super.due(key, at);
                }
            }
        };
        List<String> tokens = visitors(buyers);
        List<Peer> peers = connect("/ws/buyer", tokens::get, buyers, ledger);
        openLoop(rate, rate * seconds, (message, at) -> {
            Peer buyer = peers.get(message % buyers);
            String question = questions.get(message % questions.size());
            ledger.due("?" + message, at);
            String conversation = buyer.conversation;
            buyer.write("{\"type\":\"send\",\"id\":" + message
                    + (conversation == null ? "" : ",\"conversation\":\"" + conversation + "\"")
                    + ",\"clientMessageId\":\"" + UUID.randomUUID() + "\",\"text\":\"" + question
                    + (fresh ? "，我的订单号是" + UUID.randomUUID().toString().substring(0, 8) : "") + "\"}");
        });
        return outcome(fresh ? "never asked before" : "known phrasings", ledger);
    }

    /// Connects idle clients and keeps them.
    ///
    /// @param idle is told that all are there; they go when it returns
    public Outcome idle(int count, boolean bare, Runnable idle) throws Exception {
        Ledger ledger = new Ledger();
        List<String> tokens = bare ? List.of() : visitors(count);
        long begun = System.nanoTime();
        List<Peer> peers = connect(bare ? "/" : "/ws/buyer", i -> bare ? null : tokens.get(i), count, ledger);
        double seconds = (System.nanoTime() - begun) / 1e9;
        idle.run();
        int gone = onLoop(() -> ledger.refused);
        return new Outcome(bare ? "idle, bare" : "idle", count, peers.size(), count / seconds, 0, 0, 0, gone);
    }
}
