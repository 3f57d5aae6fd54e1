package dev.yingda.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.yingda.Config;
import dev.yingda.Settings;
import dev.yingda.conversation.Logged;
import dev.yingda.journal.Journal;
import dev.yingda.metrics.BadInput;
import dev.yingda.metrics.EventFile;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Replay;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.By;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command takes its events from: a file, or what a shop has stored.
final class History {

    @Option(names = "--events", paramLabel = "FILE.jsonl", description = "A file of events, one JSON object a line.")
    private @Nullable Path events;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of a shop, as given to `yingda serve`; the server may be running.")
    private @Nullable Path data;

    @Option(names = "--database", paramLabel = "JDBC", description = "The database of a shop by its JDBC address; user and password are YINGDA_DATABASE_USER and YINGDA_DATABASE_PASSWORD in the environment.")
    private @Nullable String database;

    /// Whether it is a shop's, which ends where time does, and is read conversation by conversation.
    boolean ofShop() {
        return events == null;
    }

    /// Hands on the events, each conversation in order.
    ///
    /// @param from with `to`: of a shop, only conversations with an event in `[from, to)`; null: no bound
    void read(@Nullable Instant from, @Nullable Instant to, Consumer<Logged> consumer)
            throws BadInput, IOException, Settings.Faulty {
        if (events == null) {
            ofShop(data, database, from, to, consumer);
        } else {
            try (BufferedReader lines = Files.newBufferedReader(events)) {
                EventFile.read(events.toString(), lines, consumer);
            }
        }
    }

    /// Judges the whole history of a shop, which needs no more memory for a longer one.
    Report judge(Policy policy, Instant asOf, Set<By> by) throws Settings.Faulty {
        try (Database opened = open(data, database, System.getenv())) {
            return Replay.whole(new Journal(opened), List.of(policy), asOf, by).getFirst();
        }
    }

    /// The events of a shop: of its data folder, else of its database.
    static void ofShop(@Nullable Path data, @Nullable String database, @Nullable Instant from, @Nullable Instant to,
            Consumer<Logged> consumer) throws Settings.Faulty {
        try (Database opened = open(data, database, System.getenv())) {
            new Journal(opened).scan(from, to, consumer);
        }
    }

    /// To be read only, so that nobody is kept out.
    private static Database open(@Nullable Path data, @Nullable String database, Map<String, String> environment)
            throws Settings.Faulty {
        if (data != null) {
            return Database.openReadOnly("jdbc:sqlite:" + data.resolve("yingda.db"), "", "");
        }
        Config config = new Settings().environment(environment).set("database.url", database, "--database").config();
        return Database.openReadOnly(config.databaseUrl(), config.database().user(), config.database().password());
    }
}
