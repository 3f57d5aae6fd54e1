package dev.yingda.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.yingda.metrics.BadInput.Faults;
import dev.yingda.metrics.Policy.Misfit;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One mapping of a policy file. Each key is taken once, in the form that is expected of it; what does not fit becomes a
/// fault with line and path and reads as if the key were not there. What nobody took is reported by [#refuseRest].
final class Fields {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,10})(ms|s|m|h)");

    private final Faults faults;
    private final Node node;
    private final String path;
    private final Map<String, NodeTuple> tuples = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    private Fields(Faults faults, Node node, String path) {
        this.faults = faults;
        this.node = node;
        this.path = path;
    }

    /// The keys of the node; none, and a fault, if it is no mapping.
    static Fields of(Faults faults, Node node, String path) {
        Fields fields = new Fields(faults, node, path);
        if (!(node instanceof MappingNode mapping)) {
            faults.add(line(node), path, "is no mapping; write `key: value` pairs");
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (key.isEmpty()) {
                faults.add(line(tuple.getKeyNode()), path, "a key is a plain word");
            } else if (fields.tuples.putIfAbsent(key, tuple) != null) {
                faults.add(line(tuple.getKeyNode()), fields.at(key), "is there twice; remove one");
            }
        }
        return fields;
    }

    boolean has(String key) {
        return tuples.containsKey(key);
    }

    Set<String> keys() {
        return tuples.keySet();
    }

    /// Makes a part of a policy, which checks itself; null, and a fault, if it refuses.
    <T> @Nullable T checked(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (Misfit misfit) {
            fault(misfit.field(), misfit.problem());
            return null;
        }
    }

    /// Reports a fault of the key, or of this mapping if it is not there.
    void fault(String key, String problem) {
        NodeTuple tuple = tuples.get(key);
        faults.add(line(tuple == null ? node : tuple.getValueNode()), at(key), problem);
    }

    void require(String key, String example) {
        if (node instanceof MappingNode && !has(key)) {
            fault(key, "is missing; add it, such as " + example);
        }
    }

    @Nullable
    String text(String key) {
        return scalar(key, Set.of(Tag.STR), "a text; put it in quotes", Function.identity());
    }

    boolean truth(String key) {
        return Boolean.TRUE.equals(scalar(key, Set.of(Tag.BOOL), "true or false", Boolean::valueOf));
    }

    @Nullable
    Integer whole(String key) {
        return scalar(key, Set.of(Tag.INT), "a whole number", Integer::valueOf);
    }

    @Nullable
    Double number(String key) {
        return scalar(key, Set.of(Tag.INT, Tag.FLOAT), "a number", Double::valueOf);
    }

    @Nullable
    Duration duration(String key) {
        return scalar(key, Set.of(Tag.STR), "a duration such as 250ms, 30s, 3m or 24h; it is not negative", value -> {
            Matcher matcher = DURATION.matcher(value);
            if (!matcher.matches()) {
                return null;
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        });
    }

    @Nullable
    Instant instant(String key) {
        return scalar(key, Set.of(Tag.STR, Tag.INT),
                "a time: ISO-8601 with offset, such as 2026-01-07T10:00:00+08:00, or epoch milliseconds",
                Times::parse);
    }

    /// One of the constants, by their names on the wire.
    <E extends Enum<E>> E one(String key, E standard) {
        E[] all = standard.getDeclaringClass().getEnumConstants();
        E value = scalar(key, Set.of(Tag.STR), "one of " + names(all), name -> named(all, name));
        return value == null ? standard : value;
    }

    /// Some of the constants; null if the key is not there, or not all of them are known.
    <E extends Enum<E>> @Nullable Set<E> some(String key, Class<E> type) {
        if (!has(key)) {
            return null;
        }
        int before = faults.count();
        Set<E> values = EnumSet.noneOf(type);
        for (Item item : items(key)) {
            E value = item.scalar(Set.of(Tag.STR), "one of " + names(type.getEnumConstants()),
                    name -> named(type.getEnumConstants(), name));
            if (value != null) {
                values.add(value);
            }
        }
        return faults.count() > before ? null : values;
    }

    /// The mapping under the key; null if it is not there.
    @Nullable
    Fields fields(String key) {
        Item item = item(key);
        return item == null ? null : item.fields();
    }

    /// The list under the key; empty if it is not there, or is no list.
    List<Item> items(String key) {
        Item item = item(key);
        return item == null ? List.of() : item.items();
    }

    /// Reports every key that nobody took.
    ///
    /// @param why what to say of it
    void refuseRest(Function<String, String> why) {
        tuples.forEach((key, tuple) -> {
            if (!taken.contains(key)) {
                faults.add(line(tuple.getKeyNode()), at(key), why.apply(key));
            }
        });
    }

    /// The value of the key; null if it is not there.
    @Nullable
    Item item(String key) {
        taken.add(key);
        NodeTuple tuple = tuples.get(key);
        return tuple == null ? null : new Item(faults, tuple.getValueNode(), at(key));
    }

    private <T> @Nullable T scalar(String key, Set<Tag> tags, String form, Function<String, @Nullable T> read) {
        Item item = item(key);
        return item == null ? null : item.scalar(tags, form, read);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static <E extends Enum<E>> @Nullable E named(E[] all, String name) {
        return Arrays.stream(all).filter(each -> Policy.wire(each).equals(name)).findFirst().orElse(null);
    }

    private static String names(Enum<?>[] all) {
        return Arrays.stream(all).map(Policy::wire).collect(Collectors.joining(", "));
    }

    /// One value and its path.
    record Item(Faults faults, Node node, String path) {

        void fault(String problem) {
            faults.add(line(node), path, problem);
        }

        /// Like [Fields#checked], for a part that is this value.
        <T> @Nullable T checked(Supplier<T> maker) {
            try {
                return maker.get();
            } catch (Misfit misfit) {
                fault(misfit.problem());
                return null;
            }
        }

        Fields fields() {
            return of(faults, node, path);
        }

        List<Item> items() {
            if (!(node instanceof SequenceNode sequence)) {
                fault("is no list; write [a, b]");
                return List.of();
            }
            List<Item> items = new ArrayList<>();
            for (Node each : sequence.getValue()) {
                items.add(new Item(faults, each, path + "[" + items.size() + "]"));
            }
            return items;
        }

        /// @param form what is expected, for the fault
        /// @param read gives null, or throws [IllegalArgumentException], for what does not fit
        <T> @Nullable T scalar(Set<Tag> tags, String form, Function<String, @Nullable T> read) {
            if (!(node instanceof ScalarNode scalar)) {
                fault("is not " + form);
                return null;
            }
            T value = tags.contains(scalar.getTag()) ? attempt(read, scalar.getValue()) : null;
            if (value == null) {
                fault("`" + scalar.getValue() + "` is not " + form);
            }
            return value;
        }

        private static <T> @Nullable T attempt(Function<String, @Nullable T> read, String value) {
            try {
                return read.apply(value);
            } catch (IllegalArgumentException refused) {
                return null;
            }
        }
    }
}
