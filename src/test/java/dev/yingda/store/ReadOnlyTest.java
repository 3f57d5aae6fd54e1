package dev.yingda.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is promised of a database that is opened to be read only.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadOnlyTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void itReadsBesideARunningServerWhateverThatHasCommitted(Databases kind) {
        String url = kind.url(folder);
        try (Database server = Databases.open(url); Database reader = Database.openReadOnly(url, "", "")) {
            server.transact(Rows.insert("a"));
            assertEquals(List.of("a"), Rows.stored(reader));
            server.transact(Rows.insert("b"));
            assertEquals(List.of("a", "b"), Rows.stored(reader));
            assertTrue(reader.fault().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void itReadsWhatAStoppedServerLeft(Databases kind) {
        String url = kind.url(folder);
        try (Database server = Databases.open(url)) {
            server.transact(Rows.insert("a"));
        }
        try (Database reader = Database.openReadOnly(url, "", "")) {
            assertEquals(List.of("a"), Rows.stored(reader));
        }
    }

    @Test
    void itReadsWhatAServerThatWasKilledHadCommitted() throws IOException {
        try (Database server = Databases.open("jdbc:sqlite:" + folder.resolve("live.db"))) {
            server.transact(Rows.insert("a"));
            Files.copy(folder.resolve("live.db"), folder.resolve("left.db"));
            Files.copy(folder.resolve("live.db-wal"), folder.resolve("left.db-wal"));
        }
        try (Database reader = Database.openReadOnly("jdbc:sqlite:" + folder.resolve("left.db"), "", "")) {
            assertEquals(List.of("a"), Rows.stored(reader));
        }
    }

    @ParameterizedTest
    @EnumSource
    void itKeepsNoServerFromStarting(Databases kind) {
        String url = kind.url(folder);
        Databases.open(url).close();
        try (Database reader = Database.openReadOnly(url, "", ""); Database server = Databases.open(url)) {
            server.transact(Rows.insert("a"));
            assertEquals(List.of("a"), Rows.stored(reader));
        }
    }

    @ParameterizedTest
    @EnumSource
    void itWritesNothing(Databases kind) {
        String url = kind.url(folder);
        Databases.open(url).close();
        try (Database reader = Database.openReadOnly(url, "", "")) {
            assertThrows(IllegalStateException.class, () -> reader.transact(Rows.insert("a")));
            assertThrows(StoreException.class, () -> reader.read(Rows.insert("a")));
            assertEquals(List.of(), Rows.stored(reader));
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsNotMade() {
        Path file = folder.resolve("none.db");
        StoreException refused = assertThrows(StoreException.class,
                () -> Database.openReadOnly("jdbc:sqlite:" + file, "", ""));
        assertEquals(StoreException.Kind.CANNOT_OPEN, refused.kind());
        assertTrue(String.valueOf(refused.getMessage()).contains("there is no database " + file), refused::getMessage);
        assertTrue(Files.notExists(file));
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfAnotherVersionAreRefusedAndLeftAlone(Databases kind) {
        String url = kind.url(folder);
        try (Database database = Databases.open(url)) {
            database.transact(connection -> {
                try (var change = connection.createStatement()) {
                    return change.executeUpdate(
                            "DELETE FROM flyway_schema_history WHERE installed_rank = (SELECT max(installed_rank) "
                                    + "FROM flyway_schema_history)");
                }
            });
        }
        StoreException refused = assertThrows(StoreException.class, () -> Database.openReadOnly(url, "", ""));
        assertTrue(String.valueOf(refused.getMessage()).contains("start the server once with this version"),
                refused::getMessage);
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.db"), "these are my notes, ".repeat(100));
        StoreException refused = assertThrows(StoreException.class,
                () -> Database.openReadOnly("jdbc:sqlite:" + file, "", ""));
        assertEquals(StoreException.Kind.CANNOT_OPEN, refused.kind());
        assertTrue(String.valueOf(refused.getMessage()).contains("is it a database of yingda?"), refused::getMessage);
        assertTrue(Files.readString(file).startsWith("these are my notes"));
    }
}
