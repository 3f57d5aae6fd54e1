package dev.yingda.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Ledger;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Replay;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.By;

import org.jspecify.annotations.Nullable;

/// How long the figures of 30 days by agent and day take in a running shop: an event comes in before each question, so no
/// answer can be given twice.
final class BenchDashboard {

    private static final Duration PERIOD = Duration.ofDays(30);
    private static final Duration TODAY = Duration.ofDays(1);
    private static final int WARM_UP = 50;
    /// Those of a server with no other settings; the first is asked about.
    private static final List<Policy> POLICIES = List.of(Policy.preset("shop-default").orElseThrow(),
            Policy.preset("taobao-3min").orElseThrow());

    private final ShopSimulation shop;
    private final List<List<Logged>> before;
    private final List<Logged> live;

    /// @param history all conversations of the shop; the last ones happen while the questions are asked
    BenchDashboard(ShopSimulation shop, List<List<Logged>> history, int asks) {
        this.shop = shop;
        int first = history.size();
        int events = 0;
        while (first > 0 && events < asks + WARM_UP) {
            first--;
            events += history.get(first).size();
        }
        this.before = history.subList(0, first);
        this.live = history.subList(first, history.size()).stream().flatMap(List::stream)
                .sorted(Comparator.comparing(Logged::at)).limit(asks + (long) WARM_UP).toList();
    }

    /// The first question to a server that has just been started: it reads the whole log.
    ///
    /// @return seconds
    static double firstQuestion(EventLog log, ShopSimulation shop) {
        Ledger ledger = new Ledger(log, Clock.fixed(shop.end(), ZoneOffset.UTC), POLICIES);
        long start = System.nanoTime();
        ledger.report(POLICIES.getFirst().id(), from(shop), to(shop), Set.of(By.values()));
        return (System.nanoTime() - start) / 1e9;
    }

    void run(Consumer<String> print) {
        Policy policy = POLICIES.getFirst();
        Shelf log = new Shelf(before);
        Watch watch = new Watch();
        Ledger ledger = new Ledger(log, watch, POLICIES);
        print.accept(String.format(Locale.ROOT, "dashboard, the first question, from memory %8.2f s",
                firstQuestion(log, shop)));
        Report last = ask(ledger, policy);
        long[] times = new long[live.size()];
        for (int i = 0; i < times.length; i++) {
            Logged next = live.get(i);
            log.put(next);
            watch.now = next.at();
            ledger.accept(next);
            long start = System.nanoTime();
            last = ask(ledger, policy);
            times[i] = System.nanoTime() - start;
        }
        Replay replay = Replay.of(policy.during(from(shop), to(shop)), last.asOf());
        log.scan(null, null, replay::accept);
        BenchMetrics.requireSame(replay.result(Set.of(By.values()), false), last);
        long[] asked = times.length > WARM_UP ? Arrays.copyOfRange(times, WARM_UP, times.length) : times;
        Arrays.sort(asked);
        print.accept(String.format(Locale.ROOT, "dashboard, 30 days by agent and day, an event between two questions: "
                + "p50 %.2f ms, p99 %.2f ms, max %.1f ms (%d)", asked[asked.length / 2] / 1e6,
                asked[(int) (asked.length * 0.99)] / 1e6, asked[asked.length - 1] / 1e6, asked.length));
    }

    private Report ask(Ledger ledger, Policy policy) {
        return ledger.report(policy.id(), from(shop), to(shop), Set.of(By.values()));
    }

    private static Instant from(ShopSimulation shop) {
        return to(shop).minus(PERIOD);
    }

    private static Instant to(ShopSimulation shop) {
        return shop.end().plus(TODAY);
    }

    /// Shows the time of the latest event.
    private final class Watch extends Clock {

        private Instant now = shop.end();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks it for the time of day");
        }
    }

    /// A log in memory, as much of it as the [Ledger] reads.
    private static final class Shelf implements EventLog {

        /// In order of name.
        private final List<List<Logged>> conversations;

        Shelf(List<List<Logged>> conversations) {
            this.conversations = new ArrayList<>(conversations);
        }

        void put(Logged next) {
            int place = place(next.conversation());
            if (place < 0) {
                conversations.add(-place - 1, List.of(next));
            } else {
                List<Logged> longer = new ArrayList<>(conversations.get(place));
                longer.add(next);
                conversations.set(place, longer);
            }
        }

        private int place(ConversationId conversation) {
            int low = 0;
            int high = conversations.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = conversations.get(middle).getFirst().conversation().compareTo(conversation);
                if (order == 0) {
                    return middle;
                }
                low = order < 0 ? middle + 1 : low;
                high = order < 0 ? high : middle - 1;
            }
            return -low - 1;
        }

        @Override
        public List<Logged> after(ConversationId conversation, long afterSeq, int limit) {
            int place = place(conversation);
            return place < 0
                    ? List.of()
                    : conversations.get(place).stream().filter(logged -> logged.seq() > afterSeq).limit(limit).toList();
        }

        @Override
        public void scan(@Nullable Instant from, @Nullable Instant to, Consumer<Logged> consumer) {
            for (List<Logged> conversation : conversations) {
                if (conversation.stream().anyMatch(logged -> (from == null || !logged.at().isBefore(from))
                        && (to == null || logged.at().isBefore(to)))) {
                    conversation.forEach(consumer);
                }
            }
        }

        @Override
        public void scanAll(List<? extends Consumer<Logged>> consumers) {
            int parts = consumers.size();
            try (ExecutorService threads = Executors.newFixedThreadPool(parts)) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < parts; i++) {
                    Consumer<Logged> consumer = consumers.get(i);
                    List<List<Logged>> part = conversations.subList(conversations.size() / parts * i,
                            i == parts - 1 ? conversations.size() : conversations.size() / parts * (i + 1));
                    running.add(threads.submit(() -> part.forEach(conversation -> conversation.forEach(consumer))));
                }
                for (Future<?> each : running) {
                    each.get();
                }
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("the log could not be read to its end", e);
            }
        }

        @Override
        public Appended append(ConversationId conversation, long lastSeq, Instant now, List<Event> events) {
            throw unasked();
        }

        @Override
        public List<Logged> before(ConversationId conversation, long beforeSeq, int limit) {
            throw unasked();
        }

        @Override
        public Optional<Logged> sent(String sender, String clientMessageId) {
            throw unasked();
        }

        @Override
        public List<ConversationId> open() {
            throw unasked();
        }

        @Override
        public List<ConversationId> ofBuyer(BuyerId buyer, int limit) {
            throw unasked();
        }

        @Override
        public List<ConversationId> latest(@Nullable AgentId agent, @Nullable String text, @Nullable Instant before,
                int limit) {
            throw unasked();
        }

        @Override
        public List<Logged> latestOfType(String type, Instant since, int limit) {
            throw unasked();
        }

        private static UnsupportedOperationException unasked() {
            return new UnsupportedOperationException("the ledger does not ask for it");
        }
    }
}
