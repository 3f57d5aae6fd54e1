package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.journal.Journal;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yingda bench`: the figures of docs/benchmarks.md, each beside a reference from the same run.
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measure this machine.", subcommands = {
        BenchCompare.class, BenchFaq.class, BenchGateway.class, BenchMetrics.class, BenchSuggest.class})
final class BenchCommand {

    @Spec
    private @Nullable CommandSpec spec;

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    @Command(name = "journal", mixinStandardHelpOptions = true, description = "Durable messages a second, on SQLite in a temporary folder.")
    int journal(@Option(names = "--seconds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}") int seconds,
            @Option(names = "--writers", defaultValue = "256", description = "conversations at once, default: ${DEFAULT-VALUE}") int writers)
            throws IOException {
        Path folder = Files.createTempDirectory("yingda-bench");
        try (Database database = Database.open("jdbc:sqlite:" + folder.resolve("bench.db"), "", "")) {
            Journal journal = new Journal(database);
            double alone = write(journal, "warm", 1, Duration.ofSeconds(2)) < 0
                    ? 0
                    : write(journal, "one", 1, Duration.ofSeconds(seconds));
            double together = write(journal, "many", writers, Duration.ofSeconds(seconds));
            out().printf("one writer, a commit each (reference): %,.0f messages/s%n", alone);
            out().printf("%d writers, commits in groups:        %,.0f messages/s, %.1f times%n", writers, together,
                    together / alone);
        } finally {
            deleteAll(folder);
        }
        return Folders.FINE;
    }

    static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(BenchCommand::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return durable messages a second
    private static double write(Journal journal, String name, int writers, Duration duration) {
        AtomicLong written = new AtomicLong();
        Clock clock = Clock.systemUTC();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < writers; writer++) {
                ConversationId conversation = new ConversationId(name + "-" + writer);
                var _ = threads.submit(() -> {
                    long seq = 0;
                    while (System.nanoTime() < end) {
                        Event event = seq == 0
                                ? new Event.Opened(new BuyerId("b-" + conversation))
                                : new Event.BuyerMessage("m" + seq, conversation + "-" + seq, "什么时候发货,我昨天就拍了", false);
                        if (journal.append(conversation, seq, clock.instant(),
                                List.of(event)) instanceof Appended.Stored) {
                            seq++;
                            written.incrementAndGet();
                        }
                    }
                    return seq;
                });
            }
        }
        return written.get() / ((System.nanoTime() - start) / 1e9);
    }
}
