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
import java.sql.Statement;
import java.util.Arrays;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What differs between the two databases: how they are opened, and what holds the place against a second process.
final class Engine implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    /// What PostgreSQL knows our connections by.
    static final String APPLICATION = "yingda";
    /// PostgreSQL's state for a full disk.
    private static final String DISK_FULL = "53100";
    /// Pages of 4 KB in SQLite's log before they are written to the database: those that change again and again meanwhile
    /// are written once. The log file grows to 32 MB, and is read at the next start if the process was killed.
    private static final int CHECKPOINT_PAGES = 8_000;
    private static final int READERS = 4;
    /// A network that swallows everything must not hold up the one writer for the quarter of an hour that TCP takes.
    private static final int WRITES_WITHIN_S = 60;

    private final DataSource writing;
    private final HikariDataSource reading;
    private final @Nullable FileChannel lock;
    private final boolean embedded;
    /// Of SQLite: keeps the log and its index in being while the writer's connection is replaced. Were it the last one that
    /// is closed, SQLite would sync and remove them, after a failed sync too; and with a full disk could not make new ones.
    private final @Nullable Connection anchor;

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
        this.anchor = embedded ? anchor(reading) : null;
    }

    private static Connection anchor(DataSource reading) {
        try {
            Connection connection = reading.getConnection();
            try (Statement look = connection.createStatement()) {
                look.executeQuery("SELECT 1 FROM conversation LIMIT 1").close();
            }
            return connection;
        } catch (SQLException e) {
            throw cannot("the database cannot be read (" + e.getMessage() + "); is it a database of yingda?", e);
        }
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

    /// The file of an SQLite address; null of another.
    static @Nullable Path file(String url) {
        return url.startsWith(SQLITE) ? Path.of(url.substring(SQLITE.length())) : null;
    }

    private static Engine sqlite(Path file) {
        FileChannel lock = lock(file);
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
    static FileChannel lock(Path file) {
        Path folder = file.toAbsolutePath().getParent();
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

    /// A connection to PostgreSQL under another name than [#APPLICATION].
    static Connection look(String url, String user, String password) throws SQLException {
        PGSimpleDataSource source = source(url, user, password, WRITES_WITHIN_S);
        source.setApplicationName(APPLICATION + " (looking)");
        return source.getConnection();
    }

    private static PGSimpleDataSource source(String url, String user, String password, int timeoutSeconds) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        if (!user.isEmpty()) {
            source.setUser(user);
            source.setPassword(password);
        }
        source.setApplicationName(APPLICATION);
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

    String version() {
        MigrationInfo current = flyway(writing).info().current();
        return current == null ? "0" : String.valueOf(current.getVersion());
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
        if (embedded) {
            try (Statement pragma = connection.createStatement()) {
                pragma.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            }
        } else {
            // However the database is set up: with `off` its commits return before they are on the disk.
            try (Statement durable = connection.createStatement()) {
                durable.execute("SELECT set_config('synchronous_commit', 'on', false) "
                        + "WHERE current_setting('synchronous_commit') = 'off'");
            }
        }
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

    /// Whether it failed for want of room on the disk. With SQLite nothing has reached the point of being synced then.
    boolean isFull(Throwable failure) {
        return embedded
                ? failure instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
                : failure instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState());
    }

    /// Stores something that changes nothing, to see whether the database can be written to.
    void tryToWrite(Connection writer) throws SQLException {
        if (embedded) {
            try (Statement pragma = writer.createStatement()) {
                pragma.execute("PRAGMA user_version = 0");
            }
            writer.commit();
        }
    }

    /// Ends all reading.
    void closeReaders() {
        reading.close();
        try {
            if (anchor != null) {
                anchor.close();
            }
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "The connection could not be closed", e);
        }
    }

    @Override
    public void close() {
        closeReaders();
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
