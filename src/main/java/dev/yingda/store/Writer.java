package dev.yingda.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.yingda.store.Database.Work;
import dev.yingda.store.StoreException.Kind;

import org.jspecify.annotations.Nullable;

/// The one thread that writes.
///
/// It takes what waits as one group, runs each piece of work behind a savepoint of its own, commits once for all, and only
/// then answers. What can fail, and whom it harms:
///
/// - a piece of work: it is undone to its savepoint; its caller alone is told;
/// - the connection before the commit: the database has undone the whole group; all its callers are told, and the next
/// group gets a new connection;
/// - the commit: nobody knows whether the group is stored; all its callers are told. PostgreSQL is asked again by a new
/// connection. With SQLite writing stops for good: after a failed fsync the system may report the next one as done though
/// the pages were thrown away, so trying again could lose what was acknowledged.
final class Writer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Writer.class.getName());
    private static final int GROUP = 256;
    private static final int WAITING = 20_000;
    private static final long REST_MS = 250;
    private static final int RESTS_A_LOOK = 20;
    private static final int ANSWERS_WITHIN_S = 5;

    private final Engine engine;
    private final BlockingQueue<Task<?>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::write);
    private volatile boolean closed;
    /// Why nothing is written any more.
    private volatile @Nullable String stopped;
    /// Why nothing can be written just now.
    private volatile @Nullable String trouble;
    // The rest belongs to the thread.
    private @Nullable Connection connection;
    private int rests;

    Writer(Engine engine) {
        this.engine = engine;
    }

    void start() {
        thread.start();
    }

    /// A piece of work and who waits for it.
    private static final class Task<T> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private Runnable answer = () -> {
        };

        Task(Work<T> work) {
            this.work = work;
        }

        /// @throws SQLException if the connection is of no use any more
        void run(Connection connection) throws SQLException {
            Savepoint before = connection.setSavepoint();
            try {
                T value = work.run(connection);
                // May fail itself: PostgreSQL refuses everything after a failed statement, even if the work ignored that.
                connection.releaseSavepoint(before);
                answer = () -> done.complete(value);
            } catch (SQLException e) {
                undo(connection, before, e);
                fail(new StoreException(Kind.FAILED, "the database refused: " + e.getMessage(), e));
            } catch (RuntimeException | Error e) {
                undo(connection, before, e);
                fail(e);
            }
        }

        private static void undo(Connection connection, Savepoint before, Throwable why) throws SQLException {
            try {
                connection.rollback(before);
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                e.addSuppressed(why);
                throw e;
            }
        }

        void fail(Throwable why) {
            done.completeExceptionally(why);
        }

        void answer() {
            answer.run();
        }
    }

    /// Puts work into the queue.
    ///
    /// @return what comes of it once it is durable
    /// @throws StoreException if it is not even taken
    <T> CompletableFuture<T> submit(Work<T> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("work must not start other work: it would wait for itself");
        }
        refuseIfStopped();
        Task<T> task = new Task<>(work);
        if (!waiting.offer(task)) {
            throw new StoreException(Kind.OVERLOADED, "the store has too much to do; try again later");
        }
        if (closed && waiting.remove(task)) {
            throw closed();
        }
        return task.done;
    }

    private void refuseIfStopped() {
        String why = stopped;
        if (why != null) {
            throw new StoreException(Kind.STOPPED, why);
        }
        if (closed) {
            throw closed();
        }
    }

    private static StoreException closed() {
        return new StoreException(Kind.STOPPED, "the store is closed");
    }

    /// Why nothing can be written; empty while all is well.
    Optional<String> fault() {
        return Optional.ofNullable(stopped).or(() -> Optional.ofNullable(trouble));
    }

    private void write() {
        try {
            List<Task<?>> group = new ArrayList<>(GROUP);
            while (!closed || !waiting.isEmpty()) {
                Task<?> first = waiting.poll(REST_MS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    rest();
                } else {
                    group.add(first);
                    waiting.drainTo(group, GROUP - 1);
                    together(group);
                    group.clear();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            drop();
            waiting.forEach(task -> task.fail(closed()));
        }
    }

    private void together(List<Task<?>> group) {
        String why = stopped;
        if (why != null) {
            group.forEach(task -> task.fail(new StoreException(Kind.STOPPED, why)));
            return;
        }
        boolean committing = false;
        try {
            Connection use = connection();
            for (Task<?> task : group) {
                task.run(use);
            }
            committing = true;
            use.commit();
        } catch (SQLException | RuntimeException | Error e) {
            failed(group, committing, e);
            return;
        }
        trouble = null;
        group.forEach(Task::answer);
    }

    private void failed(List<Task<?>> group, boolean committing, Throwable e) {
        String what = committing ? "the commit failed" : "the database failed before the commit";
        LOG.log(System.Logger.Level.ERROR, what + "; " + group.size() + " pieces of work are not stored", e);
        if (!engine.embedded()) {
            trouble = "the database takes no writes (" + e.getMessage() + "); it is asked again";
        } else if (committing) {
            stopped = "writing has stopped after a failed commit (" + e.getMessage()
                    + "); check the disk, then start the server again";
        }
        drop();
        group.forEach(task -> task.fail(new StoreException(Kind.FAILED, what + ": " + e.getMessage(), e)));
    }

    /// The connection; one that may have been lost while nothing was to do is looked at first, and replaced.
    private Connection connection() throws SQLException {
        Connection use = connection;
        if (use != null && rests > 0 && !answers(use)) {
            drop();
            use = null;
        }
        rests = 0;
        if (use == null) {
            use = engine.writer();
            connection = use;
        }
        return use;
    }

    private boolean answers(Connection use) throws SQLException {
        if (engine.embedded()) {
            return true;
        }
        boolean answers = use.isValid(ANSWERS_WITHIN_S);
        if (answers) {
            use.rollback();
        }
        return answers;
    }

    /// Nothing to do: looks now and then whether the database still is there, so that its loss is known before a buyer
    /// finds out, and at each turn whether a lost one is back.
    private void rest() {
        rests++;
        if (stopped != null || trouble == null && rests % RESTS_A_LOOK != 0) {
            return;
        }
        try {
            connection();
            trouble = null;
        } catch (SQLException e) {
            trouble = "the database does not answer (" + e.getMessage() + "); it is asked again";
            drop();
        }
    }

    private void drop() {
        Connection use = connection;
        connection = null;
        if (use != null) {
            try {
                use.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "The connection could not be closed", e);
            }
        }
    }

    /// Does what waits, then ends.
    @Override
    public void close() {
        closed = true;
        var _ = waiting.offer(new Task<>(_ -> true));
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
