package dev.yingda.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The example frames, by the names of their files. The web client's tests read the same ones.
final class GoldenFrames {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GoldenFrames() {
    }

    /// What clients send.
    static Map<String, ObjectNode> client() {
        return read("client");
    }

    /// What the server sends.
    static Map<String, ObjectNode> server() {
        return read("server");
    }

    private static Map<String, ObjectNode> read(String side) {
        Map<String, ObjectNode> frames = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/frames", side))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                frames.put(name.endsWith(".json") ? name.substring(0, name.length() - 5) : name,
                        (ObjectNode) JSON.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /// The texts of what clients send.
    static List<String> clientTexts() {
        return client().values().stream().map(ObjectNode::toString).toList();
    }
}
