package dev.yingda.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import dev.yingda.store.StoreException.Kind;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/// Backups: each is one SQLite file, of whichever database. And copies from one database to another.
public final class Backup {

    /// Epochs are counted from here: any later restore has a greater one, also of a backup that was restored before.
    private static final Instant EPOCHS_SINCE = Instant.parse("2020-01-01T00:00:00Z");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC);
    private static final int ALL_PAGES = -1;

    private Backup() {
    }

    /// Writes a backup of one moment. The server may be running, and goes on meanwhile. The file appears under its name only
    /// when it is whole, checked and on the disk.
    ///
    /// @param database of SQLite or PostgreSQL, opened to be read
    /// @param to       a file that is not there yet
    /// @throws IOException if the file cannot be written
    /// @throws StoreException if the database cannot be read, or the copy is not what was read
    public static void write(Database database, Path to) throws IOException {
        if (Files.exists(to)) {
            throw new IOException(to + " is there already; give a new name");
        }
        Path part = to.resolveSibling(to.getFileName() + ".part");
        remove(part);
        try {
            database.read(connection -> {
                if (connection.isWrapperFor(SQLiteConnection.class)) {
                    online(connection.unwrap(SQLiteConnection.class), part);
                } else {
                    try (Database copy = Database.open("jdbc:sqlite:" + part, "", "")) {
                        copy(connection, copy);
                    }
                }
                return true;
            });
            check(part);
            sync(part);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
            sync(folder(to));
        } finally {
            remove(part);
        }
    }

    /// SQLite's online backup, in one step: in smaller ones it would begin anew with every message that is written.
    private static void online(SQLiteConnection connection, Path to) throws SQLException {
        connection.getDatabase().backup("main", to.toString(), null, 0, 0, ALL_PAGES);
    }

    private static void check(Path file) {
        try (Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file)) {
            List<String> faults = integrity(connection);
            if (!faults.isEmpty()) {
                throw damaged(file, faults.getFirst(), null);
            }
        } catch (SQLException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static StoreException damaged(Path file, String how, @Nullable Throwable cause) {
        String message = file + " is damaged, or no database of yingda: " + how;
        return cause == null
                ? new StoreException(Kind.FAILED, message)
                : new StoreException(Kind.FAILED, message, cause);
    }

    /// What SQLite finds wrong with a file; nothing of PostgreSQL, which watches over its own.
    public static List<String> integrity(Database database) {
        return database.read(Backup::integrity);
    }

    private static List<String> integrity(Connection connection) throws SQLException {
        List<String> faults = new java.util.ArrayList<>();
        if (connection.isWrapperFor(SQLiteConnection.class)) {
            for (String pragma : List.of("PRAGMA integrity_check(20)", "PRAGMA foreign_key_check")) {
                try (Statement check = connection.createStatement(); ResultSet rows = check.executeQuery(pragma)) {
                    while (rows.next()) {
                        if (!rows.getString(1).equals("ok")) {
                            faults.add(rows.getString(1));
                        }
                    }
                }
            }
        }
        return faults;
    }

    /// Copies everything into an empty database, in one transaction, and compares what is then found there.
    ///
    /// @return what was copied
    /// @throws StoreException if the target is not empty, or would hold something else afterwards; nothing was copied then
    public static List<Copied> copy(Database from, Database to) {
        return from.read(connection -> copy(connection, to));
    }

    private static List<Copied> copy(Connection from, Database to) {
        return to.transact(target -> {
            List<String> filled = Copy.filled(target);
            if (!filled.isEmpty()) {
                throw new StoreException(Kind.FAILED, "the target is not empty: it has " + String.join(", ", filled)
                        + "; give an empty database");
            }
            return replace(from, target);
        });
    }

    private static List<Copied> replace(Connection from, Connection to) throws SQLException {
        Copy.clear(to);
        List<Copied> read = Copy.rows(from, to);
        List<Copied> found = Copy.measure(to);
        if (!found.equals(read)) {
            throw new StoreException(Kind.FAILED, "the copy is not what was read: " + read + " became " + found);
        }
        return read;
    }

    /// Puts a backup in the place of what a database holds. Every conversation gets a new epoch, by which clients know that
    /// what they have seen may not be there any more, and read it anew. Staff have to sign in again. An older backup is
    /// brought to this version.
    ///
    /// A SQLite file that was there is kept beside it, with the time in its name.
    ///
    /// @param url of the database, which no server may use meanwhile
    /// @param now for the epoch
    /// @return what was restored
    /// @throws IOException    if a file cannot be read or written
    /// @throws StoreException if the backup is damaged or the database is in use; then nothing was changed
    public static List<Copied> restore(Path backup, String url, String user, String password, Instant now)
            throws IOException {
        if (!Files.isRegularFile(backup)) {
            throw new IOException("there is no backup " + backup);
        }
        Path file = Engine.file(url);
        Path prepared = file == null
                ? Files.createTempDirectory("yingda-restore").resolve("backup.db")
                : file.resolveSibling(file.getFileName() + ".restoring");
        if (file == null) {
            try {
                prepare(backup, prepared, 1, now).close();
                return intoServer(prepared, url, user, password, now);
            } finally {
                remove(prepared);
            }
        }
        try (FileChannel _ = Engine.lock(file)) {
            List<Copied> restored;
            try (Database database = prepare(backup, prepared, epochAfter(file), now)) {
                restored = database.read(Copy::measure);
            }
            setAside(file, now);
            Files.move(prepared, file, StandardCopyOption.ATOMIC_MOVE);
            sync(folder(file));
            return restored;
        } finally {
            remove(prepared);
        }
    }

    /// The backup as it is to be served, in a file of its own.
    private static Database prepare(Path backup, Path prepared, int epoch, Instant now) throws IOException {
        check(backup);
        remove(prepared);
        Files.createDirectories(folder(prepared));
        Files.copy(backup, prepared);
        Database database = Database.open("jdbc:sqlite:" + prepared, "", "");
        try {
            database.transact(connection -> begin(connection, epoch, now));
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static List<Copied> intoServer(Path prepared, String url, String user, String password, Instant now) {
        refuseIfServed(url, user, password);
        try (Database target = Database.open(url, user, password);
                Database source = Database.openReadOnly("jdbc:sqlite:" + prepared, "", "")) {
            return source.read(from -> target.transact(to -> {
                int epoch = greatestEpoch(to) + 1;
                List<Copied> copied = replace(from, to);
                begin(to, epoch, now);
                return copied;
            }));
        }
    }

    private static void refuseIfServed(String url, String user, String password) {
        try (Connection look = Engine.look(url, user, password);
                PreparedStatement select = look
                        .prepareStatement("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = "
                                + "current_database() AND application_name = ?")) {
            select.setString(1, Engine.APPLICATION);
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next() && rows.getLong(1) > 0) {
                    throw new StoreException(Kind.CANNOT_OPEN, "a yingda process uses this database; stop it first");
                }
            }
        } catch (SQLException e) {
            throw new StoreException(Kind.CANNOT_OPEN, "the database cannot be reached (" + e.getMessage() + ")", e);
        }
    }

    private static boolean begin(Connection connection, int epoch, Instant now) throws SQLException {
        int byTime = Math.toIntExact(now.getEpochSecond() - EPOCHS_SINCE.getEpochSecond());
        int next = Math.max(Math.max(epoch, greatestEpoch(connection) + 1), byTime);
        try (PreparedStatement update = connection.prepareStatement("UPDATE conversation SET epoch = ?")) {
            update.setInt(1, next);
            update.executeUpdate();
        }
        try (Statement delete = connection.createStatement()) {
            delete.executeUpdate("DELETE FROM session");
        }
        return true;
    }

    private static int greatestEpoch(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT MAX(epoch) FROM conversation")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    /// Of the file that is to be replaced; it may be damaged, which is why one restores.
    private static int epochAfter(Path file) {
        if (Files.exists(file)) {
            try (Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file)) {
                return greatestEpoch(connection) + 1;
            } catch (SQLException _) {
                return 1;
            }
        }
        return 1;
    }

    private static void setAside(Path file, Instant now) throws IOException {
        String aside = file.getFileName() + ".before-restore-" + STAMP.format(now);
        for (String part : List.of("", "-wal", "-shm")) {
            Path old = file.resolveSibling(file.getFileName() + part);
            if (Files.exists(old)) {
                Files.move(old, file.resolveSibling(aside + part));
            }
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }

    private static void sync(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException _) {
                // Not every system syncs folders; the file itself is on the disk.
            }
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void remove(Path file) throws IOException {
        for (String part : List.of("", "-wal", "-shm", ".lock")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + part));
        }
    }
}
