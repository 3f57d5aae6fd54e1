package dev.yingda.cli;

import java.nio.file.Path;

import dev.yingda.Config;
import dev.yingda.Settings;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which database a command is for, found as `yingda serve` finds it.
final class Shop {

    @Option(names = "--config", paramLabel = "FILE", description = "The YAML file of the server's settings.")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of the shop, as given to `yingda serve` (default: data).")
    private @Nullable String data;

    @Option(names = "--database", paramLabel = "JDBC", description = "Its database by the JDBC address; user and password are YINGDA_DATABASE_USER and YINGDA_DATABASE_PASSWORD in the environment.")
    private @Nullable String database;

    Config config() throws Settings.Faulty {
        Settings settings = new Settings();
        if (config != null) {
            settings.file(config);
        }
        return settings.environment(System.getenv()).set("data", data, "--data")
                .set("database.url", database, "--database").config();
    }

    /// To be read only, so that the server may be running.
    Database read() throws Settings.Faulty {
        Config found = config();
        return Database.openReadOnly(found.databaseUrl(), found.database().user(), found.database().password());
    }

    /// To be written, by this process alone.
    Database write() throws Settings.Faulty {
        Config found = config();
        return Database.open(found.databaseUrl(), found.database().user(), found.database().password());
    }
}
