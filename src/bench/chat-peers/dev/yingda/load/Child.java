package dev.yingda.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program on a processor of its own, which ends with this one, and after its time in any case.
final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;
    private final Thread atExit = new Thread(this::end);

    private Child(Process process) {
        this.process = process;
        this.lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Child start(int processor, int seconds, Map<String, String> environment, List<String> program)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", String.valueOf(processor), "timeout", "-k",
                "5", String.valueOf(seconds)));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new Child(builder.start());
    }

    /// The command that starts a class as this program was started.
    static List<String> java(List<String> classAndArguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(classAndArguments);
        return command;
    }

    long pid() {
        return process.pid();
    }

    /// The next line that contains the text.
    String await(String text) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(text)) {
            System.err.println(line);
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("the process ended before it said \"" + text + "\"");
        }
        return line;
    }

    /// Whatever it says from now on goes to standard error.
    void drain() {
        Thread.startVirtualThread(() -> {
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    System.err.println(line);
                }
            } catch (IOException _) {
                // It was closed.
            }
        });
    }

    /// `timeout` hands the signal on.
    private void end() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
        lines.close();
    }
}
