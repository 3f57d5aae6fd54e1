package dev.yingda.gateway;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.yingda.conversation.Logged;
import dev.yingda.conversation.Outcome;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
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
    private static final int MAX_BAD_FRAMES = 5;
    private static final long BAD_FRAME_WINDOW_MS = 60_000;

    private final ServerWebSocket ws;
    private final Context context;
    protected final Rooms rooms;
    protected final Views.Eyes eyes;
    protected final Subscriptions subscriptions;
    protected final Feed feed;
    private int badFrames;
    private long badFramesSince;
    private long heard;
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
    }

    /// Greets and starts to listen.
    final void start() {
        heard = now();
        ws.setWriteQueueMaxSize(256 * 1024);
        ws.textMessageHandler(this::received);
        ws.binaryMessageHandler(_ -> close((short) 1003, "text frames only"));
        ws.exceptionHandler(_ -> ended());
        ws.closeHandler(_ -> ended());
        timer = context.owner().setPeriodic(1_000, _ -> run(this::tick));
        write(Json.object("type", "hello", "version", VERSION, "heartbeatMs", HEARTBEAT_MS, "maxFrameBytes",
                MAX_FRAME_BYTES, "maxUnacked", MAX_UNACKED));
    }

    private long now() {
        return rooms.clock().millis();
    }

    /// Runs on the socket's context.
    final void run(Runnable task) {
        context.runOnContext(_ -> {
            if (!closed) {
                task.run();
            }
        });
    }

    private void tick() {
        long silent = now() - heard;
        if (!ready && silent >= AUTH_MS) {
            close(CloseCode.NOT_AUTHENTICATED);
        } else if (silent >= HEARTBEAT_MS + GRACE_MS) {
            close(CloseCode.HEARTBEAT_MISSED);
        } else if (silent >= HEARTBEAT_MS && silent < HEARTBEAT_MS + 1_000) {
            write(Json.object("type", "ping"));
            stillAllowed();
        }
    }

    /// Called now and then on a quiet socket: closes it when its right to be here has ended.
    abstract void stillAllowed();

    private void received(String text) {
        heard = now();
        ClientFrame frame;
        try {
            frame = ClientFrame.decode(text);
        } catch (Invalid e) {
            badFrame(e);
            return;
        }
        switch (frame) {
            case ClientFrame.Ping _ -> write(Json.object("type", "pong"));
            case ClientFrame.Pong _ -> {
            }
            case ClientFrame.Auth auth -> {
                if (ready) {
                    badFrame(new Invalid("type", "已经认证过", "already authenticated"));
                } else {
                    authenticate(auth);
                }
            }
            default -> {
                if (ready) {
                    handle(frame);
                } else {
                    close(CloseCode.NOT_AUTHENTICATED);
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
        badFrame(new Invalid("type", "此端点不接受这种帧", "this endpoint takes no such frame: "
                + frame.getClass().getSimpleName()));
    }

    final void error(@Nullable Long id, String code, String message, boolean temporary, long retryAfterMs) {
        ObjectNode node = Json.object("type", "error", "id", id, "code", code, "message", message, "temporary",
                temporary);
        if (retryAfterMs > 0) {
            node.put("retryAfterMs", retryAfterMs);
        }
        write(node);
    }

    final void write(ObjectNode frame) {
        if (closed) {
            return;
        }
        if (ws.writeQueueFull()) {
            close(CloseCode.TOO_SLOW);
            return;
        }
        ws.writeTextMessage(frame.toString());
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
                left();
            }
        }
    }

    /// Answers `history` from the store.
    final void history(ClientFrame.History asked) {
        rooms.blocking(() -> {
            Long after = asked.after();
            Long before = asked.before();
            List<Logged> events = after != null
                    ? rooms.log().after(asked.conversation(), after, asked.limit())
                    : rooms.log().before(asked.conversation(), before == null ? Long.MAX_VALUE : before, asked.limit());
            return rooms.views().frames(rooms.log(), events, eyes);
        }, (frames, failure) -> run(() -> {
            if (failure != null) {
                storeFailed(asked.id());
            } else {
                write(Json.object("type", "ok", "id", asked.id(), "conversation", asked.conversation().value(),
                        "events",
                        Json.array(frames)));
            }
        }));
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
                    write(Json.object("type", "ok", "id", id, "conversation", it.conversation().value(), "seq",
                            it.seq(),
                            "at", it.at(), "duplicate", it.duplicate()));
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
