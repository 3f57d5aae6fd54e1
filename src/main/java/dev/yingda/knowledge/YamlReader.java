package dev.yingda.knowledge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

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
        Map<String, Node> fields = fields(node, "entries", "id", "kind", "question", "phrasings", "answer", "disabled");
        String id = text(fields, "id", node);
        lines.putIfAbsent(id, line(node));
        fields.forEach((name, value) -> lines.putIfAbsent(id + "/" + name, line(value)));
        List<String> phrasings = new ArrayList<>();
        for (Node phrasing : fields.containsKey("phrasings") ? items(fields, "phrasings", node) : List.<Node>of()) {
            lines.putIfAbsent(id + "/phrasings[" + phrasings.size() + "]", line(phrasing));
            phrasings.add(scalar(phrasing, "phrasings"));
        }
        boolean smallTalk = oneOf(fields.get("kind"), "kind", "question", "small-talk");
        boolean disabled = oneOf(fields.get("disabled"), "disabled", "false", "true");
        return new Entry(id, topic, smallTalk, text(fields, "question", node), phrasings, text(fields, "answer", node),
                disabled);
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
            Optional<Node> node = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(text);
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
