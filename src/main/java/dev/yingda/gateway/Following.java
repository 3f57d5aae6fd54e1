package dev.yingda.gateway;

import java.util.ArrayDeque;
import java.util.Queue;

/// How far one socket is with one conversation. Touched only on the socket's own context.
final class Following {

    /// The last event sent or passed over.
    long sent;
    /// The last event sent that the client may see: the `previous` of the next one.
    long shown;
    /// A read from the store is under way.
    boolean reading;
    /// Events came while it was: they may be missing from it, so read again.
    boolean stale;
    /// What was missed is still being sent; `caught-up` is owed.
    boolean recovering;
    /// Events sent and not acknowledged, by seq.
    final Queue<Long> unacked = new ArrayDeque<>();

    Following(long sent, long shown) {
        this.sent = sent;
        this.shown = shown;
    }

    /// @return how many events this acknowledged
    int acked(long seq) {
        int count = 0;
        while (!unacked.isEmpty() && unacked.element() <= seq) {
            unacked.remove();
            count++;
        }
        return count;
    }
}
