package dev.yingda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps the server from starting is one clear line each, and leaves nothing held.
class StartTest {

    @TempDir
    private Path folder;

    private List<String> refused(String... settings) throws Settings.Faulty {
        Settings all = new Settings().set("data", folder.resolve("data").toString(), "test")
                .set("faq.vectors", "target/test-vectors", "test").set("server.port", "0",
                        "test");
        for (String setting : settings) {
            all.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1), "test");
        }
        Config config = all.config();
        return assertThrows(Yingda.CannotStart.class, () -> Yingda.start(config, Clock.systemUTC())).reasons();
    }

    @Test
    void aPortInUseIsNamedAndTheDatabaseIsFreeAgain() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                List<String> reasons = refused("server.port=" + taken.getLocalPort());
                assertEquals(1, reasons.size());
                assertTrue(reasons.getFirst().startsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort()),
                        reasons.getFirst());
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertTrue(refused("data=" + file.resolve("x")).getFirst().contains("cannot be written to"));
    }

    @Test
    void aBrokenKnowledgeBaseIsNamedByFileAndLine() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("kb"));
        Files.writeString(broken.resolve("delivery.yaml"), """
                topic: delivery
                title: {zh-CN: 物流, en: Delivery}
                entries:
                  - id: delivery-when
                    quesion: 多久发货
                    answer: 48 小时
                """);
        List<String> reasons = refused("knowledge.folder=" + broken);
        assertTrue(reasons.stream().anyMatch(reason -> reason.contains("delivery.yaml:5")), reasons.toString());
        assertTrue(refused("knowledge.folder=" + folder.resolve("none")).getFirst().contains("none"));
    }

    @Test
    void aPolicyThatIsNeitherAPresetNorAFileIsNamedWithThePresets() throws Exception {
        String reason = refused("metrics.policies=shop-default,nothing").getFirst();
        assertTrue(reason.contains("nothing is neither") && reason.contains("shop-default"), reason);
    }

    @Test
    void theLauncherSaysThatAJdkIsMissing() throws Exception {
        // The same script, told to look where there is no JDK.
        Path script = Files.writeString(folder.resolve("yingda"), Files.readString(Path.of("yingda"))
                .replaceAll("(?s)for folder in /usr/lib/jvm/.*?; do", "for folder in /nowhere/*; do"));
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), "serve").redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", pathWithoutJava());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertTrue(output.startsWith("yingda: a JDK 25 or newer is needed"), output);
        assertEquals(1, output.lines().count());
        assertEquals(2, process.exitValue());
    }

    /// A folder with the few tools the script needs, and no java.
    private String pathWithoutJava() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("bash", "dirname", "readlink", "sed", "head", "find")) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path found = Path.of(place, tool);
                if (Files.exists(found) && !Files.exists(tools.resolve(tool))) {
                    Path call = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
                    assertTrue(call.toFile().setExecutable(true));
                }
            }
        }
        return tools.toString();
    }
}
