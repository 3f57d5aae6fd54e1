package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import dev.yingda.Settings;
import dev.yingda.knowledge.Knowledge;
import dev.yingda.knowledge.KnowledgeFolder;
import dev.yingda.knowledge.KnowledgeFolder.Fault;
import dev.yingda.knowledge.KnowledgeFolder.Reading;
import dev.yingda.store.StoreException;

/// Reads a knowledge folder for a command; what is wrong is one line each on the error stream.
final class Folders {

    static final int FINE = 0;
    static final int WRONG = 2;

    private final PrintWriter err;

    Folders(PrintWriter err) {
        this.err = err;
    }

    /// What a command does once the folder is read.
    interface Work {
        int run(Knowledge knowledge) throws IOException, Settings.Faulty;
    }

    /// Runs the work on the folder's knowledge; returns the exit code.
    int with(Path folder, Work work) {
        return guarded(() -> switch (KnowledgeFolder.read(folder)) {
            case Reading.Broken(List<Fault> faults) -> refuse(faults);
            case Reading.Complete(Knowledge knowledge, List<Fault> _) -> work.run(knowledge);
        });
    }

    /// Something that may fail on files or on their content, on settings or on the database.
    interface Guarded {
        int run() throws IOException, Settings.Faulty;
    }

    int guarded(Guarded work) {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            err.println(e.getFile() + ": there is no such file");
        } catch (Settings.Faulty e) {
            e.faults().forEach(err::println);
        } catch (IOException | IllegalArgumentException | StoreException e) {
            err.println(e.getMessage());
        }
        return WRONG;
    }

    int refuse(List<?> faults) {
        faults.forEach(err::println);
        return WRONG;
    }
}
