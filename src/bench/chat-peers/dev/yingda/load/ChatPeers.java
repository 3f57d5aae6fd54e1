package dev.yingda.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The messages of `yingda bench gateway` on our server and on others, each server on processor 0 and the driver on 1.
@Command(name = "chat-peers", mixinStandardHelpOptions = true, description = {
        "The same messages through Yingda, Prosody and socket.io, one after the other.",
        "Open loop: messages are due at even intervals, and latency counts from when each was due till the other side has it."})
final class ChatPeers implements Callable<Integer> {

    private static final int WARM_RATE = 1_000;
    private static final String PASSWORD = "CHAT_PEERS_PASSWORD";

    @Option(names = "--seconds", defaultValue = "10", description = "of each rate, default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--conversations", defaultValue = "500", description = "default: ${DEFAULT-VALUE}")
    private int conversations;

    @Option(names = "--rates", split = ",", defaultValue = "500,1000,2000,4000,6000,8000,10000,15000,20000", description = "messages a second that are tried, till one is too much; default: ${DEFAULT-VALUE}")
    private List<Integer> rates;

    @Option(names = "--archive-rates", split = ",", defaultValue = "100,250,500,750,1000,1500,2000,3000,4000,6000,8000", description = "the same for Prosody with its archive; default: ${DEFAULT-VALUE}")
    private List<Integer> archiveRates;

    @Option(names = "--relay-rates", split = ",", defaultValue = "5000,10000,20000,30000,40000,50000", description = "the same for the bare relay; default: ${DEFAULT-VALUE}")
    private List<Integer> relayRates;

    @Option(names = "--only", split = ",", defaultValue = "relay,yingda,prosody,prosody-buyers,prosody-rollback,prosody-none,socket.io", description = "what is measured, default: ${DEFAULT-VALUE}")
    private List<String> only;

    @Option(names = "--folder", paramLabel = "DIR", description = "where databases are made; default: a temporary one")
    private Path folder;

    @Option(names = "--home", paramLabel = "DIR", required = true, hidden = true)
    private Path home;

    @Option(names = "--longest-p99", paramLabel = "MS", defaultValue = "50", description = "what is too much, of ours always 50; default: ${DEFAULT-VALUE}")
    private double longestP99;

    @Option(names = "--processors", split = ",", defaultValue = "0,1", description = "of server and driver, default: ${DEFAULT-VALUE}")
    private List<Integer> processors;

    // The parts it starts as processes of their own

    @Option(names = "--part", hidden = true, defaultValue = "")
    private String part;

    @Option(names = "--port", hidden = true)
    private int port;

    @Option(names = "--rate", hidden = true)
    private int rate;

    @Option(names = "--server", hidden = true)
    private long server;

    /// Starts it.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ChatPeers()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (part.equals("relay")) {
            System.out.println("ready on " + BareRelay.start());
            System.in.readAllBytes();
        } else if (part.equals("yingda")) {
            ChatLoad.warmUp();
            System.out.println(ChatLoad.yingda(port, conversations, rate, seconds, System.getenv(PASSWORD)));
        } else if (!part.isEmpty()) {
            ChatLoad.warmUp();
            System.out.println(ChatLoad.messages(port, part, conversations, rate, seconds,
                    ProcessHandle.of(server).orElseThrow()));
        } else {
            int failed = 0;
            for (String each : only) {
                try {
                    measure(each);
                } catch (IOException | IllegalStateException e) {
                    System.out.println(each + " failed: " + e.getMessage());
                    failed = 1;
                }
            }
            return failed;
        }
        return 0;
    }

    private void measure(String subject) throws Exception {
        switch (subject) {
            case "yingda" -> measure(ChatServer.yingda(this), rates);
            case "relay" -> measure(ChatServer.relay(this), relayRates);
            case "socket.io" -> measure(ChatServer.socketIo(this), rates);
            case "prosody" -> measure(ChatServer.prosody(this, "both", "WAL"), archiveRates);
            case "prosody-buyers" -> measure(ChatServer.prosody(this, "buyers", "WAL"), archiveRates);
            case "prosody-rollback" -> measure(ChatServer.prosody(this, "both", "DELETE"), archiveRates);
            case "prosody-none" -> measure(ChatServer.prosody(this, "none", "WAL"), rates);
            default -> throw new IllegalArgumentException(subject);
        }
    }

    int conversations() {
        return conversations;
    }

    Path folder() {
        return folder;
    }

    Path home() {
        return home;
    }

    /// A program on the servers' processor, for no longer than all of this can take.
    Child startServer(Map<String, String> environment, List<String> command) throws Exception {
        int tried = Math.max(rates.size(), Math.max(archiveRates.size(), relayRates.size())) + 1;
        return Child.start(processors.getFirst(), tried * (seconds + 90), environment, command);
    }

    private void measure(ChatServer subject, List<Integer> tried) throws Exception {
        try (subject) {
            System.out.println(subject.about());
            warm(subject, Math.min(WARM_RATE, 2 * tried.getFirst()));
            subject.settled();
            String busy = "";
            for (int each : tried) {
                long before = subject.settled();
                ChatLoad.Result result = drive(subject, each);
                print(subject.what(), each, result.outcome());
                long stored = subject.settled() - before;
                int sent = result.outcome().sent() + ChatLoad.greetings(conversations);
                long belong = (long) sent * subject.rowsAMessage();
                if (stored != belong) {
                    System.out.printf(Locale.ROOT, "  %,d messages sent: %,d rows stored, not %,d%n", sent, stored,
                            belong);
                }
                if (!sustained(result.outcome(), each)) {
                    break;
                }
                busy = subject.protocol().equals("yingda")
                        ? ""
                        : String.format(Locale.ROOT, "  at %,d/s: server %.0f %%, driver %.0f %% of a processor%s%n",
                                each,
                                100 * result.server(), 100 * result.driver(), belong == 0
                                        ? ""
                                        : String.format(Locale.ROOT,
                                                "; %,d messages sent, greetings too, %,d rows stored", sent, stored));
            }
            System.out.print(busy);
        }
    }

    /// What a cold server does too late, as let a ticket expire before its hash was computed, is tried again once.
    private void warm(ChatServer subject, int each) throws Exception {
        try {
            drive(subject, each);
        } catch (IOException e) {
            System.err.println("warm-up: " + e.getMessage() + "; again");
            drive(subject, each);
        }
    }

    private ChatLoad.Result drive(ChatServer subject, int each) throws Exception {
        List<String> command = Child.java(List.of(ChatPeers.class.getName(), "--home", home.toString(), "--part",
                subject.protocol(), "--port", String.valueOf(subject.port()), "--rate", String.valueOf(each),
                "--server", String.valueOf(subject.pid()), "--seconds", String.valueOf(seconds), "--conversations",
                String.valueOf(conversations)));
        try (Child driver = Child.start(processors.getLast(), seconds + 120, Map.of(PASSWORD, subject.password()),
                command)) {
            Outcome outcome = Outcome.parse(driver.await("outcome|"));
            String[] busy = driver.await("busy|").split("\\|");
            return new ChatLoad.Result(outcome, Double.parseDouble(busy[1]), Double.parseDouble(busy[2]));
        }
    }

    // As `yingda bench gateway` says it

    private boolean sustained(Outcome outcome, int due) {
        return outcome.done() == outcome.sent() && outcome.p99() <= longestP99 && outcome.perSecond() > due * .95;
    }

    private void print(String what, int due, Outcome outcome) {
        System.out.printf(Locale.ROOT, "%-20s %,7d/s due: %,9.0f/s done%s, p50 %.1f p99 %.1f max %.0f ms%s%s%n", what,
                due, outcome.perSecond(), outcome.done() == outcome.sent()
                        ? ""
                        : " (" + (outcome.sent() - outcome.done()) + " never)",
                outcome.p50(), outcome.p99(), outcome.max(),
                outcome.refused() > 0 ? ", refused " + outcome.refused() : "",
                sustained(outcome, due) ? "" : "  TOO MUCH");
    }
}
