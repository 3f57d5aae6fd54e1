package dev.yingda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Collects the settings: presets, then a YAML file, then the environment (`server.port` is `YINGDA_SERVER_PORT`), then
/// `--set key=value`; the later wins. Every error is kept with where it stands, and all are reported together.
public final class Settings {

    /// Thrown when any setting is wrong.
    public static final class Faulty extends Exception {

        private static final long serialVersionUID = 1L;

        private final List<String> faults;

        Faulty(List<String> faults) {
            super(String.join("\n", faults), null);
            this.faults = List.copyOf(faults);
        }

        /// One line a fault: where, what, how to mend it.
        public List<String> faults() {
            return faults;
        }
    }

    /// A setting: its key, its preset as text, and what it is.
    public record Key(String name, String preset, String meaning) {
    }

    /// Every key there is; docs/configuration.md lists the same.
    public static final List<Key> KEYS = List.of(
            new Key("data", "data", "folder of the embedded database"),
            new Key("database.url", "",
                    "JDBC address, `jdbc:postgresql://…` or `jdbc:sqlite:…`; empty: SQLite in `data`"),
            new Key("database.user", "", "user of the database"),
            new Key("database.password", "", "password of that user"),
            new Key("knowledge.folder", "knowledge-base", "folder that fills an empty database with its FAQ"),
            new Key("server.host", "127.0.0.1", "address to listen on; `0.0.0.0` for all"),
            new Key("server.port", "8080", "port to listen on; 0 for any free one"),
            new Key("server.origins", "", "origins whose pages may show the widget, such as `https://shop.example`"),
            new Key("server.secureCookies", "false", "true when the console is reached by HTTPS (behind a proxy)"),
            new Key("server.behindProxy", "false", "true when a proxy in front names the caller in `X-Forwarded-For`"),
            new Key("desk.due", "3m", "a buyer's wait is due after this"),
            new Key("desk.requeueAfter", "60s",
                    "waiting buyers of an agent without a connection go back to the list after this"),
            new Key("desk.closeAfter", "2h", "a conversation in which nobody writes or waits is closed after this"),
            new Key("shop.zone", "Asia/Shanghai", "time zone of the shop: its hours of service are meant in it"),
            new Key("shop.identitySecret", "",
                    "secret of at least 32 bytes with which the shop's own server vouches for its buyers; empty: it does not"),
            new Key("bot.settle", "2500ms",
                    "how long the bot waits for the rest of a question that begins with a short message; 0s: not at all"),
            new Key("faq.model", "true",
                    "whether questions are matched by meaning; `false` saves some 150 MB and matches by words alone"),
            new Key("faq.vectors", "",
                    "folder that keeps what the model computed of the phrasings; empty: `vectors` in `data`"),
            new Key("metrics.policies", "shop-default, taobao-3min", "policies in force: preset ids or files"),
            new Key("limits.buyerMessagesPerMinute", "30", "messages of one buyer a minute; 0: no limit"),
            new Key("limits.newBuyersPerMinute", "60", "new buyers of one address a minute; 0: no limit"),
            new Key("limits.pendingCommands", "10000", "commands waiting at once; more are refused as overload"));

    /// RFC 7518, section 3.2: a key for HS256 is as long as its hash at least.
    private static final int LEAST_SECRET_BYTES = 32;
    private static final String A_DURATION = "a duration is expected, such as 250ms, 30s, 3m or 24h";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    /// A value and where it was given.
    private record Given(String value, String where) {
    }

    private final Map<String, Given> given = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /// The presets.
    public Settings() {
        KEYS.forEach(key -> given.put(key.name(), new Given(key.preset(), "preset")));
    }

    /// Takes the settings of a YAML file, nested or with dotted keys.
    public Settings file(Path file) {
        try {
            String text = Files.readString(file);
            Optional<Node> root = new Compose(LoadSettings.builder().setLabel(file.toString()).build())
                    .composeString(text);
            root.ifPresent(node -> take(file, "", node));
        } catch (IOException e) {
            faults.add(file + ": cannot be read (" + e.getMessage() + "); check the path given to --config");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            faults.add(file + ":" + line + ": not valid YAML: " + e.getProblem());
        }
        return this;
    }

    private void take(Path file, String prefix, Node node) {
        String where = file + ":" + node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        switch (node) {
            case MappingNode mapping -> {
                for (NodeTuple tuple : mapping.getValue()) {
                    String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                    take(file, prefix.isEmpty() ? key : prefix + "." + key, tuple.getValueNode());
                }
            }
            case SequenceNode sequence -> set(prefix, String.join(",", sequence.getValue().stream()
                    .map(each -> each instanceof ScalarNode scalar ? scalar.getValue() : "?").toList()), where);
            case ScalarNode scalar ->
                set(prefix, scalar.getTag().getValue().endsWith(":null") ? "" : scalar.getValue(), where);
            default -> faults.add(where + ": " + prefix + ": a value is expected");
        }
    }

    /// Takes `YINGDA_…` variables.
    public Settings environment(Map<String, String> environment) {
        Map<String, String> names = new LinkedHashMap<>();
        KEYS.forEach(key -> names.put("YINGDA_" + key.name().replace('.', '_').toUpperCase(Locale.ROOT), key.name()));
        environment.forEach((variable, value) -> {
            String key = names.get(variable);
            if (key != null) {
                set(key, value, "environment variable " + variable);
            }
        });
        return this;
    }

    /// Takes one setting from the command line.
    public Settings set(String key, @Nullable String value, String where) {
        if (value != null) {
            if (given.containsKey(key)) {
                given.put(key, new Given(value.strip(), where));
            } else {
                faults.add(where + ": " + key + ": no such setting" + nearest(key)
                        + "; docs/configuration.md lists them all");
            }
        }
        return this;
    }

    private static String nearest(String key) {
        String bare = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return KEYS.stream().map(Key::name).filter(name -> name.toLowerCase(Locale.ROOT).endsWith(bare)).findFirst()
                .map(name -> ", perhaps " + name).orElse("");
    }

    /// All settings, checked.
    ///
    /// @throws Faulty with every fault
    public Config config() throws Faulty {
        Config config = new Config(path("data"),
                new Config.Database(value("database.url", "", Settings::jdbc), text("database.user"),
                        text("database.password")),
                path("knowledge.folder"),
                new Config.Server(value("server.host", "", Settings::nonEmpty), number("server.port", 0, 65_535),
                        value("server.origins", List.<String>of(), Settings::origins),
                        value("server.secureCookies", false, Settings::flag),
                        value("server.behindProxy", false, Settings::flag)),
                new Config.Desk(duration("desk.due"), duration("desk.requeueAfter"), duration("desk.closeAfter")),
                new Config.Shop(value("shop.zone", ZoneOffset.UTC, Settings::zone),
                        value("bot.settle", Duration.ZERO, Settings::durationOrNone), identitySecret()),
                value("metrics.policies", List.of(), Settings::someNames),
                new Config.Limits(number("limits.buyerMessagesPerMinute", 0, 1_000_000),
                        number("limits.newBuyersPerMinute", 0, 1_000_000),
                        number("limits.pendingCommands", 1, 10_000_000)),
                new Config.Matching(value("faq.model", true, Settings::flag),
                        text("faq.vectors").isEmpty() ? path("data").resolve("vectors") : path("faq.vectors")));
        if (!faults.isEmpty()) {
            throw new Faulty(faults);
        }
        return config;
    }

    /// Not by [#value], whose fault would show it.
    private String identitySecret() {
        String secret = text("shop.identitySecret");
        int bytes = secret.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes > 0 && bytes < LEAST_SECRET_BYTES) {
            faults.add(given("shop.identitySecret").where() + ": shop.identitySecret: at least " + LEAST_SECRET_BYTES
                    + " bytes are expected, such as `openssl rand -base64 48` gives; it has " + bytes);
        }
        return secret;
    }

    private Given given(String key) {
        return java.util.Objects.requireNonNull(given.get(key), key);
    }

    private String text(String key) {
        return given(key).value();
    }

    /// Reads a value; what the reader throws becomes a fault, and the preset stands in till all are reported.
    private <T> T value(String key, T onFault, Function<String, T> read) {
        Given from = given(key);
        try {
            return read.apply(from.value());
        } catch (IllegalArgumentException e) {
            faults.add(from.where() + ": " + key + ": " + e.getMessage() + "; it is \"" + from.value() + "\"");
            return onFault;
        }
    }

    private Path path(String key) {
        return value(key, Path.of("."), text -> Path.of(nonEmpty(text)));
    }

    private int number(String key, int min, int max) {
        return value(key, min, text -> {
            if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
                return Integer.parseInt(text);
            }
            throw new IllegalArgumentException("a whole number from " + min + " to " + max + " is expected");
        });
    }

    private Duration duration(String key) {
        return value(key, Duration.ZERO, text -> {
            Duration duration = durationOrNone(text);
            if (duration.isZero()) {
                throw new IllegalArgumentException(A_DURATION);
            }
            return duration;
        });
    }

    private static Duration durationOrNone(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(A_DURATION);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time zone is expected, such as Asia/Shanghai", e);
        }
    }

    private static String nonEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a value is expected");
        }
        return text;
    }

    private static String jdbc(String text) {
        if (!text.isEmpty() && !text.startsWith("jdbc:sqlite:") && !text.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("jdbc:sqlite:… or jdbc:postgresql:… is expected");
        }
        return text;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is expected");
        };
    }

    private static List<String> names(String text) {
        return java.util.Arrays.stream(text.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private static List<String> someNames(String text) {
        List<String> names = names(text);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("at least one is expected");
        }
        return names;
    }

    private static List<String> origins(String text) {
        List<String> origins = names(text);
        for (String origin : origins) {
            if (!origin.matches("https?://[A-Za-z0-9.-]+(:\\d+)?")) {
                throw new IllegalArgumentException("origins such as https://shop.example are expected, with no path");
            }
        }
        return origins;
    }
}
