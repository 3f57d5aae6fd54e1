package dev.yingda.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Logged;

/// The events that go out on one socket: of the conversations it follows, each in order.
///
/// An event goes out at once when the socket is up to date with the conversation and its window of unacknowledged events
/// is open; else it is read from the store when the window opens again. So a slow client costs no memory, and a client
/// that comes back gets what it missed by the same path. Everything here runs on the socket's own context.
final class Feed {

    private static final int PAGE = 100;

    private final Socket socket;
    private final Rooms rooms;
    private final Views.Eyes eyes;
    private final Subscriptions subscriptions;
    private final Map<ConversationId, Following> followings = new HashMap<>();
    private int unacked;

    Feed(Socket socket, Rooms rooms, Views.Eyes eyes, Subscriptions subscriptions) {
        this.socket = socket;
        this.rooms = rooms;
        this.eyes = eyes;
        this.subscriptions = subscriptions;
    }

    /// Follows a conversation from a place on: events after `sent` are sent.
    void follow(ConversationId conversation, long sent, long shown, boolean recovering) {
        Following following = followings.get(conversation);
        if (following == null) {
            following = new Following(sent, shown);
            followings.put(conversation, following);
            subscriptions.add(conversation, socket);
        }
        following.recovering |= recovering;
        pump(conversation, following);
    }

    void unfollow(ConversationId conversation) {
        Following following = followings.remove(conversation);
        if (following != null) {
            unacked -= following.unacked.size();
            subscriptions.remove(conversation, socket);
        }
    }

    boolean follows(ConversationId conversation) {
        return followings.containsKey(conversation);
    }

    /// New events of a followed conversation, told in order by its owner.
    void offer(ConversationId conversation, List<Logged> events) {
        Following following = followings.get(conversation);
        if (following == null) {
            return;
        }
        if (following.reading || following.sent + 1 < events.getFirst().seq()) {
            pump(conversation, following);
            return;
        }
        for (Logged event : events) {
            if (event.seq() == following.sent + 1 && unacked < Socket.MAX_UNACKED) {
                push(following, event);
            }
        }
    }

    private void push(Following following, Logged event) {
        following.sent = event.seq();
        if (Views.visible(event.event(), eyes)) {
            socket.write(rooms.views().frame(event, following.shown, eyes));
            following.shown = event.seq();
            following.unacked.add(event.seq());
            unacked++;
        }
    }

    /// Goes on from the store, as far as the window of unacknowledged events allows.
    private void pump(ConversationId conversation, Following following) {
        if (following.reading) {
            following.stale = true;
            return;
        }
        if (unacked >= Socket.MAX_UNACKED) {
            return;
        }
        following.reading = true;
        following.stale = false;
        long from = following.sent;
        rooms.blocking(() -> rooms.log().after(conversation, from, PAGE), (events, failure) -> socket.run(() -> {
            following.reading = false;
            if (failure != null) {
                socket.closeForStore();
                return;
            }
            for (Logged event : events) {
                if (unacked < Socket.MAX_UNACKED && event.seq() == following.sent + 1) {
                    push(following, event);
                }
            }
            if (events.size() == PAGE || following.stale) {
                pump(conversation, following);
            } else if (following.recovering && unacked < Socket.MAX_UNACKED) {
                following.recovering = false;
                socket.write(ServerFrames.caughtUp(conversation));
            }
        }));
    }

    void acked(ClientFrame.Ack ack) {
        Following following = followings.get(ack.conversation());
        if (following != null) {
            boolean full = unacked >= Socket.MAX_UNACKED;
            unacked -= following.acked(ack.seq());
            if (full) {
                followings.forEach(this::pump);
            }
        }
    }

    /// Follows nothing any more.
    void close() {
        followings.keySet().forEach(conversation -> subscriptions.remove(conversation, socket));
        followings.clear();
        unacked = 0;
    }
}
