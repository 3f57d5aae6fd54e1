package dev.yingda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("yingda.yaml"), text);
    }

    @Test
    void thePresetsAreAServerOnThisMachineAlone() throws Settings.Faulty {
        Config config = new Settings().config();
        assertEquals("127.0.0.1", config.server().host());
        assertEquals(8080, config.server().port());
        assertEquals("jdbc:sqlite:" + Path.of("data", "yingda.db"), config.databaseUrl());
        assertEquals(Duration.ofMinutes(3), config.desk().due());
        assertEquals(List.of("shop-default", "taobao-3min"), config.policies());
    }

    @Test
    void theLaterWins() throws Exception {
        Path file = file(
                "server:\n  port: 9000\n  host: 0.0.0.0\ndesk.due: 20s\nserver.origins: [https://a.example]\n");
        Config config = new Settings().file(file).environment(Map.of("YINGDA_SERVER_PORT", "9001", "PATH", "x"))
                .set("server.host", "localhost", "--host").config();
        assertEquals(9001, config.server().port());
        assertEquals("localhost", config.server().host());
        assertEquals(Duration.ofSeconds(20), config.desk().due());
        assertEquals(List.of("https://a.example"), config.server().origins());
    }

    @Test
    void everyFaultIsReportedAtOnceWithItsPlace() throws Exception {
        Path file = file("server:\n  prot: 9000\n  origins:\n    - shop.example\ndesk:\n  due: soon\n");
        Settings.Faulty faulty = assertThrows(Settings.Faulty.class, () -> new Settings().file(file)
                .environment(Map.of("YINGDA_SERVER_PORT", "70000")).set("limits.x", "1", "--set").config());
        assertEquals(5, faulty.faults().size(), faulty.faults().toString());
        assertTrue(faulty.faults().get(0).startsWith(file + ":2: server.prot: no such setting"));
        assertTrue(faulty.faults().stream().anyMatch(fault -> fault.startsWith(file + ":6: desk.due: a duration")));
        assertTrue(faulty.faults().stream().anyMatch(fault -> fault.contains("YINGDA_SERVER_PORT: server.port")));
        assertTrue(faulty.faults().stream().anyMatch(fault -> fault.contains("server.origins")));
    }

    @Test
    void aFileThatIsNotThereOrNoYamlIsNamed() throws IOException {
        Path none = folder.resolve("none.yaml");
        assertTrue(assertThrows(Settings.Faulty.class, () -> new Settings().file(none).config()).faults().getFirst()
                .contains("cannot be read"));
        Path broken = file("a: [1,\n");
        assertTrue(assertThrows(Settings.Faulty.class, () -> new Settings().file(broken).config()).faults().getFirst()
                .contains("not valid YAML"));
    }

    @Test
    void thePageListsEverySettingWithItsPreset() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        for (Settings.Key key : Settings.KEYS) {
            assertTrue(
                    page.contains("| `" + key.name() + "` | "
                            + (key.preset().isEmpty() ? "" : "`" + key.preset() + "` ") + "|"),
                    key.name());
        }
    }

    @Test
    void aPasswordIsNotShown() throws Settings.Faulty {
        Config config = new Settings().set("database.password", "hush", "test").config();
        assertTrue(!config.toString().contains("hush"));
    }
}
