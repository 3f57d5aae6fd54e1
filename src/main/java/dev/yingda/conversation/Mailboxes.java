package dev.yingda.conversation;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Runs tasks of the same conversation one after the other, and tasks of different ones side by side, each on a virtual
/// thread. Bounded: what would exceed the limit is refused at once.
final class Mailboxes {

    private static final int PER_CONVERSATION = 128;

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Map<ConversationId, Queue<Runnable>> waiting = new HashMap<>();
    private int pending;
    private boolean closed;

    /// @param limit of tasks that wait or run, over all conversations
    Mailboxes(int limit) {
        this.limit = limit;
    }

    /// @return whether the task will be run
    boolean run(ConversationId id, Runnable task) {
        lock.lock();
        try {
            if (closed || pending >= limit) {
                return false;
            }
            Queue<Runnable> mailbox = waiting.get(id);
            if (mailbox != null) {
                if (mailbox.size() >= PER_CONVERSATION) {
                    return false;
                }
                mailbox.add(task);
                pending++;
                return true;
            }
            Queue<Runnable> fresh = new ArrayDeque<>();
            fresh.add(task);
            waiting.put(id, fresh);
            pending++;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("conversation " + id).start(() -> drain(id));
        return true;
    }

    private void drain(ConversationId id) {
        Runnable task = next(id, false);
        while (task != null) {
            try {
                task.run();
            } finally {
                task = next(id, true);
            }
        }
    }

    private @org.jspecify.annotations.Nullable Runnable next(ConversationId id, boolean done) {
        lock.lock();
        try {
            if (done) {
                pending--;
            }
            Queue<Runnable> mailbox = waiting.get(id);
            Runnable task = mailbox == null ? null : mailbox.poll();
            if (task == null) {
                waiting.remove(id);
                idle.signalAll();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Accepts nothing more and waits till all is done.
    void close() {
        lock.lock();
        try {
            closed = true;
            while (!waiting.isEmpty()) {
                idle.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
