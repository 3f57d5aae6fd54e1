package dev.yingda.faq;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Entries, and questions with what is known of their answers: what a matcher is measured and fitted on.
public record LabelledSet(String name, List<FaqEntry> entries, List<Query> queries) {

    private static final String NO_ENTRY = "NONE";
    private static final ObjectMapper JSON = new ObjectMapper();

    public LabelledSet {
        entries = List.copyOf(entries);
        queries = List.copyOf(queries);
    }

    /// @param right the ids of the entries that answer it; empty if none does
    public record Query(String text, Set<String> right, Kind kind) {
        public Query {
            right = Set.copyOf(right);
        }
    }

    /// Whether an entry answers a question.
    public enum Kind {
        /// One does.
        IN,
        /// None does, though it is of the same field.
        NEAR,
        /// None does, and it is of another field.
        FAR;

        private static Kind of(String field, boolean answered) {
            return switch (field) {
                case "in" -> IN;
                case "oos-near" -> NEAR;
                case "oos-far" -> FAR;
                default -> answered ? IN : NEAR;
            };
        }
    }

    /// Lines of one or more files that are not of the form.
    public static final class Malformed extends IOException {

        private static final long serialVersionUID = 1L;

        Malformed(List<String> lines) {
            super(String.join("\n", lines));
        }
    }

    /// Reads both files.
    ///
    /// @throws IOException if one cannot be read
    /// @throws Malformed naming every line that is not of the form
    public static LabelledSet read(String name, Path entries, Path queries) throws IOException {
        return new LabelledSet(name, entries(entries), queries(queries));
    }

    /// Reads entries, one a line: `{"id": …, "question": …, "variants": […], "answer": …}`; variants and answer may be absent
    /// or null. A file that ends in `.gz` is unpacked.
    ///
    /// @throws IOException if it cannot be read
    /// @throws Malformed naming every line that is not of the form
    public static List<FaqEntry> entries(Path file) throws IOException {
        List<FaqEntry> entries = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    entries.add(entry(JSON.readTree(lines.get(i))));
                } catch (JsonProcessingException e) {
                    wrong.add(file + ":" + (i + 1) + ": not JSON: " + e.getOriginalMessage());
                } catch (IllegalArgumentException e) {
                    wrong.add(file + ":" + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new Malformed(wrong);
        }
        return entries;
    }

    private static List<String> lines(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.readAllLines(file);
        }
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static FaqEntry entry(JsonNode line) {
        List<String> variants = new ArrayList<>();
        for (JsonNode variant : line.path("variants")) {
            if (!variant.isTextual() || variant.textValue().isBlank()) {
                throw new IllegalArgumentException("variants must be texts that are not empty");
            }
            variants.add(variant.textValue());
        }
        String answer = line.path("answer").isTextual() ? line.path("answer").textValue() : "";
        return new FaqEntry(text(line, "id"), "", false, text(line, "question"), variants, answer);
    }

    private static String text(JsonNode line, String field) {
        String text = line.path(field).isTextual() ? line.path(field).textValue() : "";
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return text;
    }

    /// Reads questions, one a line: the text, and after a TAB what answers it (`id`, `id|id` or `NONE`), and after another
    /// its kind (`in`, `oos-near`, `oos-far`). The last two may be absent; a question without them has no right answer.
    ///
    /// @throws IOException if it cannot be read
    /// @throws Malformed naming every line that is not of the form
    public static List<Query> queries(Path file) throws IOException {
        List<Query> queries = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t", -1);
            if (fields.length > 3) {
                wrong.add(file + ":" + (i + 1) + ": must be question TAB entry TAB kind");
            } else if (!lines.get(i).isEmpty()) {
                String right = fields.length > 1 ? fields[1].strip() : NO_ENTRY;
                Set<String> ids = right.equals(NO_ENTRY) || right.isEmpty()
                        ? Set.of()
                        : Set.of(right.split("\\|", -1));
                queries.add(new Query(fields[0], ids,
                        Kind.of(fields.length > 2 ? fields[2].strip() : "", !ids.isEmpty())));
            }
        }
        if (!wrong.isEmpty()) {
            throw new Malformed(wrong);
        }
        return queries;
    }
}
