package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

/// docs/protocol.md tells people what asyncapi.json tells machines, and its client is complete in 40 lines. That the client
/// does what it should is held by `shared/client.test.ts`.
class ProtocolDocTest {

    private static final String PAGE = read("docs/protocol.md");
    private static final JsonNode DOCUMENT = AsyncApi.document();

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows of the tables below a heading, each as its cells.
    private static List<List<String>> rows(String heading) {
        int start = PAGE.indexOf("\n" + heading);
        assertTrue(start >= 0, heading);
        List<List<String>> rows = new ArrayList<>();
        for (String line : PAGE.substring(start + 1).lines().skip(1).takeWhile(line -> !line.startsWith("## "))
                .toList()) {
            if (line.startsWith("| ") && !line.endsWith("| |")) {
                rows.add(Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList());
            }
        }
        assertFalse(rows.isEmpty(), heading);
        return rows;
    }

    private static Set<String> names(String text) {
        return new TreeSet<>(Pattern.compile("`([\\w-]+)`").matcher(text).results().map(one -> one.group(1)).toList());
    }

    @Test
    void theClientIsCompleteInFortyLinesAndThePageShowsTheFileThatWasTried() {
        String client = read("docs/client.mjs");
        assertTrue(client.lines().count() <= 40, client.lines().count() + " lines");
        assertTrue(client.lines().allMatch(line -> line.length() <= 128), "a line is longer than can be read");
        assertTrue(PAGE.contains("```js\n" + client + "```\n"), "the page has another client than docs/client.mjs");
    }

    @Test
    void thePageTellsTheErrorsAndTheCloseCodesOfTheDocument() {
        List<List<String>> errors = new ArrayList<>();
        DOCUMENT.path("x-error-codes").forEach(code -> errors.add(List.of("`" + code.path("code").asText() + "`",
                code.path("temporary").asBoolean() ? "yes" : "no", code.path("meaning").asText(), "")));
        assertEquals(errors, rows("## Errors"));
        List<List<String>> closes = new ArrayList<>();
        DOCUMENT.path("x-close-codes").forEach(code -> closes.add(List.of(code.path("code").asText(),
                code.path("reconnect").asBoolean() ? "yes" : "no", code.path("meaning").asText(), "")));
        assertEquals(closes, rows("## Close codes"));
    }

    @Test
    void thePageTellsEveryFrameOfAClientWithTheFieldsOfTheDocument() {
        Map<String, String> told = new TreeMap<>();
        Map<String, String> described = new TreeMap<>();
        for (List<String> row : frames().getFirst()) {
            for (String type : names(row.getFirst())) {
                String fields = row.get(2);
                int optional = fields.indexOf('[');
                told.put(type + " " + row.get(1), names(optional < 0 ? fields : fields.substring(0, optional)) + " "
                        + names(optional < 0 ? "" : fields.substring(optional)));
            }
        }
        Map<String, String> buyers = described("hearBuyer");
        Map<String, String> agents = described("hearAgent");
        buyers.forEach(
                (type, fields) -> described.put(type + (fields.equals(agents.get(type)) ? " both" : " buyer"), fields));
        agents.forEach((type, fields) -> {
            if (!fields.equals(buyers.get(type))) {
                described.put(type + " agent", fields);
            }
        });
        assertEquals(described, told);
    }

    /// The table of what clients send and that of what the server sends.
    private static List<List<List<String>>> frames() {
        List<List<List<String>>> tables = new ArrayList<>();
        for (String line : PAGE.substring(PAGE.indexOf("\n## Frames")).lines().skip(2)
                .takeWhile(line -> !line.startsWith("## ")).toList()) {
            if (line.startsWith("| frame |")) {
                tables.add(new ArrayList<>());
            } else if (line.startsWith("| `")) {
                tables.getLast().add(Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList());
            }
        }
        assertEquals(2, tables.size());
        return tables;
    }

    /// What a client may send there: by type, the fields that must and those that may be there.
    private static Map<String, String> described(String operation) {
        Map<String, String> frames = new TreeMap<>();
        for (JsonNode message : DOCUMENT.at("/operations/" + operation + "/messages")) {
            JsonNode schema = DOCUMENT.at(
                    "/components/schemas/" + message.path("$ref").asText().replaceAll(".*/", ""));
            Set<String> must = new TreeSet<>();
            schema.path("required").forEach(field -> must.add(field.asText()));
            Set<String> may = new TreeSet<>();
            schema.path("properties").fieldNames().forEachRemaining(may::add);
            may.removeAll(must);
            must.remove("type");
            frames.put(schema.at("/properties/type/const").asText(), must + " " + may);
        }
        return frames;
    }

    @Test
    void thePageTellsEveryFrameOfTheServer() {
        Set<String> told = new TreeSet<>();
        frames().getLast().forEach(row -> told.addAll(names(row.getFirst())));
        Set<String> described = new TreeSet<>(described("tellBuyer").keySet());
        described.addAll(described("tellAgent").keySet());
        assertEquals(described, told);
    }

    @Test
    void thePageTellsTheLimitsOfTheCode() {
        Map<String, Integer> code = Map.of("a frame", Socket.MAX_FRAME_BYTES, "a text", ClientFrame.TEXT, "a name",
                ClientFrame.NAME, "events not", Socket.MAX_UNACKED);
        List<List<String>> rows = rows("## Limits");
        code.forEach((what, most) -> assertEquals(1, rows.stream().filter(row -> row.getFirst().startsWith(what)
                && row.get(1).startsWith(String.format(Locale.ROOT, "%,d ", most))).count(), what + " " + most));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        Set<String> headings = new TreeSet<>();
        PAGE.lines().filter(line -> line.matches("#+ .*")).forEach(line -> headings.add(line.replaceAll("^#+ ", "")
                .toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-')));
        List<String> links = Pattern.compile("]\\(([^)]+)\\)").matcher(PAGE).results().map(one -> one.group(1))
                .toList();
        assertFalse(links.isEmpty());
        for (String link : links) {
            assertTrue(link.startsWith("#")
                    ? headings.contains(link.substring(1))
                    : Files.exists(Path.of("docs").resolve(link)), link);
        }
    }
}
