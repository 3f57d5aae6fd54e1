package dev.yingda.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The AsyncAPI document of the two websockets, for who writes a client. It is written by hand; a test holds it to the golden
/// frames and to what [ClientFrame] takes.
final class AsyncApi {

    private static final String FILE = "/asyncapi.json";

    private AsyncApi() {
    }

    static ObjectNode document() {
        try (InputStream file = AsyncApi.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing in the jar");
            }
            return Json.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
