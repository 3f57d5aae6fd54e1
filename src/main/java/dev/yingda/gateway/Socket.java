package dev.yingda.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Logged;
import dev.yingda.conversation.Outcome;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/// One websocket: its life (hello, auth, heartbeat, close), frames in and frames out. The events of the conversations it
/// follows go out by its [Feed].
///
/// Everything here runs on the socket's own context, so nothing is locked; other threads come in by [#run].
abstract class Socket {

    static final int VERSION = 1;
    static final long HEARTBEAT_MS = 25_000;
    static final long GRACE_MS = 8_000;
    static final long AUTH_MS = 10_000;
    static final int MAX_FRAME_BYTES = 65_536;
    static final int MAX_UNACKED = 64;
    private static final short UNSUPPORTED = 1003;
    private static final short NO_TEXT = 1007;
    private static final short TOO_LONG = 1009;
    /// Requests of one client that wait for their answer; more are refused as overload.
    private static final int MAX_OPEN = 64;
    private static final int MAX_WAITING_BYTES = 256 * 1024;
    private static final int MAX_WAITING_FRAMES = 256;
    /// Passing signs (`typing`, `seen`) that are passed on; the others are dropped.
    private static final int SIGNS_A_SECOND = 5;
    private static final int MAX_BAD_FRAMES = 5;
    private static final long BAD_FRAME_WINDOW_MS = 60_000;

    private final ServerWebSocket ws;
    private final Context context;
    protected final Rooms rooms;
    protected final Views.Eyes eyes;
    protected final Subscriptions subscriptions;
    protected final Feed feed;
    private final long connected;
    /// The parts of a message of which the last is not there yet.
    private @Nullable Buffer parts;
    private int badFrames;
    private long badFramesSince;
    private long heard;
    /// Whether a `ping` was sent since anything was heard.
    private boolean asked;
    private int open;
    private int inFlight;
    private int signs;
    private long signsSince;
    private String owner = "";
    private String session = "";
    /// Whether an `auth` was received.
    private boolean knocked;
    private boolean ready;
    private boolean closed;
    private long timer;

    Socket(ServerWebSocket ws, Context context, Rooms rooms, Views.Eyes eyes, Subscriptions subscriptions) {
        this.ws = ws;
        this.context = context;
        this.rooms = rooms;
        this.eyes = eyes;
        this.subscriptions = subscriptions;
        this.feed = new Feed(this, rooms, eyes, subscriptions);
        this.connected = now();
        this.heard = connected;
    }

    /// Greets and starts to listen.
    final void start() {
        ws.setWriteQueueMaxSize(MAX_WAITING_BYTES);
        ws.frameHandler(this::part);
        ws.exceptionHandler(this::broken);
        ws.closeHandler(_ -> ended());
        lookAgain();
        write(ServerFrames.hello());
    }

    private long now() {
        return rooms.ticks().getAsLong();
    }

    /// Runs on the socket's context.
    final void run(Runnable task) {
        context.runOnContext(_ -> {
            if (!closed) {
                task.run();
            }
        });
    }

    /// Closes a client that does not say who it is, or is silent, or whose token nobody can check; asks one that has been
    /// silent for long.
    private void tick() {
        long now = now();
        long silent = now - heard;
        if (!ready && now - connected >= AUTH_MS) {
            if (knocked) {
                closeForStore();
            } else {
                close(CloseCode.NOT_AUTHENTICATED);
            }
        } else if (silent >= HEARTBEAT_MS + GRACE_MS) {
            close(CloseCode.HEARTBEAT_MISSED);
        } else {
            if (silent >= HEARTBEAT_MS && !asked) {
                asked = true;
                write(ServerFrames.ping());
            }
            if (ready) {
                stillAllowed();
            }
            lookAgain();
        }
    }

    /// When there may be something to do about this client's silence; sooner than that nothing is done, so that an idle
    /// client costs next to nothing.
    private void lookAgain() {
        if (closed) {
            return;
        }
        long due = heard + (asked ? HEARTBEAT_MS + GRACE_MS : HEARTBEAT_MS);
        long next = ready ? due : Math.min(due, connected + AUTH_MS);
        timer = context.owner().setTimer(Math.max(1, next - now()), _ -> run(this::tick));
    }

    /// Called every half minute or so: closes it when its right to be here has ended.
    abstract void stillAllowed();

    /// Puts the parts of a message together. Not left to Vert.x, which takes bytes for text that are none.
    private void part(WebSocketFrame frame) {
        if (frame.isBinary()) {
            close(UNSUPPORTED, "text frames only");
        } else if (frame.isText() || frame.isContinuation()) {
            Buffer bytes = frame.binaryData();
            Buffer before = parts;
            if (before != null) {
                bytes = before.appendBuffer(bytes);
            }
            if (bytes.length() > MAX_FRAME_BYTES) {
                close(TOO_LONG, "a message has at most " + MAX_FRAME_BYTES + " bytes");
            } else if (frame.isFinal()) {
                parts = null;
                whole(bytes);
            } else {
                parts = before == null ? bytes.copy() : bytes;
            }
        }
    }

    private void whole(Buffer bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes())).toString();
        } catch (CharacterCodingException _) {
            close(NO_TEXT, "the text is not UTF-8");
            return;
        }
        received(text);
    }

    /// The bytes were no frames (RFC 6455, section 7.4.1).
    private void broken(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            close((short) corrupted.closeStatus().code(), "no frame: " + corrupted.getMessage());
        }
        ended();
    }

    private void received(String text) {
        if (closed) {
            return;
        }
        heard = now();
        asked = false;
        ClientFrame frame;
        try {
            frame = ClientFrame.decode(text);
        } catch (Invalid e) {
            badFrame(e);
            return;
        }
        switch (frame) {
            case ClientFrame.Ping _ -> write(ServerFrames.pong());
            case ClientFrame.Pong _ -> {
            }
            case ClientFrame.Auth auth -> {
                if (knocked) {
                    badFrame(new Invalid("type", "只能认证一次", "auth is sent once"));
                } else {
                    knocked = true;
                    authenticate(auth);
                }
            }
            default -> {
                if (!ready) {
                    close(CloseCode.NOT_AUTHENTICATED);
                } else if (!(frame instanceof ClientFrame.Request request)) {
                    handle(frame);
                } else if (open < MAX_OPEN) {
                    open++;
                    handle(frame);
                } else {
                    write(ServerFrames.error(request.id(), "overloaded",
                            "too many requests wait for their answer; wait for some", true, 1_000));
                }
            }
        }
    }

    /// Checks the token and answers by [#welcome], or closes.
    abstract void authenticate(ClientFrame.Auth auth);

    /// Does what an authenticated client asks for.
    abstract void handle(ClientFrame frame);

    /// The socket is closed; what it held is to be given back.
    abstract void left();

    /// Takes the session the client asks for, if it is this client's, and closes the older connection of it; else a new one.
    ///
    /// @param owner who the client is
    /// @param asked null for a new one
    final void enter(String owner, @Nullable String asked) {
        this.owner = owner;
        Subscriptions.Entered entered = subscriptions.enter(owner, asked, this);
        session = entered.session();
        Socket older = entered.replaced();
        if (older != null) {
            older.run(() -> older.close(CloseCode.REPLACED));
        }
    }

    final String session() {
        return session;
    }

    /// Passes a passing sign to those who follow; never stored.
    final void pass(ConversationId conversation, Class<? extends Socket> to, ObjectNode frame) {
        if (feed.follows(conversation) && maySign()) {
            subscriptions.followers(conversation).stream().filter(to::isInstance)
                    .forEach(socket -> socket.run(() -> socket.write(frame)));
        }
    }

    /// Says `ready`; from now on frames are taken.
    final void welcome(ObjectNode readyFrame) {
        ready = true;
        write(readyFrame);
    }

    private void badFrame(Invalid e) {
        long now = now();
        if (now - badFramesSince > BAD_FRAME_WINDOW_MS) {
            badFramesSince = now;
            badFrames = 0;
        }
        error(null, "bad-frame", (e.field().isEmpty() ? "" : e.field() + ": ") + e.english(), false, 0);
        if (++badFrames > MAX_BAD_FRAMES) {
            close(CloseCode.BAD_FRAME);
        }
    }

    final void refuseFrame(ClientFrame frame) {
        if (frame instanceof ClientFrame.Request) {
            open--;
        }
        badFrame(new Invalid("type", "此端点不接受这种帧", "this endpoint takes no such frame: "
                + frame.getClass().getSimpleName()));
    }

    final void error(@Nullable Long id, String code, String message, boolean temporary, long retryAfterMs) {
        if (id != null) {
            open--;
        }
        write(ServerFrames.error(id, code, message, temporary, retryAfterMs));
    }

    /// Answers a request.
    final void reply(ObjectNode ok) {
        open--;
        write(ok);
    }

    private boolean maySign() {
        long now = now();
        if (now - signsSince >= 1_000) {
            signsSince = now;
            signs = 0;
        }
        return ++signs <= SIGNS_A_SECOND;
    }

    final void write(ObjectNode frame) {
        send(frame.toString());
    }

    /// Sends a frame that was made already.
    final void send(String frame) {
        if (closed) {
            return;
        }
        if (ws.writeQueueFull() || inFlight >= MAX_WAITING_FRAMES) {
            close(CloseCode.TOO_SLOW);
            return;
        }
        inFlight++;
        ws.writeTextMessage(frame).onComplete(_ -> inFlight--);
    }

    final void close(CloseCode code) {
        close(code.code(), code.reason());
    }

    private void close(short code, String reason) {
        if (!closed) {
            ws.close(code, reason);
            ended();
        }
    }

    private void ended() {
        if (!closed) {
            closed = true;
            context.owner().cancelTimer(timer);
            feed.close();
            if (ready) {
                subscriptions.leave(owner, session, this);
                left();
            }
        }
    }

    /// Answers `history` from the store.
    final void history(ClientFrame.History asked) {
        rooms.blocking(() -> rooms.views().frames(rooms.log(), seen(asked), eyes), (frames, failure) -> run(() -> {
            if (failure != null) {
                storeFailed(asked.id());
            } else {
                reply(ServerFrames.history(asked.id(), asked.conversation(), frames));
            }
        }));
    }

    /// As many as were asked for of those that this client may see, as far as there are so many. Blocks.
    private List<Logged> seen(ClientFrame.History asked) {
        Long after = asked.after();
        Long before = asked.before();
        int limit = asked.limit();
        long end = after != null ? after : before == null ? Long.MAX_VALUE : before;
        List<Logged> seen = new ArrayList<>();
        List<Logged> page;
        do {
            page = after != null
                    ? rooms.log().after(asked.conversation(), end, limit)
                    : rooms.log().before(asked.conversation(), end, limit);
            List<Logged> visible = page.stream().filter(each -> Views.visible(each.event(), eyes)).toList();
            if (!page.isEmpty()) {
                end = after != null ? page.getLast().seq() : page.getFirst().seq();
            }
            seen.addAll(after != null ? seen.size() : 0, visible);
        } while (page.size() == limit && seen.size() < limit);
        int over = Math.max(0, seen.size() - limit);
        return after != null ? seen.subList(0, seen.size() - over) : seen.subList(over, seen.size());
    }

    /// The store cannot be read: the client connects again and resumes.
    final void closeForStore() {
        close((short) 1011, "the store cannot be read");
    }

    final void storeFailed(long id) {
        error(id, "internal", "the store cannot be read", true, 1_000);
    }

    /// Answers a command when its outcome is known.
    final void answer(long id, CompletableFuture<Outcome> outcome) {
        var _ = outcome.whenComplete((done, failure) -> run(() -> {
            switch (done) {
                case null -> error(id, "internal", "it failed", true, 1_000);
                case Outcome.Done it -> {
                    done(it);
                    reply(ServerFrames.ok(id, it));
                }
                case Outcome.Refused refused -> error(id, CloseCode.error(refused.reason()), refused.message(),
                        refused.reason().temporary(), refused.reason().temporary() ? 1_000 : 0);
            }
        }));
    }

    /// Called before a command's `ok` goes out.
    void done(Outcome.Done done) {
    }
}
