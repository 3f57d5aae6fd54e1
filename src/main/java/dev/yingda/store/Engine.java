package dev.yingda.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// What differs between the two databases: how they are opened, and what holds the place against a second process.
final class Engine implements AutoCloseable {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int READERS = 4;
    /// A network that swallows everything must not hold up the one writer for the quarter of an hour that TCP takes.
    private static final int WRITES_WITHIN_S = 60;

    private final DataSource writing;
    private final HikariDataSource reading;
    private final @Nullable FileChannel lock;
    private final boolean embedded;

    private Engine(DataSource writing, DataSource reading, @Nullable FileChannel lock, boolean embedded) {
        this.writing = writing;
        this.lock = lock;
        this.embedded = embedded;
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(reading);
        pool.setPoolName("readers");
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(10_000);
        pool.setInitializationFailTimeout(-1);
        pool.setReadOnly(true);
        pool.setAutoCommit(false);
        if (!embedded) {
            // As SQLite does by itself: all of a read sees one moment.
            pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        }
        this.reading = new HikariDataSource(pool);
    }

    static Engine open(String url, String user, String password) {
        if (url.startsWith(SQLITE)) {
            return sqlite(Path.of(url.substring(SQLITE.length())));
        }
        if (url.startsWith(POSTGRESQL)) {
            return postgres(url, user, password);
        }
        throw unknown(url);
    }

    /// Without the lock: SQLite's log lets others read while one writes.
    static Engine openReadOnly(String url, String user, String password) {
        DataSource source;
        String place;
        boolean embedded = url.startsWith(SQLITE);
        if (embedded) {
            Path file = Path.of(url.substring(SQLITE.length()));
            if (!Files.isRegularFile(file)) {
                throw cannot(
                        "there is no database " + file + "; give the data folder of a server that was started once",
                        null);
            }
            source = source(file, true);
            place = "the database " + file;
        } else if (url.startsWith(POSTGRESQL)) {
            source = source(url, user, password, 0);
            place = place(url);
        } else {
            throw unknown(url);
        }
        try (Connection _ = source.getConnection()) {
            refuseUnlessOfThisVersion(source, place);
        } catch (SQLException e) {
            throw cannot(place + " cannot be read (" + e.getMessage() + "); is it a database of yingda?", e);
        }
        return new Engine(source, source, null, embedded);
    }

    private static StoreException unknown(String url) {
        return cannot("the database address must start with jdbc:sqlite: or jdbc:postgresql:, it is " + url, null);
    }

    private static StoreException cannot(String message, @Nullable Throwable cause) {
        return cause == null
                ? new StoreException(StoreException.Kind.CANNOT_OPEN, message)
                : new StoreException(StoreException.Kind.CANNOT_OPEN, message, cause);
    }

    private static Engine sqlite(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        FileChannel lock = lock(folder, file);
        try {
            DataSource writing = source(file, false);
            migrate(writing, "the database " + file);
            return new Engine(writing, source(file, true), lock, true);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /// One process a file: two writers would each believe to know the last seq, and a backup could be overwritten.
    private static FileChannel lock(@Nullable Path folder, Path file) {
        Path place = folder == null ? Path.of(".") : folder;
        try {
            Files.createDirectories(place);
            FileChannel channel = FileChannel.open(place.resolve(file.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw cannot("another yingda process uses " + file + "; stop it first, or give this one another folder",
                        null);
            }
            return channel;
        } catch (IOException e) {
            throw cannot("the folder " + place + " cannot be written to (" + e.getClass().getSimpleName() + ": "
                    + e.getMessage() + "); check its permissions or give another one", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static DataSource source(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.enforceForeignKeys(true);
        config.setCacheSize(-16_000);
        if (readOnly) {
            config.setReadOnly(true);
        } else {
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SQLITE + file);
        return source;
    }

    private static Engine postgres(String url, String user, String password) {
        DataSource source = source(url, user, password, 0);
        String place = place(url);
        try (Connection _ = source.getConnection()) {
            migrate(source, place);
        } catch (SQLException e) {
            throw cannot(place + " cannot be reached (" + e.getMessage() + "); check database.url, user and password",
                    e);
        }
        return new Engine(source(url, user, password, WRITES_WITHIN_S), source, null, false);
    }

    private static String place(String url) {
        return url.replaceAll("\\?.*", "");
    }

    private static DataSource source(String url, String user, String password, int timeoutSeconds) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        if (!user.isEmpty()) {
            source.setUser(user);
            source.setPassword(password);
        }
        source.setApplicationName("yingda");
        source.setTcpKeepAlive(true);
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout(timeoutSeconds);
        }
        return source;
    }

    private static void migrate(DataSource source, String place) {
        try {
            Flyway flyway = flyway(source);
            refuseIfNewer(flyway, place);
            flyway.migrate();
        } catch (FlywayException e) {
            throw cannot(place + " cannot be brought to this version's tables (" + firstLine(e)
                    + "); is it a database of yingda?", e);
        }
    }

    private static Flyway flyway(DataSource source) {
        return Flyway.configure(Engine.class.getClassLoader()).dataSource(source)
                .locations("classpath:db/migration").validateMigrationNaming(true).load();
    }

    private static void refuseUnlessOfThisVersion(DataSource source, String place) {
        try {
            Flyway flyway = flyway(source);
            refuseIfNewer(flyway, place);
            if (flyway.info().pending().length > 0) {
                throw cannot(place + " has not the tables of this version; start the server once with this version, "
                        + "which brings them up to date", null);
            }
        } catch (FlywayException e) {
            throw cannot(place + " cannot be read (" + firstLine(e) + "); is it a database of yingda?", e);
        }
    }

    /// Flyway itself would only warn, and the older program would go on with tables that it does not know.
    private static void refuseIfNewer(Flyway flyway, String place) {
        Arrays.stream(flyway.info().applied()).filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                || migration.getState() == MigrationState.FUTURE_FAILED).findFirst().ifPresent(migration -> {
                    throw cannot(place + " was used by a newer version of yingda (its tables have version "
                            + migration.getVersion() + "); start that version, or restore an older backup", null);
                });
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.lines().findFirst().orElse(message);
    }

    Connection writer() throws SQLException {
        Connection connection = writing.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    Connection reader() throws SQLException {
        return reading.getConnection();
    }

    /// Whether it is SQLite, where a failed commit may mean a disk that lies: nothing more is written then.
    boolean embedded() {
        return embedded;
    }

    @Override
    public void close() {
        reading.close();
        release(lock);
    }

    private static void release(@Nullable FileChannel lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException _) {
                // The lock ends with the process at the latest.
            }
        }
    }
}
