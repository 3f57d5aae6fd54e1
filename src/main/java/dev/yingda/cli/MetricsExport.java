package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.concurrent.Callable;

import dev.yingda.Settings;
import dev.yingda.cli.MetricsCommand.Times;
import dev.yingda.metrics.EventFile;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yingda metrics export-events`.
@Command(name = "export-events", mixinStandardHelpOptions = true, description = {
        "Write the events of a shop as JSON, one a line, as `yingda metrics replay --events` reads them.",
        "Without what was said: texts, comments and private notes stay in the shop. The server may be running."}, footerHeading = "%nExamples:%n", footer = {
                "  All there is, into a file:",
                "    yingda metrics export-events --data data --out events.jsonl",
                "  The conversations in which anything happened in March, whole:",
                "    yingda metrics export-events --data data --out march.jsonl \\",
                "      --from 2026-03-01T00:00:00+08:00 --to 2026-04-01T00:00:00+08:00"})
final class MetricsExport implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shop shop;

    @Option(names = "--from", paramLabel = "INSTANT", converter = Times.class, description = "Only conversations with an event from here on. ISO-8601 with offset, or epoch ms.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", converter = Times.class, description = "Only conversations with an event before this.")
    private @Nullable Instant to;

    @Option(names = "--out", paramLabel = "FILE.jsonl", description = "Write to this file, which is replaced once all is written; else to the terminal.")
    private @Nullable Path file;

    /// The places where a shop's events are.
    private static final class Shop {

        @Option(names = "--data", paramLabel = "DIR", description = "The data folder of the shop, as given to `yingda serve`.")
        private @Nullable Path data;

        @Option(names = "--database", paramLabel = "JDBC", description = "Its database by the JDBC address; user and password are YINGDA_DATABASE_USER and YINGDA_DATABASE_PASSWORD in the environment.")
        private @Nullable String database;
    }

    @Override
    public Integer call() {
        return MetricsCommand.guarded(spec, () -> {
            MetricsCommand.requireOrder(from, to);
            PrintWriter out = spec.commandLine().getOut();
            if (file == null) {
                write(out);
            } else {
                // Who asks for a file gets all of it, or the one from before.
                Path part = file.resolveSibling(file.getFileName() + ".part");
                try (Writer lines = Files.newBufferedWriter(part)) {
                    write(lines);
                } catch (IOException | RuntimeException | Settings.Faulty e) {
                    Files.deleteIfExists(part);
                    throw e;
                }
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            out.flush();
        });
    }

    private void write(Writer to) throws Settings.Faulty {
        History.ofShop(shop.data, shop.database, from, this.to, logged -> {
            try {
                EventFile.write(logged, to);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }
}
