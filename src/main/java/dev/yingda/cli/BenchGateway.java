package dev.yingda.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import dev.yingda.knowledge.KnowledgeFolder;
import dev.yingda.load.EchoServer;
import dev.yingda.load.Load;
import dev.yingda.load.Outcome;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yingda bench gateway`: a server in a process of its own, load from another, each on a processor of its own where the
/// system has `taskset`; and the same load on a bare Vert.x server.
@Command(name = "gateway", mixinStandardHelpOptions = true, description = {
        "Durable messages, answered questions and idle connections of a whole server, beside a bare Vert.x one.",
        "Open loop: messages are due at even intervals, and latency counts from when each was due."})
final class BenchGateway implements Callable<Integer> {

    private static final String PASSWORD = "YINGDA_BENCH_PASSWORD";
    private static final double LONGEST_P99_MS = 50;
    private static final int WARM_RATE = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--seconds", defaultValue = "10", description = "of each rate, default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--conversations", defaultValue = "500", description = "default: ${DEFAULT-VALUE}")
    private int conversations;

    @Option(names = "--rates", split = ",", defaultValue = "2000,4000,6000,8000,10000,12500,15000", description = "messages a second that are tried, till one is too much; default: ${DEFAULT-VALUE}")
    private List<Integer> rates = List.of();

    @Option(names = "--question-rates", split = ",", defaultValue = "100,200,300,600,1000,2000,4000,6000", description = "questions a second; default: ${DEFAULT-VALUE}")
    private List<Integer> questionRates = List.of();

    @Option(names = "--idle", defaultValue = "15000", description = "buyers who are only connected; default: ${DEFAULT-VALUE}")
    private int idle;

    @Option(names = "--only", split = ",", description = "some of echo, messages, known, fresh, idle")
    private List<String> only = List.of();

    @Option(names = "--model", arity = "1", defaultValue = "true", description = "whether questions are matched by meaning; default: ${DEFAULT-VALUE}")
    private boolean model;

    @Option(names = "--folder", paramLabel = "DIR", description = "where the database is made; default: a temporary one")
    private @Nullable Path folder;

    @Option(names = "--database", paramLabel = "JDBC", defaultValue = "", description = "an empty database instead of SQLite")
    private String database = "";

    // The parts it starts as processes of their own

    @Option(names = "--part", hidden = true, defaultValue = "")
    private String part = "";

    @Option(names = "--port", hidden = true)
    private int port;

    @Option(names = "--rate", hidden = true)
    private int rate;

    @Override
    public Integer call() throws Exception {
        if (part.isEmpty()) {
            return measure();
        }
        if (part.equals("echo-server")) {
            out().println("ready on " + EchoServer.start());
            return waitForTheEnd();
        }
        try (Load load = new Load(port)) {
            out().println(switch (part) {
                case "echo" -> load.echo(conversations, rate, seconds);
                case "messages" -> load.messages(conversations, rate, seconds,
                        Objects.requireNonNull(System.getenv(PASSWORD)));
                case "known" -> load.questions(conversations, phrasings(), false, rate, seconds);
                case "fresh" -> load.questions(conversations, phrasings(), true, rate, seconds);
                case "idle", "idle-bare" -> load.idle(idle, part.endsWith("bare"), this::idle);
                default -> throw new IllegalArgumentException(part);
            });
        }
        return Folders.FINE;
    }

    private int waitForTheEnd() throws IOException {
        System.in.readAllBytes();
        return Folders.FINE;
    }

    private void idle() {
        out().println("idle");
        try {
            waitForTheEnd();
        } catch (IOException _) {
            // The one who measures is gone.
        }
    }

    private static List<String> phrasings() throws IOException {
        List<String> phrasings = new ArrayList<>();
        if (KnowledgeFolder.read(knowledge()) instanceof KnowledgeFolder.Reading.Complete complete) {
            for (var entry : complete.knowledge().entries()) {
                if (entry.question().length() > 5) {
                    phrasings.add(entry.question());
                }
            }
        }
        return phrasings;
    }

    private static Path knowledge() {
        return Path.of(Objects.requireNonNullElse(System.getenv("YINGDA_HOME"), ".")).resolve("knowledge-base");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    // Measuring

    private boolean wanted(String what) {
        return only.isEmpty() || only.contains(what);
    }

    private int measure() throws Exception {
        double echo = wanted("echo") || wanted("messages") ? echo() : 0;
        if (wanted("messages")) {
            most("messages", rates, echo);
        }
        if (wanted("known")) {
            most("known", questionRates, echo);
        }
        if (wanted("fresh")) {
            most("fresh", questionRates, echo);
        }
        if (wanted("idle")) {
            idle(true);
            idle(false);
        }
        return Folders.FINE;
    }

    private double echo() throws Exception {
        try (Child server = Child.start(0, Map.of(), "bench", "gateway", "--part", "echo-server")) {
            int listening = Integer.parseInt(server.await("ready on ").replaceAll(".* ", ""));
            double best = 0;
            // What is compiled first would be measured else.
            drive("echo", listening, WARM_RATE * 5, "");
            for (int each : List.of(10_000, 20_000, 30_000, 40_000, 50_000, 60_000)) {
                Outcome outcome = drive("echo", listening, each, "");
                print("bare Vert.x echo", each, outcome, 0);
                if (!sustained(outcome, each)) {
                    break;
                }
                best = outcome.perSecond();
            }
            return best;
        }
    }

    private void most(String what, List<Integer> tried, double echo) throws Exception {
        try (Shop shop = new Shop()) {
            drive(what, shop.port, WARM_RATE, shop.password);
            for (int each : tried) {
                Outcome outcome = drive(what, shop.port, each, shop.password);
                print(outcome.what(), each, outcome, echo);
                if (!sustained(outcome, each)) {
                    break;
                }
            }
        }
    }

    private static boolean sustained(Outcome outcome, int due) {
        return outcome.done() == outcome.sent() && outcome.p99() <= LONGEST_P99_MS && outcome.perSecond() > due * .95;
    }

    private void print(String what, int due, Outcome outcome, double echo) {
        out().printf(Locale.ROOT, "%-20s %,7d/s due: %,9.0f/s done%s, p50 %.1f p99 %.1f max %.0f ms%s%s%s%n", what, due,
                outcome.perSecond(), outcome.done() == outcome.sent()
                        ? ""
                        : " (" + (outcome.sent() - outcome.done())
                                + " never)",
                outcome.p50(), outcome.p99(), outcome.max(),
                outcome.refused() > 0 ? ", refused " + outcome.refused() : "",
                echo > 0 ? String.format(Locale.ROOT, ", %.2f of the echo", outcome.perSecond() / echo) : "",
                sustained(outcome, due) ? "" : "  TOO MUCH");
        out().flush();
    }

    private Outcome drive(String what, int listening, int each, String password) throws Exception {
        try (Child load = Child.start(1, Map.of(PASSWORD, password), "bench", "gateway", "--part", what, "--port",
                String.valueOf(listening), "--rate", String.valueOf(each), "--seconds", String.valueOf(seconds),
                "--conversations", String.valueOf(conversations))) {
            return Objects.requireNonNull(Outcome.parse(load.await("outcome|")));
        }
    }

    private void idle(boolean bare) throws Exception {
        try (Child server = bare
                ? Child.start(0, Map.of(), "bench", "gateway", "--part", "echo-server")
                : null; Shop shop = bare ? null : new Shop()) {
            Child measured = bare ? Objects.requireNonNull(server) : Objects.requireNonNull(shop).server;
            int listening = bare
                    ? Integer.parseInt(measured.await("ready on ").replaceAll(".* ", ""))
                    : Objects.requireNonNull(shop).port;
            connectIdle(bare, listening, 500, measured);
            long before = measured.residentKb();
            long[] with = {0};
            Outcome outcome = connectIdle(bare, listening, idle, measured, with);
            out().printf(Locale.ROOT,
                    "%-20s %,d connections at %,.0f a second; resident %,d KB before, %,d KB with them: %.1f KB each%s%n",
                    outcome.what(), outcome.done(), outcome.perSecond(), before, with[0],
                    (with[0] - before) / (double) outcome.done(),
                    outcome.refused() > 0 ? ", lost " + outcome.refused() : "");
            out().flush();
        }
    }

    private void connectIdle(boolean bare, int listening, int count, Child measured) throws Exception {
        connectIdle(bare, listening, count, measured, new long[1]);
    }

    private Outcome connectIdle(boolean bare, int listening, int count, Child measured, long[] with) throws Exception {
        try (Child load = Child.start(1, Map.of(), "bench", "gateway", "--part", bare ? "idle-bare" : "idle", "--port",
                String.valueOf(listening), "--idle", String.valueOf(count))) {
            load.await("idle");
            Thread.sleep(3_000);
            with[0] = measured.residentKb();
            load.endInput();
            return Objects.requireNonNull(Outcome.parse(load.await("outcome|")));
        }
    }

    /// A server with a shop of its own.
    private final class Shop implements AutoCloseable {
        private final Path data;
        private final Child server;
        private final int port;
        private final String password;

        Shop() throws Exception {
            data = folder == null
                    ? Files.createTempDirectory("yingda-bench")
                    : Files.createTempDirectory(folder, "bench");
            List<String> arguments = new ArrayList<>(
                    List.of("serve", "--demo", "--port", "0", "--data", data.toString(),
                            "--set", "knowledge.folder=" + knowledge(), "--set", "bot.settle=0s", "--set",
                            "limits.buyerMessagesPerMinute=0", "--set", "limits.newBuyersPerMinute=0", "--set",
                            "faq.model=" + model));
            if (!database.isEmpty()) {
                arguments.addAll(List.of("--database", database));
            }
            server = Child.start(0, Map.of(), arguments.toArray(String[]::new));
            password = server.await("demo admin admin / ").replaceAll(".* / ", "");
            port = Integer.parseInt(server.await("/demo/").replaceAll(".*:(\\d+)/demo/", "$1"));
            server.await("Ctrl-C");
        }

        @Override
        public void close() throws IOException {
            server.close();
            BenchCommand.deleteAll(data);
        }
    }

    /// A process of this program.
    private static final class Child implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;

        private Child(Process process) {
            this.process = process;
            this.lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        }

        /// @param processor it may use alone, where the system can see to that
        static Child start(int processor, Map<String, String> environment, String... arguments) throws IOException {
            List<String> command = new ArrayList<>();
            if (Files.isExecutable(Path.of("/usr/bin/taskset")) && Runtime.getRuntime().availableProcessors() > 1) {
                command.addAll(List.of("taskset", "-c", String.valueOf(processor)));
            }
            ProcessHandle.Info self = ProcessHandle.current().info();
            command.add(self.command().orElse("java"));
            List<String> options = java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments();
            command.addAll(options.stream().filter(option -> option.startsWith("-")).toList());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(new LinkedHashMap<>(environment));
            return new Child(builder.start());
        }

        /// The next line that contains the text.
        String await(String text) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.contains(text)) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("the process ended before it said \"" + text + "\"");
            }
            return line;
        }

        void endInput() throws IOException {
            process.outputWriter().close();
        }

        long residentKb() throws IOException {
            try (var status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
                return status.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
            }
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            lines.close();
        }
    }
}
