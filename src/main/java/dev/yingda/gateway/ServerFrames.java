package dev.yingda.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Logged;
import dev.yingda.conversation.Outcome;
import dev.yingda.metrics.Board;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Every frame the server sends (gateway-protocol.md, section Frames), written here and nowhere else. Each has an example in
/// `src/test/resources/frames/server` and a schema in `asyncapi.json`.
final class ServerFrames {

    private ServerFrames() {
    }

    static ObjectNode hello() {
        return Json.object("type", "hello", "version", Socket.VERSION, "heartbeatMs", Socket.HEARTBEAT_MS,
                "maxFrameBytes", Socket.MAX_FRAME_BYTES, "maxUnacked", Socket.MAX_UNACKED);
    }

    /// @param who as [#buyer] or [#agent] gives it
    /// @param conversations each as [#place] gives it
    static ObjectNode ready(String session, ObjectNode who, List<ObjectNode> conversations) {
        return Json.object("type", "ready", "session", session, "who", who, "conversations", conversations);
    }

    /// Who a buyer's `ready` says the client is.
    static ObjectNode buyer(String id) {
        return Json.object("buyer", id);
    }

    /// Who an agent's `ready` says the client is.
    static ObjectNode agent(ObjectNode colleague, String role) {
        return Json.object("agent", colleague, "role", role);
    }

    /// A conversation in `ready`.
    ///
    /// @param recovered whether what the client missed follows
    static ObjectNode place(ConversationId conversation, int epoch, long seq, boolean recovered) {
        return Json.object("conversation", conversation.value(), "epoch", epoch, "seq", seq, "recovered", recovered);
    }

    /// The answer to what needs no more than that it was done.
    static ObjectNode ok(long id) {
        return Json.object("type", "ok", "id", id);
    }

    /// The answer to what was stored.
    static ObjectNode ok(long id, Outcome.Done done) {
        return Json.object("type", "ok", "id", id, "conversation", done.conversation().value(), "seq", done.seq(), "at",
                done.at(), "duplicate", done.duplicate());
    }

    /// The answer to `history`.
    static ObjectNode history(long id, ConversationId conversation, List<ObjectNode> events) {
        return Json.object("type", "ok", "id", id, "conversation", conversation.value(), "events", events);
    }

    /// The answer to `suggest`.
    static ObjectNode suggested(long id, List<ObjectNode> items) {
        return Json.object("type", "ok", "id", id, "items", items);
    }

    /// The answer to `watch`: events after this place follow.
    static ObjectNode watching(long id, ConversationId conversation, Conversation.Position at) {
        return Json.object("type", "ok", "id", id, "conversation", conversation.value(), "epoch", at.epoch(), "seq",
                at.seq());
    }

    /// @param id of the request it answers; null for none
    /// @param retryAfterMs 0 for none
    static ObjectNode error(@Nullable Long id, String code, String message, boolean temporary, long retryAfterMs) {
        ObjectNode node = Json.object("type", "error", "id", id, "code", code, "message", message, "temporary",
                temporary);
        if (retryAfterMs > 0) {
            node.put("retryAfterMs", retryAfterMs);
        }
        return node;
    }

    /// @param previous the seq of the event before it that the receiver may see, 0 for none
    /// @param event what the receiver may see of it
    static ObjectNode event(Logged logged, long previous, ObjectNode event) {
        return Json.object("type", "event", "conversation", logged.conversation().value(), "epoch", logged.epoch(),
                "seq", logged.seq(), "previous", previous, "at", logged.at(), "event", event);
    }

    static ObjectNode caughtUp(ConversationId conversation) {
        return Json.object("type", "caught-up", "conversation", conversation.value());
    }

    /// @param expectedWaitMs null while it is not known
    static ObjectNode queue(ConversationId conversation, int position, @Nullable Long expectedWaitMs) {
        return Json.object("type", "queue", "conversation", conversation.value(), "position", position,
                "expectedWaitMs", expectedWaitMs);
    }

    static ObjectNode desk(Instant now, List<ObjectNode> waiting, List<ObjectNode> mine, List<ObjectNode> agents) {
        return Json.object("type", "desk", "now", now, "waiting", waiting, "mine", mine, "agents", agents);
    }

    /// @param only whose figures; empty: everybody's
    static ObjectNode metrics(Board board, Optional<AgentId> only) {
        return Json.object("type", "metrics", "asOf", board.asOf(), "policies", MetricViews.board(board, only));
    }

    /// @param from `buyer` or `agent`
    static ObjectNode typing(ClientFrame.Typing typing, String from) {
        return Json.object("type", "typing", "conversation", typing.conversation().value(), "from", from);
    }

    /// @param from `buyer` or `agent`
    static ObjectNode seen(ClientFrame.Seen seen, String from) {
        return Json.object("type", "seen", "conversation", seen.conversation().value(), "seq", seen.seq(), "from",
                from);
    }

    static ObjectNode ping() {
        return Json.object("type", "ping");
    }

    static ObjectNode pong() {
        return Json.object("type", "pong");
    }

    static ObjectNode drain(int afterMs) {
        return Json.object("type", "drain", "afterMs", afterMs);
    }
}
