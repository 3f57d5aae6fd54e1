package dev.yingda.knowledge;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

import dev.yingda.faq.Conditions;
import dev.yingda.faq.Hours;
import dev.yingda.faq.Mode;
import dev.yingda.faq.Variant;
import dev.yingda.faq.When;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Topic;
import dev.yingda.knowledge.KnowledgeFolder.Fault;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads one YAML file of the folder node by node, so that every fault is named with its line and nothing is guessed:
/// a text is what is written, even if it looks like a number.
final class YamlReader {

    private final String file;
    private final List<Fault> faults;
    private final Map<String, Integer> lines;

    /// @param faults where to list what is wrong
    /// @param lines where to note which line a field of an entry is on: `id` and `id/field`
    YamlReader(String file, List<Fault> faults, Map<String, Integer> lines) {
        this.file = file;
        this.faults = faults;
        this.lines = lines;
    }

    /// The topic of a topic file with its entries; empty if the file has none, for a reason that is listed.
    Optional<TopicFile> topic(String text) {
        @Nullable
        MappingNode root = root(text);
        if (root == null) {
            return Optional.empty();
        }
        Map<String, Node> fields = fields(root, "", "topic", "title", "entries");
        String id = text(fields, "topic", root);
        List<Entry> entries = new ArrayList<>();
        for (Node item : items(fields, "entries", root)) {
            if (item instanceof MappingNode mapping) {
                entries.add(entry(mapping, id));
            } else {
                fault(item, "entries", "an entry must have the fields id, question, phrasings and answer");
            }
        }
        return Optional.of(new TopicFile(new Topic(id, title(fields.get("title"), root)), entries));
    }

    /// The settings of shop.yaml.
    SequencedMap<String, String> settings(String text) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        @Nullable
        MappingNode root = root(text);
        if (root != null && fields(root, "", "shop").get("shop") instanceof MappingNode shop) {
            fields(shop, "shop").forEach((key, value) -> settings.put(key, scalar(value, "shop." + key)));
        } else if (root != null) {
            fault(root, "shop", "the file must hold shop: with the settings below it");
        }
        return settings;
    }

    private Entry entry(MappingNode node, String topic) {
        Map<String, Node> fields = fields(node, "entries", "id", "kind", "question", "phrasings", "answer", "disabled",
                "mode", "not", "from", "until", "hours", "products", "orderStates", "variants");
        String id = text(fields, "id", node);
        lines.putIfAbsent(id, line(node));
        fields.forEach((name, value) -> lines.putIfAbsent(id + "/" + name, line(value)));
        List<String> phrasings = texts(fields, "phrasings", id + "/phrasings");
        boolean smallTalk = oneOf(fields.get("kind"), "kind", "question", "small-talk");
        boolean disabled = oneOf(fields.get("disabled"), "disabled", "false", "true");
        return new Entry(id, topic, smallTalk, text(fields, "question", node), phrasings, text(fields, "answer", node),
                disabled, conditions(fields, id));
    }

    private Conditions conditions(Map<String, Node> fields, String id) {
        Mode mode = parsed(fields, "mode", Mode::of, "must be " + String.join(", ", Mode.WIRE)).orElse(Mode.SMART);
        List<Variant> variants = new ArrayList<>();
        for (Node item : optionalItems(fields, "variants")) {
            String path = id + "/variants[" + variants.size() + "]";
            lines.putIfAbsent(path, line(item));
            if (item instanceof MappingNode mapping) {
                variants.add(variant(mapping, path));
            } else {
                fault(item, "variants", "a variant must have the fields when and answer");
            }
        }
        return new Conditions(mode, texts(fields, "not", id + "/not"), when(fields, id + "/"), variants);
    }

    private Variant variant(MappingNode node, String path) {
        Map<String, Node> fields = fields(node, "variants", "when", "answer");
        fields.forEach((name, value) -> lines.putIfAbsent(path + "." + name, line(value)));
        String answer = text(fields, "answer", node);
        if (fields.get("when") instanceof MappingNode mapping) {
            Map<String, Node> when = fields(mapping, "when", "from", "until", "hours", "products", "orderStates");
            when.forEach((name, value) -> lines.putIfAbsent(path + ".when." + name, line(value)));
            return new Variant(when(when, path + ".when."), answer);
        }
        fault(fields.getOrDefault("when", node), "when", "must be like {orderStates: [shipped]}");
        return new Variant(When.ANY, answer);
    }

    private When when(Map<String, Node> fields, String path) {
        return new When(date(fields, "from"), date(fields, "until"),
                parsed(fields, "hours", Hours::parse, "must be like \"09:00-18:00\" or \"mon-fri 22:00-06:00\"")
                        .orElse(null),
                new LinkedHashSet<>(texts(fields, "products", path + "products")),
                new LinkedHashSet<>(texts(fields, "orderStates", path + "orderStates")));
    }

    private @Nullable LocalDate date(Map<String, Node> fields, String name) {
        return parsed(fields, name, YamlReader::date, "must be a day like 2026-06-01").orElse(null);
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// @param expected what to say if it cannot be parsed
    private <T> Optional<T> parsed(Map<String, Node> fields, String name, Function<String, Optional<T>> parse,
            String expected) {
        @Nullable
        Node node = fields.get(name);
        if (node == null) {
            return Optional.empty();
        }
        Optional<T> value = node instanceof ScalarNode scalar ? parse.apply(scalar.getValue()) : Optional.empty();
        if (value.isEmpty()) {
            fault(node, name, expected);
        }
        return value;
    }

    /// @param path by which to note the line of each
    private List<String> texts(Map<String, Node> fields, String name, String path) {
        List<String> texts = new ArrayList<>();
        for (Node text : optionalItems(fields, name)) {
            lines.putIfAbsent(path + "[" + texts.size() + "]", line(text));
            texts.add(scalar(text, name));
        }
        return texts;
    }

    private Map<String, String> title(@Nullable Node node, Node where) {
        Map<String, String> title = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            fields(mapping, "title").forEach((language, text) -> title.put(language, scalar(text, "title")));
        } else {
            fault(node == null ? where : node, "title", "must be like {zh-CN: 物流, en: Delivery}");
        }
        return title;
    }

    private @Nullable MappingNode root(String text) {
        try {
            // In one piece: a character of two halves that ends one piece and begins the next cannot be read.
            LoadSettings settings = LoadSettings.builder().setLabel(file).setBufferSize(text.length() + 2).build();
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isPresent() && node.get() instanceof MappingNode mapping) {
                return mapping;
            }
            faults.add(new Fault(file, 1, "", "the file must hold fields like topic: and entries:"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            faults.add(new Fault(file, line, "", "not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            faults.add(new Fault(file, 1, "", "not YAML: " + e.getMessage()));
        }
        return null;
    }

    /// @param known the names allowed; any if none is given
    private Map<String, Node> fields(MappingNode node, String field, String... known) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            String name = scalar(tuple.getKeyNode(), field);
            if (known.length > 0 && !List.of(known).contains(name)) {
                fault(tuple.getKeyNode(), name, "no such field; there are " + String.join(", ", known));
            } else if (fields.putIfAbsent(name, tuple.getValueNode()) != null) {
                fault(tuple.getKeyNode(), name, "is there twice");
            }
        }
        return fields;
    }

    private String text(Map<String, Node> fields, String name, Node where) {
        @Nullable
        Node node = fields.get(name);
        if (node == null) {
            fault(where, name, "is missing");
            return "";
        }
        return scalar(node, name);
    }

    private String scalar(Node node, String field) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault(node, field, "must be a text");
        return "";
    }

    private List<Node> items(Map<String, Node> fields, String name, Node where) {
        if (fields.get(name) instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        fault(fields.getOrDefault(name, where), name, "must be a list");
        return List.of();
    }

    private List<Node> optionalItems(Map<String, Node> fields, String name) {
        @Nullable
        Node node = fields.get(name);
        return node == null ? List.of() : items(fields, name, node);
    }

    /// Whether it is the second of the two words; absent means the first.
    private boolean oneOf(@Nullable Node node, String field, String first, String second) {
        String word = node == null ? first : scalar(node, field);
        if (node != null && !word.equals(first) && !word.equals(second)) {
            fault(node, field, "must be " + first + " or " + second);
        }
        return word.equals(second);
    }

    private void fault(Node node, String field, String text) {
        faults.add(new Fault(file, line(node), field, text));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /// What a topic file holds.
    record TopicFile(Topic topic, List<Entry> entries) {
        TopicFile {
            entries = List.copyOf(entries);
        }
    }
}
