package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import dev.yingda.Config;
import dev.yingda.Settings;
import dev.yingda.access.AuditLog;
import dev.yingda.journal.Journal;
import dev.yingda.store.Backup;
import dev.yingda.store.Copied;
import dev.yingda.store.Database;
import dev.yingda.store.StoreException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `yingda db`: what is done to the database as a whole.
@Command(name = "db", mixinStandardHelpOptions = true, description = "Check, back up, restore and move the database.")
public final class DbCommand {

    private static final int FAULTS_SHOWN = 100;
    private static final int FAULTY = 1;
    private static final String BY = "command line";

    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    public DbCommand(Clock clock) {
        this.clock = clock;
    }

    @Command(name = "migrate", mixinStandardHelpOptions = true, description = {
            "Bring the tables of a stopped server's database to this version.",
            "`yingda serve` does the same by itself at each start."})
    int migrate(@Mixin Shop shop) {
        return guarded(() -> {
            try (Database database = shop.write()) {
                out().println("the tables are of version " + database.version());
                return 0;
            }
        });
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = {
            "Look through the whole database for what must never be: damaged pages, gaps in the numbers of events, two "
                    + "answers of the bot to one question, columns that say other than the events.",
            "The server may be running. Status 1 if anything was found."})
    int check(@Mixin Shop shop) {
        return guarded(() -> {
            try (Database database = shop.read()) {
                AtomicLong found = new AtomicLong();
                Backup.integrity(database).forEach(fault -> tell(fault, found));
                Journal.Checked checked = new Journal(database).check(fault -> tell(fault, found));
                out().printf("%,d conversations with %,d events: %s%n", checked.conversations(), checked.events(),
                        found.get() == 0 ? "all is well" : found + " faults");
                return found.get() == 0 ? 0 : FAULTY;
            }
        });
    }

    private void tell(String fault, AtomicLong found) {
        if (found.incrementAndGet() <= FAULTS_SHOWN) {
            err().println(fault);
        }
    }

    @Command(name = "backup", mixinStandardHelpOptions = true, description = {
            "Write all there is at this moment into one file. The server may be running.",
            "The file is an SQLite database, also of a PostgreSQL one, and holds what buyers wrote and the server's keys: "
                    + "keep it as safe as the database itself."})
    int backup(@Mixin Shop shop,
            @Option(names = "--to", required = true, paramLabel = "FILE", description = "A new file.") Path to) {
        return guarded(() -> {
            try (Database database = shop.read()) {
                Backup.write(database, to);
                out().printf("%s: %,d KB%n", to, Files.size(to) / 1024);
                return 0;
            }
        });
    }

    @Command(name = "restore", mixinStandardHelpOptions = true, description = {
            "Put a backup in the place of a stopped server's database. What an SQLite database held before is kept in a file "
                    + "beside it; what a PostgreSQL one held is gone.",
            "Buyers' and agents' pages notice by themselves that the history is another one. Staff sign in again."})
    int restore(@Mixin Shop shop,
            @Option(names = "--from", required = true, paramLabel = "FILE", description = "A file that `yingda db backup` wrote.") Path from) {
        return guarded(() -> {
            Config config = shop.config();
            List<Copied> restored = Backup.restore(from, config.databaseUrl(), config.database().user(),
                    config.database().password(), clock.instant());
            try (Database database = shop.write()) {
                new AuditLog(database, clock).record(BY, "database-restored", from.getFileName().toString(), "");
            }
            tell(restored);
            return 0;
        });
    }

    @Command(name = "copy-to", mixinStandardHelpOptions = true, description = {
            "Copy a stopped server's database into an empty one, such as from SQLite to PostgreSQL, and compare what is "
                    + "found there row by row (a count and a checksum a table). Nothing is copied if they differ.",
            "Start the server on the new one afterwards: yingda serve --database JDBC."})
    int copyTo(@Mixin Shop shop,
            @Parameters(paramLabel = "JDBC", description = "The empty database, such as jdbc:postgresql://localhost/yingda.") String to,
            @Option(names = "--to-user", paramLabel = "NAME", defaultValue = "", description = "Its user; the password is YINGDA_TO_PASSWORD in the environment.") String user) {
        return guarded(() -> {
            try (Database source = shop.write();
                    Database target = Database.open(to, user,
                            Objects.requireNonNullElse(System.getenv("YINGDA_TO_PASSWORD"), ""))) {
                tell(Backup.copy(source, target));
                out().println("copied, and found to be the same");
                return 0;
            }
        });
    }

    private void tell(List<Copied> tables) {
        for (Copied table : tables) {
            out().printf("  %-24s %,12d rows  %s%n", table.table(), table.rows(), table.checksum());
        }
    }

    private interface Work {
        int run() throws IOException, Settings.Faulty;
    }

    private int guarded(Work work) {
        try {
            return work.run();
        } catch (Settings.Faulty e) {
            e.faults().forEach(fault -> err().println("yingda: " + fault));
        } catch (IOException | StoreException e) {
            err().println("yingda: " + e.getMessage());
        }
        return Main.WRONG;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
