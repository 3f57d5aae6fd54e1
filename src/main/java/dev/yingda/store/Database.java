package dev.yingda.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/// Owner of the one SQL database.
///
/// All writing goes through one thread with group commit, so that a commit's cost (an fsync) is shared by those who come
/// together. Reading goes past it, on connections of its own.
public final class Database implements AutoCloseable {

    /// Something to be done with a connection. Must neither commit nor roll back, must not keep the connection, and as it
    /// holds up all other writing must wait for nothing else.
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// [Work] that is done with every message, by statements that are kept. The same holds of it, and it may be run twice:
    /// what the first run did is undone before the second.
    public interface PreparedWork<T> {
        T run(Statements statements) throws SQLException;
    }

    private final Engine engine;
    /// Null if it was opened to be read only.
    private final @Nullable Writer writer;
    private volatile boolean closed;

    private Database(Engine engine, @Nullable Writer writer) {
        this.engine = engine;
        this.writer = writer;
    }

    /// Opens the database and brings its tables to this version.
    ///
    /// @param url      `jdbc:sqlite:FILE` or `jdbc:postgresql://…`
    /// @param user     empty for none
    /// @param password of that user
    /// @throws StoreException of kind CANNOT_OPEN, with a message that says what to do
    public static Database open(String url, String user, String password) {
        Engine engine = Engine.open(url, user, password);
        Writer writer = new Writer(engine);
        writer.start();
        return new Database(engine, writer);
    }

    /// Opens the database of a server that may be running, to be read only: nothing is written, no table changed, and
    /// nobody kept out. While a read lasts, the log file of SQLite beside the database grows with what the server writes.
    ///
    /// @throws StoreException of kind CANNOT_OPEN if there is none, or it is not of this version; with a message that says
    ///     what to do
    public static Database openReadOnly(String url, String user, String password) {
        return new Database(Engine.openReadOnly(url, user, password), null);
    }

    /// Runs the work in a transaction. Returns only after the commit is durable.
    ///
    /// @throws StoreException if it was not stored; what the work itself throws comes out as it is
    /// @throws IllegalStateException when called by other work, or if the database was opened to be read only
    public <T> T transact(Work<T> work) {
        return await(writer().submit(statements -> work.run(statements.connection()), false));
    }

    /// As [#transact], at a fraction of its cost.
    public <T> T transactPrepared(PreparedWork<T> work) {
        return await(writer().submit(work, true));
    }

    private Writer writer() {
        if (writer == null) {
            throw new IllegalStateException("the database was opened to be read only");
        }
        return writer;
    }

    /// Waits even if interrupted: whoever asked must learn whether it is stored.
    private static <T> T await(CompletableFuture<T> done) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case RuntimeException unchecked -> throw unchecked;
                        case Error error -> throw error;
                        case null, default -> throw new IllegalStateException("work fails in no other way", e);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Runs work that only reads, on a connection of its own: all of it sees one moment, and what was committed before it
    /// began.
    ///
    /// @throws StoreException if the database fails
    public <T> T read(Work<T> work) {
        if (closed) {
            throw new StoreException(StoreException.Kind.STOPPED, "the store is closed");
        }
        try (Connection reader = engine.reader()) {
            return work.run(reader);
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.FAILED, "the database cannot be read: " + e.getMessage(), e);
        }
    }

    /// The version of its tables, which is that of this program.
    public String version() {
        return engine.version();
    }

    /// Why nothing can be written, for good or just now; empty while all is well.
    public Optional<String> fault() {
        return writer == null ? Optional.empty() : writer.fault();
    }

    /// Does what waits, then closes. Work that comes later is refused.
    @Override
    public void close() {
        closed = true;
        if (writer != null) {
            writer.close();
        }
        engine.close();
    }
}
