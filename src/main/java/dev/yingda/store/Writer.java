package dev.yingda.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.yingda.store.Database.PreparedWork;
import dev.yingda.store.StoreException.Kind;

import org.jspecify.annotations.Nullable;

/// The one thread that writes.
///
/// It takes what waits as one group, runs it, commits once for all, and only then answers. What can fail, and whom it harms:
///
/// - a piece of work: the group is undone, and each piece is run again behind a savepoint of its own; the caller of the one
/// that fails alone is told. Work that must not be run twice is run behind a savepoint at once. (Savepoints cost more than
/// what a message does between them.)
/// - the connection before the commit: the database has undone the whole group; all its callers are told, and the next
/// group gets a new connection;
/// - the commit, for want of room on the disk: the group is undone; all its callers are told. Writing goes on by itself when
/// there is room again;
/// - the commit otherwise: nobody knows whether the group is stored; all its callers are told. PostgreSQL is asked again by
/// a new connection. With SQLite writing stops for good: after a failed fsync the system may report the next one as done
/// though the pages were thrown away, so trying again could lose what was acknowledged.
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
    private @Nullable Statements open;
    private int rests;

    Writer(Engine engine) {
        this.engine = engine;
    }

    void start() {
        thread.start();
    }

    /// A piece of work and who waits for it.
    private static final class Task<T> {
        private final PreparedWork<T> work;
        private final boolean repeatable;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private Runnable answer = () -> {
        };

        Task(PreparedWork<T> work, boolean repeatable) {
            this.work = work;
            this.repeatable = repeatable;
        }

        /// @return whether it did what it was to do
        boolean runUnguarded(Statements statements) {
            try {
                T value = work.run(statements);
                answer = () -> done.complete(value);
                return true;
            } catch (SQLException | RuntimeException _) {
                return false;
            }
        }

        /// @throws SQLException if the connection is of no use any more
        void runGuarded(Statements statements) throws SQLException {
            statements.execute("SAVEPOINT work");
            try {
                T value = work.run(statements);
                // May fail itself: PostgreSQL refuses everything after a failed statement, even if the work ignored that.
                statements.execute("RELEASE SAVEPOINT work");
                answer = () -> done.complete(value);
            } catch (SQLException e) {
                undo(statements, e);
                fail(new StoreException(Kind.FAILED, "the database refused: " + e.getMessage(), e));
            } catch (RuntimeException | Error e) {
                undo(statements, e);
                fail(e);
            }
        }

        private static void undo(Statements statements, Throwable why) throws SQLException {
            try {
                statements.execute("ROLLBACK TO SAVEPOINT work");
                statements.execute("RELEASE SAVEPOINT work");
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
    /// @param repeatable whether it may be run twice, if what the first run did is undone
    /// @return what comes of it once it is durable
    /// @throws StoreException if it is not even taken
    <T> CompletableFuture<T> submit(PreparedWork<T> work, boolean repeatable) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("work must not start other work: it would wait for itself");
        }
        refuseIfStopped();
        Task<T> task = new Task<>(work, repeatable);
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
            if (stopped == null) {
                // The writer's connection is the last one then, and SQLite puts its log into the database.
                engine.closeReaders();
                drop();
            }
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
            Statements use = statements();
            if (!runUnguarded(use, group)) {
                use.again(true);
                for (Task<?> task : group) {
                    task.runGuarded(use);
                }
            }
            committing = true;
            use.connection().commit();
        } catch (SQLException | RuntimeException | Error e) {
            failed(group, committing, e);
            return;
        }
        trouble = null;
        group.forEach(Task::answer);
    }

    /// @return whether all did what they were to do; else nothing is done
    private static boolean runUnguarded(Statements use, List<Task<?>> group) throws SQLException {
        for (Task<?> task : group) {
            if (!task.repeatable) {
                return false;
            }
        }
        use.again(false);
        for (Task<?> task : group) {
            if (!task.runUnguarded(use)) {
                use.connection().rollback();
                return false;
            }
        }
        return true;
    }

    private void failed(List<Task<?>> group, boolean committing, Throwable e) {
        String what = committing ? "the commit failed" : "the database failed before the commit";
        LOG.log(System.Logger.Level.ERROR, what + "; " + group.size() + " pieces of work are not stored", e);
        if (engine.isFull(e)) {
            trouble = "the disk is full (" + e.getMessage() + "); make room: writing goes on by itself";
        } else if (!engine.embedded()) {
            trouble = "the database takes no writes (" + e.getMessage() + "); it is asked again";
        } else if (committing) {
            stopped = "writing has stopped after a failed commit (" + e.getMessage()
                    + "); check the disk, then start the server again";
        }
        drop();
        group.forEach(task -> task.fail(new StoreException(Kind.FAILED, what + ": " + e.getMessage(), e)));
    }

    /// The connection; one that may have been lost while nothing was to do is looked at first, and replaced.
    private Statements statements() throws SQLException {
        Statements use = open;
        if (use != null && rests > 0 && !answers(use.connection())) {
            drop();
            use = null;
        }
        rests = 0;
        if (use == null) {
            use = new Statements(engine.writer());
            open = use;
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
            Connection use = statements().connection();
            if (trouble != null) {
                engine.tryToWrite(use);
            }
            trouble = null;
        } catch (SQLException e) {
            trouble = engine.isFull(e)
                    ? trouble
                    : "the database does not answer (" + e.getMessage() + "); it is asked again";
            drop();
        }
    }

    private void drop() {
        Statements use = open;
        open = null;
        if (use != null) {
            try {
                use.connection().close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "The connection could not be closed", e);
            }
        }
    }

    /// Does what waits, then ends.
    @Override
    public void close() {
        closed = true;
        var _ = waiting.offer(new Task<>(_ -> true, true));
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
