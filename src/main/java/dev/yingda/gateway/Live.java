package dev.yingda.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.metrics.Board;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What is pushed to the consoles and to waiting buyers whenever it has changed: the desk, places in the waiting list, the
/// live figures.
///
/// All of it is made whole each time, on a thread of its own: on a busy server that may take longer than a message may wait.
/// The more it takes the less often it is made, so that it never has more than a small share of a processor.
final class Live {

    private static final System.Logger LOG = System.getLogger(Live.class.getName());
    private static final long DESK_MS = 250;
    /// What those on the desk's list wrote last is told less often than who is on it: their messages come as events anyway.
    private static final int TOUCHED_TICKS = 4;
    private static final long METRICS_MS = 1_000;
    /// Though nothing happens and nobody waits, a new day begins.
    private static final int QUIET_TICKS = 30;
    /// It rests this many times as long as the last making took.
    private static final int REST = 20;

    private final Rooms rooms;
    private final Subscriptions subscriptions;
    private final AtomicBoolean deskChanged = new AtomicBoolean();
    private final AtomicBoolean deskTouched = new AtomicBoolean();
    private final AtomicBoolean numbersChanged = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("live").daemon().factory());
    // The rest belongs to the thread.
    private Map<ConversationId, Integer> positions = Map.of();
    private int deskTicks;
    private int quietTicks;
    private boolean somebodyWaits;
    private String lastFigures = "";
    private long restsUntil = System.nanoTime();

    Live(Rooms rooms, Subscriptions subscriptions) {
        this.rooms = rooms;
        this.subscriptions = subscriptions;
        rooms.desk().onChange(list -> (list ? deskChanged : deskTouched).set(true));
    }

    /// Who is on the desk's lists is to be told anew.
    void deskChanged() {
        deskChanged.set(true);
    }

    /// Something happened that figures may tell of.
    void numbersChanged() {
        numbersChanged.set(true);
    }

    void start() {
        thread.execute(() -> guarded(rooms.ledger()::board));
        numbersChanged();
        var _ = thread.scheduleWithFixedDelay(() -> guarded(this::desk), DESK_MS, DESK_MS, TimeUnit.MILLISECONDS);
        var _ = thread.scheduleWithFixedDelay(() -> guarded(this::figures), METRICS_MS, METRICS_MS,
                TimeUnit.MILLISECONDS);
    }

    void stop() {
        thread.shutdownNow();
    }

    /// A failure now must not end all that comes later.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "What is live could not be told", e);
        }
    }

    private boolean rests() {
        return System.nanoTime() - restsUntil < 0;
    }

    private void rest(long begun) {
        long now = System.nanoTime();
        restsUntil = now + REST * (now - begun);
    }

    private void desk() {
        deskTicks++;
        boolean touched = deskTicks % TOUCHED_TICKS == 0 && deskTouched.get();
        if (rests() || !deskChanged.get() && !touched) {
            return;
        }
        deskChanged.set(false);
        deskTouched.set(false);
        long begun = System.nanoTime();
        Function<AgentId, ObjectNode> desks = rooms.views().desks(rooms.clock().instant());
        for (AgentSocket socket : subscriptions.agents()) {
            String frame = desks.apply(socket.agent()).toString();
            socket.run(() -> socket.send(frame));
        }
        tellThoseWhoWait();
        rest(begun);
    }

    /// Tells each waiting buyer the place in the list, when it changed.
    private void tellThoseWhoWait() {
        Map<ConversationId, Integer> waiting = rooms.desk().positions();
        Map<ConversationId, Integer> before = positions;
        positions = waiting;
        waiting.forEach((conversation, position) -> {
            if (!position.equals(before.get(conversation))) {
                Duration expected = rooms.desk().expectedWait(position).orElse(null);
                for (Socket socket : subscriptions.followers(conversation)) {
                    if (socket instanceof BuyerSocket buyer) {
                        buyer.run(() -> buyer.queued(conversation, position, expected));
                    }
                }
            }
        });
    }

    /// Pushes the live figures to the consoles when they have changed: by an event, or because a wait became due.
    private void figures() {
        boolean mayHaveChanged = numbersChanged.get() || somebodyWaits || ++quietTicks >= QUIET_TICKS;
        if (rests() || subscriptions.agents().isEmpty() || !mayHaveChanged) {
            return;
        }
        numbersChanged.set(false);
        quietTicks = 0;
        long begun = System.nanoTime();
        Board board = rooms.ledger().board();
        somebodyWaits = board.policies().stream().anyMatch(today -> !today.waiting().isEmpty());
        String figures = MetricViews.board(board, Optional.empty()).toString();
        if (!figures.equals(lastFigures)) {
            lastFigures = figures;
            for (AgentSocket socket : subscriptions.agents()) {
                String frame = ServerFrames.metrics(board, socket.only()).toString();
                socket.run(() -> socket.send(frame));
            }
        }
        rest(begun);
    }
}
