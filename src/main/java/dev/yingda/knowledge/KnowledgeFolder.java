package dev.yingda.knowledge;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

import dev.yingda.faq.Synonyms;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.Knowledge.Topic;

import org.jspecify.annotations.Nullable;

/// The knowledge as a folder of text files, for people, editors and version control: one YAML file a topic, `shop.yaml`
/// with the settings, `synonyms.txt`. What is written is read back the same; comments are not kept, except those of the
/// synonyms.
public final class KnowledgeFolder {

    private static final String YAML = ".yaml";
    private static final String SETTINGS = "shop.yaml";
    private static final String SYNONYMS = "synonyms.txt";

    private KnowledgeFolder() {
    }

    /// What reading a folder came to.
    public sealed interface Reading {

        /// All of it could be read.
        record Complete(Knowledge knowledge, List<Fault> warnings) implements Reading {
            public Complete {
                warnings = List.copyOf(warnings);
            }
        }

        /// Something is wrong: every fault, file by file.
        record Broken(List<Fault> faults) implements Reading {
            public Broken {
                faults = faults.stream().sorted(Comparator.comparing(Fault::file).thenComparingInt(Fault::line))
                        .toList();
            }
        }
    }

    /// Something wrong at one place.
    ///
    /// @param line from 1
    /// @param field what it is about, may be empty
    public record Fault(String file, int line, String field, String text) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + text;
        }
    }

    /// Reads a folder and checks it by the rules for publishing.
    ///
    /// @throws IOException if a file cannot be read at all
    public static Reading read(Path folder) throws IOException {
        return read(new Reader(folder, null), folder);
    }

    /// The same, and warns of what is over on this day of the shop.
    ///
    /// @throws IOException if a file cannot be read at all
    public static Reading read(Path folder, LocalDate today) throws IOException {
        return read(new Reader(folder, today), folder);
    }

    private static Reading read(Reader reader, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new Reading.Broken(List.of(new Fault(folder.toString(), 1, "", "there is no such folder")));
        }
        return reader.read();
    }

    /// Writes the knowledge into the folder, a file a topic. Files of topics that are no longer there are removed; files
    /// that are no topic's stay.
    ///
    /// @throws IOException if the folder cannot be written
    public static void write(Knowledge knowledge, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path file : topicFiles(folder)) {
            if (Files.readString(file).lines().anyMatch(line -> line.startsWith("topic:"))) {
                Files.delete(file);
            }
        }
        for (Topic topic : knowledge.topics()) {
            List<Entry> entries = knowledge.entries().stream().filter(entry -> entry.topic().equals(topic.id()))
                    .toList();
            Files.writeString(folder.resolve(topic.id() + YAML), YamlWriter.topic(topic, entries));
        }
        Files.writeString(folder.resolve(SETTINGS), YamlWriter.settings(knowledge.settings()));
        String synonyms = String.join("\n", knowledge.synonyms().lines());
        Files.writeString(folder.resolve(SYNONYMS), synonyms.isEmpty() ? "" : synonyms + "\n");
    }

    private static List<Path> topicFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(YAML) && !file.endsWith(SETTINGS)).sorted().toList();
        }
    }

    /// One reading, with the faults found so far.
    private static final class Reader {

        private final Path folder;
        private final @Nullable LocalDate today;
        private final List<Fault> faults = new ArrayList<>();
        private final Map<String, Integer> lines = new HashMap<>();
        private final Map<String, String> fileOfTopic = new HashMap<>();

        Reader(Path folder, @Nullable LocalDate today) {
            this.folder = folder;
            this.today = today;
        }

        Reading read() throws IOException {
            List<Topic> topics = new ArrayList<>();
            List<Entry> entries = new ArrayList<>();
            for (Path path : topicFiles(folder)) {
                String file = path.getFileName().toString();
                new YamlReader(file, faults, lines).topic(text(path)).ifPresent(topic -> {
                    topics.add(topic.topic());
                    entries.addAll(topic.entries());
                    fileOfTopic.putIfAbsent(topic.topic().id(), file);
                });
            }
            Path shop = folder.resolve(SETTINGS);
            SequencedMap<String, String> settings = Files.exists(shop)
                    ? new YamlReader(SETTINGS, faults, lines).settings(text(shop))
                    : new LinkedHashMap<>();
            Synonyms synonyms = synonyms();
            if (!faults.isEmpty()) {
                return new Reading.Broken(faults);
            }
            return checked(new Knowledge(topics, entries, settings, synonyms));
        }

        private Synonyms synonyms() throws IOException {
            Path path = folder.resolve(SYNONYMS);
            List<String> written = Files.exists(path) ? text(path).lines().toList() : List.of();
            List<Synonyms.Problem> problems = Synonyms.problems(written);
            problems.forEach(problem -> faults.add(new Fault(SYNONYMS, problem.line(), "", problem.text())));
            return problems.isEmpty() ? new Synonyms(written) : Synonyms.NONE;
        }

        private Reading checked(Knowledge knowledge) {
            List<Problem> problems = today == null ? knowledge.problems() : knowledge.problems(today);
            List<Fault> found = problems.stream().map(problem -> fault(problem, knowledge)).toList();
            return problems.stream().anyMatch(Problem::isError)
                    ? new Reading.Broken(found)
                    : new Reading.Complete(knowledge, found);
        }

        private Fault fault(Problem problem, Knowledge knowledge) {
            String file = knowledge.entries().stream().filter(entry -> entry.id().equals(problem.entry()))
                    .map(entry -> Objects.requireNonNullElse(fileOfTopic.get(entry.topic()), "")).findFirst()
                    .orElse(problem.field().startsWith("settings") ? SETTINGS : folder.toString());
            int entryLine = lines.getOrDefault(problem.entry(), 1);
            int line = lines.getOrDefault(problem.entry() + "/" + problem.field(), entryLine);
            String severity = problem.isError() ? "" : "warning: ";
            String where = problem.entry().isEmpty() ? problem.field() : problem.entry() + " " + problem.field();
            return new Fault(file, line, where, severity + problem.en());
        }

        private String text(Path path) throws IOException {
            try {
                return Files.readString(path);
            } catch (MalformedInputException e) {
                faults.add(new Fault(path.getFileName().toString(), 1, "", "the file is not UTF-8 text"));
                return "";
            }
        }
    }
}
