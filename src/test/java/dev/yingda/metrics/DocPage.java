package dev.yingda.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// docs/metrics.md or its translation, as far as a machine reads it: the examples, and the files of the last section.
///
/// An example begins with `<!-- example: name -->` and a table whose last column holds an event in backticks; each YAML
/// block up to the next heading or example is a policy, whose comment lines `# = …` are the results that it gives.
record DocPage(String text, Map<String, Example> examples) {

    private static final Pattern NAME = Pattern.compile("<!-- example: ([a-z-]+) -->");
    private static final Pattern ROW = Pattern.compile("\\| ((?:\\d\\d-\\d\\d )?[\\d:.]+) \\|.*\\| `([^`]+)` \\|");
    private static final String RESULT = "# = ";

    /// What happened, and what each policy makes of it.
    record Example(List<Step> story, List<Variant> variants) {
    }

    /// @param time `10:00:00`, or `03-03 10:00:00` for another day than 2026-03-02
    record Step(String time, String event) {
    }

    record Variant(String policy, List<String> results) {
    }

    static DocPage read(String file) {
        try {
            String text = Files.readString(Path.of("docs", file));
            return new DocPage(text, new Reader().read(text));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The first block of that language after the heading of the last section.
    String fileBlock(String language) {
        String last = text.substring(text.lastIndexOf("\n## "));
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(last);
        if (!block.find()) {
            throw new IllegalStateException("no block of " + language);
        }
        return block.group(1);
    }

    private static final class Reader {

        private final Map<String, Example> examples = new LinkedHashMap<>();
        private List<Step> story = List.of();
        private List<Variant> variants = List.of();
        private boolean inExample;

        Map<String, Example> read(String text) {
            List<String> lines = text.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                Matcher name = NAME.matcher(line);
                Matcher row = ROW.matcher(line);
                if (name.matches()) {
                    begin(name.group(1));
                } else if (line.startsWith("## ") || line.startsWith("### ")) {
                    inExample = false;
                } else if (inExample && row.matches()) {
                    story.add(new Step(row.group(1), row.group(2)));
                } else if (inExample && line.equals("```yaml")) {
                    List<String> block = lines.subList(i + 1, lines.size()).stream()
                            .takeWhile(each -> !each.equals("```")).toList();
                    variants.add(variant(block));
                    i += block.size() + 1;
                }
            }
            return examples;
        }

        private void begin(String name) {
            inExample = true;
            story = new ArrayList<>();
            variants = new ArrayList<>();
            if (examples.put(name, new Example(story, variants)) != null) {
                throw new IllegalStateException("two examples are called " + name);
            }
        }

        private static Variant variant(List<String> block) {
            return new Variant(
                    String.join("\n", block.stream().filter(line -> !line.startsWith(RESULT)).toList()) + "\n",
                    block.stream().filter(line -> line.startsWith(RESULT))
                            .map(line -> line.substring(RESULT.length())).toList());
        }
    }
}
