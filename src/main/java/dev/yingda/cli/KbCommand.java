package dev.yingda.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

import dev.yingda.faq.Calibration;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Faq;
import dev.yingda.knowledge.Knowledge;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.KnowledgeBase;
import dev.yingda.knowledge.KnowledgeBase.Imported;
import dev.yingda.knowledge.KnowledgeBase.Publishing;
import dev.yingda.knowledge.KnowledgeFolder;
import dev.yingda.knowledge.KnowledgeFolder.Fault;
import dev.yingda.knowledge.KnowledgeFolder.Reading;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `yingda kb`: the knowledge base as a folder of text files.
@Command(name = "kb", mixinStandardHelpOptions = true, description = "Import, export and check the knowledge base as a folder.")
public final class KbCommand {

    private static final String FOLDER = "knowledge-base";
    private static final String BY = "import";

    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    /// With the machine's clock.
    public KbCommand() {
        this(Clock.systemUTC());
    }

    KbCommand(Clock clock) {
        this.clock = clock;
    }

    @Command(name = "lint", mixinStandardHelpOptions = true, description = "List what is wrong with a folder.")
    int lint(
            @Parameters(paramLabel = "FOLDER", defaultValue = FOLDER, description = "default: ${DEFAULT-VALUE}") Path folder) {
        return folders().guarded(() -> switch (KnowledgeFolder.read(folder, LocalDate.now(clock))) {
            case Reading.Broken(List<Fault> faults) -> folders().refuse(faults);
            case Reading.Complete(Knowledge knowledge, List<Fault> warnings) -> {
                warnings.forEach(out()::println);
                out().println(knowledge.entries().size() + " entries are fine, warnings: " + warnings.size());
                yield Folders.FINE;
            }
        });
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = {
            "Take over a folder: a new revision of each entry that differs.",
            "The server of an SQLite database is to be stopped."})
    int importFolder(
            @Parameters(paramLabel = "FOLDER", defaultValue = FOLDER, description = "default: ${DEFAULT-VALUE}") Path folder,
            @Mixin Shop shop, @Option(names = "--publish", description = "publish afterwards") boolean publish) {
        return folders().with(folder, knowledge -> {
            try (Database database = shop.write()) {
                KnowledgeBase base = base(database);
                Imported imported = base.importAll(knowledge, BY);
                out().printf("added %d, changed %d, the same %d, only in the database %d%n", imported.added(),
                        imported.edited(), imported.same(), imported.absent());
                return publish ? publish(base) : Folders.FINE;
            }
        });
    }

    private int publish(KnowledgeBase base) {
        return switch (base.publish(BY)) {
            case Publishing.Rejected(List<Problem> problems) ->
                folders().refuse(
                        problems.stream().map(one -> one.entry() + ": " + one.field() + ": " + one.en()).toList());
            case Publishing.Published(var publication) -> {
                out().printf("published version %d: %d entries, %d phrasings%n", publication.version(),
                        publication.entries(), publication.phrasings());
                yield Folders.FINE;
            }
        };
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = "Write the draft into a folder. The server may be running.")
    int export(@Parameters(paramLabel = "FOLDER", description = "is made if it is not there") Path folder,
            @Mixin Shop shop) {
        return folders().guarded(() -> {
            try (Database database = shop.read()) {
                Knowledge knowledge = base(database).draft().knowledge();
                KnowledgeFolder.write(knowledge, folder);
                out().println(knowledge.entries().size() + " entries written to " + folder);
                return Folders.FINE;
            }
        });
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private Folders folders() {
        return new Folders(Objects.requireNonNull(spec).commandLine().getErr());
    }

    private KnowledgeBase base(Database database) {
        return new KnowledgeBase(database, new Faq(Calibration.shipped(), Embeddings.none()), clock);
    }
}
