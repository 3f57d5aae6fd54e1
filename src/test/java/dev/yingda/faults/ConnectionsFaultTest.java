package dev.yingda.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connections that end without a word, that are not read from, and that pass nothing on.
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionsFaultTest {

    private static final int CONNECTIONS = 5_000;
    /// So many connections of one buyer the server lets in.
    private static final int A_BUYER = 5;
    private static final int AT_ONCE = 16;
    private static final long MB = 1 << 20;
    private static final long LEFT_OVER_MB = 60;
    private static final int SOON_S = 10;
    private static final int SILENCE_S = 33;
    private static final int LONG_MESSAGES = 60;
    private static final int ASKED = 40;
    private static final int TOO_SLOW = 4003;
    private static final int LATE_S = 3;

    @TempDir
    private Path folder;

    private static Wire buyer(Door door, String token, int receives) throws IOException {
        Wire wire = Wire.connect(door.port(), "/ws/buyer", receives);
        wire.patience(60_000);
        wire.await("hello");
        wire.send(Wire.frame("auth").put("token", token));
        wire.await("ready");
        return wire;
    }

    private static JsonNode say(Wire wire, String text) throws IOException {
        wire.send(Wire.frame("send").put("id", 1).put("clientMessageId", UUID.randomUUID().toString()).put("text",
                text));
        return wire.await("ok");
    }

    /// All connections that the buyers may have.
    private static List<Wire> flood(Door door, List<String> tokens) throws Exception {
        ConcurrentLinkedQueue<Wire> wires = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (String token : tokens) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < A_BUYER; i++) {
                        wires.add(letIn(door, token));
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        return List.copyOf(wires);
    }

    /// As one of the five that are let in; those of before may not be noticed yet.
    private static Wire letIn(Door door, String token) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_S);
        while (true) {
            try {
                return buyer(door, token, 0);
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static long heapAfterGc() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /// That the server has noticed every one is told by its own rule, no more than five connections of a buyer: all come
    /// again, and all are let in.
    @Test
    void fiveThousandConnectionsThatEndAtOnceAreNoticedAndLeaveNothingBehind() throws Exception {
        try (House house = House.open(folder, Clock.systemUTC())) {
            Door door = house.door();
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS / A_BUYER; i++) {
                tokens.add(door.visitor());
            }
            flood(door, tokens.subList(0, 50)).forEach(wire -> wire.drop(false));
            long before = heapAfterGc();
            for (int wave = 0; wave < 2; wave++) {
                List<Wire> wires = flood(door, tokens);
                assertEquals(CONNECTIONS, wires.size());
                try (Wire sixth = Wire.connect(door.port(), "/ws/buyer")) {
                    sixth.patience(30_000);
                    sixth.await("hello");
                    sixth.send(Wire.frame("auth").put("token", tokens.getFirst()));
                    assertEquals("rate-limited", sixth.await("error").path("code").asText());
                }
                for (int i = 0; i < wires.size(); i++) {
                    wires.get(i).drop(i % 2 == 0);
                }
                long dropped = System.nanoTime();
                try (Wire fresh = buyer(door, door.visitor(), 0)) {
                    assertEquals(2, say(fresh, Faults.KNOWN).path("seq").asLong());
                }
                long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - dropped);
                assertTrue(took < SOON_S, "a new buyer waited " + took + " s");
            }
            Faults.await(() -> "what they held is free: " + before / MB + " MB before, now " + heapAfterGc() / MB,
                    () -> heapAfterGc() < before + LEFT_OVER_MB * MB);
        }
    }

    /// It asks for a long history again and again, and reads none of the answers. Events alone would do no harm: the server
    /// waits for their `ack`.
    @Test
    void aReaderThatReadsNothingIsClosedAndTheOthersGoOn() throws Exception {
        String text = "长".repeat(2_000);
        try (House house = House.open(folder, Clock.systemUTC())) {
            Door door = house.door();
            String token = door.visitor();
            try (Wire writer = buyer(door, token, 0);
                    Wire other = buyer(door, door.visitor(), 0);
                    Wire slow = buyer(door, token, 16_384)) {
                String conversation = say(writer, "转人工").path("conversation").asText();
                for (int i = 0; i < LONG_MESSAGES; i++) {
                    assertTrue(goesOn(writer, conversation, text) < SOON_S);
                }
                for (int i = 0; i < ASKED; i++) {
                    slow.send(Wire.frame("history").put("id", i).put("conversation", conversation).put("after", 0)
                            .put("limit", 200));
                }
                String others = say(other, Faults.KNOWN).path("conversation").asText();
                for (int i = 0; i < ASKED; i++) {
                    assertTrue(goesOn(other, others, Faults.KNOWN) < SOON_S, "another buyer had to wait");
                    assertTrue(goesOn(writer, conversation, text) < SOON_S, "the same buyer's other page had to wait");
                }
                int answered = 0;
                for (JsonNode frame = slow.read(); frame != null; frame = slow.read()) {
                    answered += frame.has("events") ? 1 : 0;
                }
                assertEquals(TOO_SLOW, slow.closeCode());
                assertTrue(answered < ASKED, "all of it was kept for a reader that did not read");
            }
        }
    }

    private static long goesOn(Wire wire, String conversation, String text) throws IOException {
        long since = System.nanoTime();
        wire.send(Wire.frame("send").put("id", 1).put("clientMessageId", UUID.randomUUID().toString())
                .put("conversation", conversation).put("text", text));
        wire.await("ok");
        return seconds(since);
    }

    @Test
    void anAgentBehindANetworkThatSwallowsEverythingIsOfflineAfter33SecondsAndTheBuyerIsFreeAgain() throws Exception {
        try (House house = House.open(folder, Clock.systemUTC(), "desk.requeueAfter=1s");
                Relay relay = Relay.to(house.door().port());
                Wire gone = Wire.connect(relay.port(), "/ws/agent");
                Wire colleague = Wire.connect(house.door().port(), "/ws/agent");
                Wire buyer = buyer(house.door(), house.door().visitor(), 0)) {
            Door door = house.door();
            auth(gone, door, "lin");
            auth(colleague, door, "wu");
            String conversation = say(buyer, "转人工").path("conversation").asText();
            gone.send(Wire.frame("take").put("id", 1).put("conversation", conversation));
            gone.await("ok");
            long silent = System.nanoTime();
            relay.fallSilent();
            buyer.send(Wire.frame("send").put("id", 2).put("clientMessageId", UUID.randomUUID().toString())
                    .put("conversation", conversation).put("text", "在吗"));
            colleague.patience(1_000);
            boolean offline = false;
            while (!offline) {
                LockSupport.parkNanos(100_000_000);
                colleague.send(Wire.frame("ping"));
                buyer.send(Wire.frame("ping"));
                offline = !present(colleague);
                assertTrue(seconds(silent) <= SILENCE_S + LATE_S, "still there after " + seconds(silent) + " s");
            }
            assertTrue(seconds(silent) >= SILENCE_S - 1, "sent away after " + seconds(silent) + " s");
            colleague.patience(30_000);
            JsonNode desk = colleague.await("desk");
            while (desk.path("waiting").isEmpty()) {
                desk = colleague.await("desk");
            }
            assertEquals(conversation, desk.path("waiting").get(0).path("conversation").asText());
            colleague.send(Wire.frame("take").put("id", 1).put("conversation", conversation));
            colleague.await("ok");
        }
    }

    private static long seconds(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    private static void auth(Wire wire, Door door, String name) throws IOException {
        wire.patience(30_000);
        wire.await("hello");
        wire.send(Wire.frame("auth").put("token", door.ticket(door.signIn(name))));
        wire.await("ready");
    }

    /// Whether the agent is still there, by what the colleague hears within a second.
    private static boolean present(Wire colleague) throws IOException {
        try {
            while (true) {
                JsonNode frame = colleague.read();
                if (frame == null) {
                    throw new IOException("the colleague was sent away: " + colleague.closeCode());
                }
                if (frame.path("type").asText().equals("desk")) {
                    boolean there = false;
                    for (JsonNode agent : frame.path("agents")) {
                        there |= agent.path("name").asText().equals("lin")
                                && !agent.path("status").asText().equals("offline");
                    }
                    if (!there) {
                        return false;
                    }
                } else if (frame.path("type").asText().equals("pong")) {
                    return true;
                }
            }
        } catch (SocketTimeoutException _) {
            return true;
        }
    }
}
