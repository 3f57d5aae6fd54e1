package dev.yingda.knowledge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.yingda.faq.Conditions;
import dev.yingda.faq.Mode;
import dev.yingda.faq.Variant;
import dev.yingda.faq.When;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Topic;

/// Writes the folder's YAML as a person would: the same knowledge is always the same text, one phrasing a line, quotes
/// only where YAML needs them.
final class YamlWriter {

    /// Starts with a letter and holds nothing YAML would read otherwise in a line of its own …
    private static final Pattern LINE = Pattern.compile("\\p{L}[\\p{L}\\p{N}\\p{P}\\p{Sc}\\p{Sm} &&[^#:]]*");
    /// … or within braces.
    private static final Pattern INLINE = Pattern.compile("\\p{L}[\\p{L}\\p{N}_. -]*");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private final StringBuilder text = new StringBuilder();

    private YamlWriter() {
    }

    static String topic(Topic topic, List<Entry> entries) {
        YamlWriter writer = new YamlWriter();
        writer.line("topic: ", topic.id());
        writer.text.append("title: {");
        String separator = "";
        for (Map.Entry<String, String> title : new TreeMap<>(topic.title()).descendingMap().entrySet()) {
            writer.text.append(separator).append(scalar(title.getKey(), INLINE)).append(": ")
                    .append(scalar(title.getValue(), INLINE));
            separator = ", ";
        }
        writer.text.append("}\nentries:").append(entries.isEmpty() ? " []\n" : "\n");
        for (int i = 0; i < entries.size(); i++) {
            writer.text.append(i == 0 ? "" : "\n");
            writer.entry(entries.get(i));
        }
        return writer.text.toString();
    }

    static String settings(Map<String, String> settings) {
        YamlWriter writer = new YamlWriter();
        writer.text.append("# The shop's own facts: every {shop.key} in an answer is filled from here.\n");
        writer.text.append("shop:").append(settings.isEmpty() ? " {}\n" : "\n");
        settings.forEach((key, value) -> writer.line("  " + scalar(key, INLINE) + ": ", value));
        return writer.text.toString();
    }

    private void entry(Entry entry) {
        line("  - id: ", entry.id());
        if (entry.smallTalk()) {
            line("    kind: ", "small-talk");
        }
        line("    question: ", entry.question());
        text.append("    phrasings:").append(entry.phrasings().isEmpty() ? " []\n" : "\n");
        entry.phrasings().forEach(phrasing -> line("      - ", phrasing));
        conditions(entry.conditions());
        line("    answer: ", entry.answer());
        variants(entry.conditions().variants());
        if (entry.disabled()) {
            text.append("    disabled: true\n");
        }
    }

    private void conditions(Conditions conditions) {
        if (conditions.mode() != Mode.SMART) {
            line("    mode: ", conditions.mode().wire());
        }
        if (!conditions.negativeKeywords().isEmpty()) {
            text.append("    not: ").append(list(conditions.negativeKeywords())).append('\n');
        }
        when(conditions.when()).forEach(part -> text.append("    ").append(part).append('\n'));
    }

    private void variants(List<Variant> variants) {
        text.append(variants.isEmpty() ? "" : "    variants:\n");
        for (Variant variant : variants) {
            text.append("      - when: {").append(String.join(", ", when(variant.when()))).append("}\n");
            line("        answer: ", variant.answer());
        }
    }

    private static List<String> when(When when) {
        List<String> parts = new ArrayList<>();
        if (when.from() != null) {
            parts.add("from: " + when.from());
        }
        if (when.until() != null) {
            parts.add("until: " + when.until());
        }
        if (when.hours() != null) {
            parts.add("hours: " + quoted(when.hours().toString()));
        }
        if (!when.products().isEmpty()) {
            parts.add("products: " + list(when.products()));
        }
        if (!when.orderStates().isEmpty()) {
            parts.add("orderStates: " + list(when.orderStates()));
        }
        return parts;
    }

    private static String list(Collection<String> texts) {
        return texts.stream().map(text -> scalar(text, INLINE)).collect(Collectors.joining(", ", "[", "]"));
    }

    private void line(String start, String value) {
        text.append(start).append(scalar(value, LINE)).append('\n');
    }

    private static String scalar(String value, Pattern plain) {
        boolean bare = plain.matcher(value).matches() && !value.endsWith(" ") && !WORD.matcher(value).matches();
        return bare ? value : quoted(value);
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> quoted.append(switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> visible(c) ? Character.toString(c) : String.format(c > 0xFFFF ? "\\U%08X" : "\\u%04X", c);
        }));
        return quoted.append('"').toString();
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
