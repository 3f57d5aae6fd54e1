package dev.yingda.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server as a process of its own, which can be killed.
final class Child {

    private static final Pattern ACCOUNT = Pattern.compile("demo \\S+ (\\S+) / (\\S+)");
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:(\\d+)/demo/");
    private static final int STARTS_WITHIN_S = 90;

    private final Process process;
    private final List<String> said = new ArrayList<>();

    private Child(Process process) {
        this.process = process;
        Thread.ofVirtual().name("what the child says").start(this::listen);
    }

    /// Starts one on the data in the folder and waits till it is ready.
    static Child start(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.file="
                        + Path.of("src/test/resources/logging.properties").toAbsolutePath(),
                "-classpath",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.yingda.cli.Main", "serve", "--demo"));
        SmallShop.settings(folder).forEach((key, value) -> {
            command.add("--set");
            command.add(key + "=" + value);
        });
        Child child = new Child(
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start());
        try {
            Faults.await(STARTS_WITHIN_S, () -> "the server is ready; it said " + child.said(),
                    () -> child.says("Ctrl-C") || !child.process.isAlive());
            if (!child.says("Ctrl-C")) {
                throw new AssertionError("the server did not start: " + child.said());
            }
            return child;
        } catch (AssertionError e) {
            child.kill();
            throw e;
        }
    }

    private void listen() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(line -> {
                synchronized (said) {
                    said.add(line);
                }
            });
        } catch (IOException | UncheckedIOException _) {
            // It has ended.
        }
    }

    private boolean says(String part) {
        return said().stream().anyMatch(line -> line.contains(part));
    }

    /// Everything it has printed.
    List<String> said() {
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    Door door() {
        Map<String, String> passwords = new LinkedHashMap<>();
        int port = 0;
        for (String line : said()) {
            Matcher account = ACCOUNT.matcher(line);
            if (account.find()) {
                passwords.put(account.group(1), account.group(2));
            }
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                port = Integer.parseInt(address.group(1));
            }
        }
        return new Door(port, passwords);
    }

    /// SIGKILL: it has no chance to do anything.
    void kill() {
        process.destroyForcibly();
        end(30);
    }

    /// SIGTERM: it is asked to stop.
    void stop() {
        // Not by the process itself, which would no longer listen to what it says.
        process.toHandle().destroy();
    }

    /// Waits for its end and gives its exit status.
    int end(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new AssertionError("the process has not ended within " + seconds + " s: " + said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
