package dev.yingda.faults;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A buyer or an agent who writes all the time and never gives up, as the protocol asks of a client: connects again and
/// resumes at what was shown, sends again what was not acknowledged. Keeps all that was promised and all that was shown,
/// and notes what must not be.
final class Talker implements AutoCloseable {

    /// Messages that wait for their `ok` at once.
    private static final int WINDOW = 3;
    private static final int MAX_LENGTH = 200;

    private static final int WITHOUT_A_WORD_MS = 30_000;

    /// Where a message was said to be.
    record Place(String conversation, long seq) {
    }

    /// What was sent.
    private record Message(@Nullable String conversation, String text, boolean note) {
    }

    /// One conversation on the screen.
    static final class Screen {
        /// The event before the first that is shown in a row; -1 while that is not known.
        private long from = -1;
        private long last = -1;
        private int epoch;
        private final TreeMap<Long, JsonNode> events = new TreeMap<>();

        private Screen copy() {
            Screen copy = new Screen();
            copy.from = from;
            copy.last = last;
            copy.epoch = epoch;
            copy.events.putAll(events);
            return copy;
        }

        long from() {
            return from;
        }

        long last() {
            return last;
        }

        Map<Long, JsonNode> events() {
            return events;
        }
    }

    /// How a connection ended.
    ///
    /// @param drained whether the server had said `drain` before
    record End(int code, boolean drained) {
    }

    private final String name;
    private final String agent;
    private final String token;
    private final Supplier<@Nullable Door> door;
    private final List<String> texts;
    private final Map<String, Place> acknowledged = new LinkedHashMap<>();
    private final Map<String, Message> pending = new LinkedHashMap<>();
    private final Map<Long, String> asked = new HashMap<>();
    private final Map<String, Screen> screens = new TreeMap<>();
    private final Queue<String> toAnswer = new ArrayDeque<>();
    private final Set<Long> taking = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private @Nullable String conversation;
    private @Nullable Door signedInAt;
    private String cookie = "";
    private long nextId;
    private int written;
    private int temporary;
    private boolean quiet;
    private boolean gone;
    private boolean drained;
    private @Nullable Wire wire;
    private final Thread thread;

    private Talker(String name, String agent, String token, Supplier<@Nullable Door> door, List<String> texts) {
        this.name = name;
        this.agent = agent;
        this.token = token;
        this.door = door;
        this.texts = texts;
        thread = Thread.ofVirtual().name(name).start(this::live);
    }

    /// @param door where the server is; null while it is nowhere
    /// @param texts what is written, over and over
    static Talker buyer(String name, String token, Supplier<@Nullable Door> door, String... texts) {
        return new Talker(name, "", token, door, List.of(texts));
    }

    /// Takes who waits and answers every message.
    static Talker agent(String account, Supplier<@Nullable Door> door) {
        return new Talker(account, account, "", door, List.of("好的，马上为您查。", "已经查到了。"));
    }

    // What a test asks

    /// Every message with the place that was acknowledged.
    synchronized Map<String, Place> acknowledged() {
        return new LinkedHashMap<>(acknowledged);
    }

    synchronized Map<String, Screen> screens() {
        Map<String, Screen> copies = new TreeMap<>();
        screens.forEach((each, screen) -> copies.put(each, screen.copy()));
        return copies;
    }

    synchronized boolean isConnected() {
        return wire != null;
    }

    synchronized boolean isAgent() {
        return !agent.isEmpty();
    }

    /// What must not be.
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// The connections that were ready and ended without this side's doing.
    synchronized List<End> ends() {
        return List.copyOf(ends);
    }

    /// Answers that said: not now, try again.
    synchronized int temporary() {
        return temporary;
    }

    /// Requests without an answer.
    synchronized int waiting() {
        return pending.size() + taking.size();
    }

    synchronized long shown(String in) {
        Screen screen = screens.get(in);
        return screen == null ? 0 : screen.last;
    }

    /// Writes nothing new from now on.
    synchronized void quiet() {
        quiet = true;
    }

    /// Goes on writing.
    void talk() {
        Wire use;
        synchronized (this) {
            quiet = false;
            use = wire;
        }
        if (use != null) {
            try {
                top(use);
            } catch (IOException _) {
                // The reading thread finds out.
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        Wire last;
        synchronized (this) {
            gone = true;
            last = wire;
        }
        if (last != null) {
            last.close();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Its life

    private synchronized boolean isGone() {
        return gone;
    }

    private synchronized void wrong(String what) {
        wrong.add(name + ": " + what);
    }

    private void live() {
        while (!isGone()) {
            Door at = door.get();
            if (at != null) {
                try (Wire connected = Wire.connect(at.port(), agent.isEmpty() ? "/ws/buyer" : "/ws/agent")) {
                    connected.patience(WITHOUT_A_WORD_MS);
                    connected.await("hello");
                    ObjectNode auth = Wire.frame("auth").put("token", agent.isEmpty() ? token : ticket(at));
                    auth.set("resume", places());
                    connected.send(auth);
                    listen(connected);
                } catch (IOException _) {
                    // Again.
                } catch (RuntimeException e) {
                    wrong("failed: " + e);
                    throw e;
                }
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private String ticket(Door at) throws IOException {
        if (!at.equals(signedInAt)) {
            cookie = at.signIn(agent);
            signedInAt = at;
        }
        return at.ticket(cookie);
    }

    private synchronized com.fasterxml.jackson.databind.node.ArrayNode places() {
        var places = Wire.JSON.createArrayNode();
        screens.forEach((each, screen) -> {
            if (screen.last >= 0) {
                places.addObject().put("conversation", each).put("epoch", screen.epoch).put("seq", screen.last);
            }
        });
        return places;
    }

    private void listen(Wire connected) throws IOException {
        boolean ready = false;
        try {
            while (true) {
                JsonNode frame = connected.read();
                if (frame == null) {
                    if (connected.closeCode() >= 4100) {
                        wrong("was sent away for good: " + connected.closeCode());
                    }
                    return;
                }
                if (frame.path("type").asText().equals("ready")) {
                    ready = true;
                    ready(connected, frame);
                } else {
                    heard(connected, frame);
                }
            }
        } finally {
            synchronized (this) {
                wire = null;
                if (ready && !gone) {
                    ends.add(new End(connected.closeCode(), drained));
                }
                drained = false;
            }
        }
    }

    private void ready(Wire connected, JsonNode frame) throws IOException {
        Map<String, Message> again;
        List<ObjectNode> ask = new ArrayList<>();
        synchronized (this) {
            wire = connected;
            asked.clear();
            taking.clear();
            for (JsonNode place : frame.path("conversations")) {
                String in = place.path("conversation").asText();
                Screen screen = screens.get(in);
                if (screen != null && screen.last >= 0 && !place.path("recovered").asBoolean()) {
                    wrong("the place " + screen.last + " in " + in + " is not known to the server, which is at "
                            + place.path("seq"));
                }
                if (screen == null) {
                    screen = new Screen();
                    screen.epoch = place.path("epoch").asInt();
                    screens.put(in, screen);
                    if (agent.isEmpty()) {
                        ask.add(Wire.frame("history").put("id", ++nextId).put("conversation", in).put("after", 0)
                                .put("limit", MAX_LENGTH));
                    }
                }
                if (agent.isEmpty()) {
                    conversation = in;
                }
            }
            again = new LinkedHashMap<>(pending);
        }
        for (ObjectNode each : ask) {
            connected.send(each);
        }
        for (Map.Entry<String, Message> each : again.entrySet()) {
            send(connected, each.getKey(), each.getValue());
        }
        top(connected);
    }

    private void heard(Wire connected, JsonNode frame) throws IOException {
        switch (frame.path("type").asText()) {
            case "event" -> {
                event(frame);
                connected.send(Wire.frame("ack").put("conversation", frame.path("conversation").asText()).put("seq",
                        frame.path("seq").asLong()));
            }
            case "ok" -> ok(frame);
            case "error" -> error(connected, frame);
            case "desk" -> desk(connected, frame);
            case "ping" -> connected.send(Wire.frame("pong"));
            case "drain" -> {
                synchronized (this) {
                    drained = true;
                }
            }
            default -> {
            }
        }
        top(connected);
    }

    private synchronized void event(JsonNode frame) {
        String in = frame.path("conversation").asText();
        long seq = frame.path("seq").asLong();
        long previous = frame.path("previous").asLong();
        Screen screen = screens.computeIfAbsent(in, _ -> new Screen());
        if (screen.epoch != 0 && screen.epoch != frame.path("epoch").asInt()) {
            wrong("the epoch of " + in + " has changed");
        }
        screen.epoch = frame.path("epoch").asInt();
        if (screen.last < 0) {
            screen.from = previous;
            screen.last = previous;
        }
        if (seq > screen.last && previous != screen.last) {
            wrong("missed something in " + in + ": after " + screen.last + " came " + seq + ", which follows "
                    + previous);
        }
        show(screen, in, frame);
        screen.last = Math.max(screen.last, seq);
        if (agent.isEmpty()) {
            conversation = in;
        } else if (frame.path("event").path("from").asText().equals("buyer")) {
            toAnswer.add(in);
        }
    }

    private void show(Screen screen, String in, JsonNode frame) {
        JsonNode before = screen.events.put(frame.path("seq").asLong(), frame);
        if (before != null && !(before.path("event").equals(frame.path("event"))
                && before.path("at").equals(frame.path("at")))) {
            wrong("two different events " + frame.path("seq") + " of " + in + ": " + before + " and " + frame);
        }
    }

    private synchronized void ok(JsonNode frame) {
        String sent = asked.remove(frame.path("id").asLong());
        taking.remove(frame.path("id").asLong());
        if (frame.has("events")) {
            String in = frame.path("conversation").asText();
            frame.path("events").forEach(each -> show(screens.computeIfAbsent(in, _ -> new Screen()), in, each));
        }
        if (sent != null && pending.remove(sent) != null) {
            acknowledged.put(sent, new Place(frame.path("conversation").asText(), frame.path("seq").asLong()));
            if (agent.isEmpty()) {
                conversation = frame.path("conversation").asText();
            }
        }
    }

    private void error(Wire connected, JsonNode frame) throws IOException {
        String sent;
        Message message;
        synchronized (this) {
            sent = asked.remove(frame.path("id").asLong(-1));
            taking.remove(frame.path("id").asLong(-1));
            message = sent == null ? null : pending.get(sent);
            if (sent == null || message == null) {
                return;
            }
            if (!frame.path("temporary").asBoolean()) {
                wrong("a message was refused: " + frame);
                pending.remove(sent);
                return;
            }
            temporary++;
        }
        LockSupport.parkNanos(20_000_000);
        send(connected, sent, message);
    }

    private void desk(Wire connected, JsonNode frame) throws IOException {
        ObjectNode take = Wire.frame("take");
        synchronized (this) {
            if (quiet || agent.isEmpty() || frame.path("waiting").isEmpty()) {
                return;
            }
            long id = ++nextId;
            taking.add(id);
            take.put("id", id);
        }
        connected.send(take);
    }

    private synchronized long id(String sent) {
        long id = ++nextId;
        asked.put(id, sent);
        return id;
    }

    private void send(Wire connected, String sent, Message message) throws IOException {
        ObjectNode frame = Wire.frame("send").put("id", id(sent)).put("clientMessageId", sent).put("text",
                message.text());
        if (message.conversation() != null) {
            frame.put("conversation", message.conversation());
        }
        if (message.note()) {
            frame.put("visibility", "note");
        }
        connected.send(frame);
    }

    /// Writes as much as may wait at once.
    private void top(Wire connected) throws IOException {
        while (true) {
            String sent = UUID.randomUUID().toString();
            Message message;
            synchronized (this) {
                if (quiet || wire == null || pending.size() >= (agent.isEmpty() && conversation == null ? 1 : WINDOW)) {
                    return;
                }
                String in = agent.isEmpty() ? conversation : toAnswer.poll();
                if (!agent.isEmpty() && in == null) {
                    return;
                }
                message = new Message(in, texts.get(written % texts.size()), !agent.isEmpty() && written % 5 == 4);
                written++;
                pending.put(sent, message);
            }
            send(connected, sent, message);
        }
    }
}
