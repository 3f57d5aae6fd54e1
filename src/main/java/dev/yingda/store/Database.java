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
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/// Owner of the one SQL database.
///
/// All writing goes through one thread with group commit: it takes what waits, runs each piece of work behind its own
/// savepoint, commits once for all, and only then answers. So a commit's cost (an fsync) is shared by those who come
/// together, and a piece of work that fails harms no other. Reading goes past it on connections of its own.
///
/// When a commit fails on SQLite, writing stops for good: after a failed fsync nobody knows what the disk holds, and
/// trying again would only hide it. On PostgreSQL the connection is dropped and the next work gets a new one.
public final class Database implements AutoCloseable {

    /// Something to be done with a connection. Must not commit, and must not keep the connection.
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final int BATCH = 256;
    private static final int WAITING = 20_000;

    private final Engine engine;
    private final BlockingQueue<Task<?>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer;
    private volatile boolean closed;
    private volatile @Nullable String fault;
    private @Nullable Connection connection;

    private Database(Engine engine) {
        this.engine = engine;
        this.writer = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::write);
    }

    /// Opens the database and brings its tables to this version.
    ///
    /// @param url      `jdbc:sqlite:FILE` or `jdbc:postgresql://…`
    /// @param user     empty for none
    /// @param password of that user
    /// @throws StoreException of kind CANNOT_OPEN, with a message that says what to do
    public static Database open(String url, String user, String password) {
        Database database = new Database(Engine.open(url, user, password));
        database.writer.start();
        return database;
    }

    private static final class Task<T> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable Runnable answer;

        Task(Work<T> work) {
            this.work = work;
        }

        void run(Connection connection) throws SQLException {
            T value = work.run(connection);
            answer = () -> done.complete(value);
        }

        void answer() {
            Runnable ready = answer;
            if (ready != null) {
                ready.run();
            }
        }
    }

    /// Runs the work in a transaction. Returns only after the commit is durable.
    ///
    /// @throws StoreException if it was not stored; what the work itself throws comes out as it is
    public <T> T transact(Work<T> work) {
        Task<T> task = new Task<>(work);
        refuseIfStopped();
        if (!waiting.offer(task)) {
            throw new StoreException(StoreException.Kind.OVERLOADED, "the store has too much to do; try again later");
        }
        if (closed && waiting.remove(task)) {
            throw stopped("the store is closed");
        }
        return await(task.done);
    }

    private void refuseIfStopped() {
        String why = fault;
        if (why != null) {
            throw stopped(why);
        }
        if (closed) {
            throw stopped("the store is closed");
        }
    }

    private static StoreException stopped(String why) {
        return new StoreException(StoreException.Kind.STOPPED, why);
    }

    private static <T> T await(CompletableFuture<T> done) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException unchecked
                            ? unchecked
                            : new StoreException(StoreException.Kind.FAILED, "the store failed: " + e.getCause(), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Runs work that only reads, on a connection of its own: it sees what was committed before it began.
    ///
    /// @throws StoreException if the database fails
    public <T> T read(Work<T> work) {
        if (closed) {
            throw stopped("the store is closed");
        }
        try (Connection reader = engine.reader()) {
            reader.setAutoCommit(false);
            try {
                return work.run(reader);
            } finally {
                reader.rollback();
            }
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.FAILED, "the database cannot be read: " + e.getMessage(), e);
        }
    }

    /// Why nothing can be written any more; empty while all is well.
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    private void write() {
        List<Task<?>> batch = new ArrayList<>(BATCH);
        try {
            while (!closed || !waiting.isEmpty()) {
                batch.clear();
                Task<?> first = waiting.poll(100, java.util.concurrent.TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    together(batch);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
            waiting.forEach(task -> task.done.completeExceptionally(stopped("the store is closed")));
        }
    }

    private void together(List<Task<?>> batch) {
        String why = fault;
        if (why != null) {
            batch.forEach(task -> task.done.completeExceptionally(stopped(why)));
            return;
        }
        try {
            Connection use = connection;
            if (use == null) {
                use = engine.writer();
                connection = use;
            }
            for (Task<?> task : batch) {
                alone(use, task);
            }
            use.commit();
        } catch (SQLException | RuntimeException e) {
            failed(batch, e);
            return;
        }
        batch.forEach(Task::answer);
    }

    private static void alone(Connection use, Task<?> task) throws SQLException {
        Savepoint before = use.setSavepoint();
        try {
            task.run(use);
        } catch (SQLException e) {
            use.rollback(before);
            task.done.completeExceptionally(
                    new StoreException(StoreException.Kind.FAILED, "the database refused: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            use.rollback(before);
            task.done.completeExceptionally(e);
        }
        use.releaseSavepoint(before);
    }

    private void failed(List<Task<?>> batch, Exception e) {
        LOG.log(System.Logger.Level.ERROR, "A commit failed; what waited for it is not stored", e);
        if (engine.embedded()) {
            fault = "writing has stopped after a failed commit (" + e.getMessage()
                    + "); check the disk, then start the server again";
        }
        drop();
        batch.forEach(task -> task.done
                .completeExceptionally(
                        new StoreException(StoreException.Kind.FAILED, "the commit failed: " + e.getMessage(), e)));
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

    /// Does what waits, then closes. Work that comes later is refused.
    @Override
    public void close() {
        closed = true;
        try {
            writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        engine.close();
    }
}
