package dev.yingda.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The files of the index, which are the kept vectors and nothing else, are not what they should be. All else of the index is
/// made anew from the store at each start.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IndexFaultTest {

    private static final int KEY = 32;
    private static final int OTHER_DIMENSIONS = 384;
    /// A phrasing, what only the meaning tells, a wish for a person.
    private static final List<String> QUESTIONS = List.of(Faults.KNOWN, "东西几天可以寄给我", "转人工");

    @TempDir
    private Path folder;

    private Path vectors() {
        return folder.resolve("vectors");
    }

    /// What each question got, asked by a new buyer of a server that was started for it.
    private List<String> answers() throws Exception {
        try (House house = House.open(folder, Clock.systemUTC(), "faq.model=true", "faq.vectors=" + vectors())) {
            List<String> answers = new ArrayList<>();
            for (String question : QUESTIONS) {
                try (Wire buyer = Wire.connect(house.door().port(), "/ws/buyer")) {
                    buyer.patience(30_000);
                    buyer.await("hello");
                    buyer.send(Wire.frame("auth").put("token", house.door().visitor()));
                    buyer.await("ready");
                    buyer.send(Wire.frame("send").put("id", 1).put("clientMessageId", UUID.randomUUID().toString())
                            .put("text", question));
                    JsonNode event = buyer.await("event").path("event");
                    while (!event.path("from").asText().equals("bot")) {
                        event = buyer.await("event").path("event");
                    }
                    answers.add(event.path("kind").asText() + " " + event.path("text").asText());
                }
            }
            return answers;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(vectors())) {
            return files.toList();
        }
    }

    private void spoil(UnaryOperator<byte[]> change) throws IOException {
        List<Path> files = files();
        assertFalse(files.isEmpty(), "no vectors are kept");
        for (Path file : files) {
            Files.write(file, change.apply(Files.readAllBytes(file)));
        }
    }

    private static byte[] noise(int length, Random random) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /// The same texts, with vectors of another model.
    private static byte[] another(byte[] file, int dimensions, Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(file);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            while (in.hasRemaining()) {
                byte[] key = new byte[KEY];
                in.get(key);
                int length = in.getShort();
                in.position(in.position() + length + Integer.BYTES);
                byte[] values = noise(dimensions == 0 ? length : dimensions, random);
                CRC32 sum = new CRC32();
                sum.update(key);
                sum.update(values);
                out.write(key);
                out.writeShort(values.length);
                out.write(values);
                out.writeInt((int) sum.getValue());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void whateverBecameOfTheKeptVectorsTheAnswersAreAsBefore() throws Exception {
        Random random = Faults.random();
        List<String> before = answers();
        assertTrue(before.getFirst().startsWith("answer "), before.toString());
        List<UnaryOperator<byte[]>> faults = List.of(file -> Arrays.copyOf(file, random.nextInt(file.length)),
                file -> noise(file.length, random), _ -> new byte[0], file -> another(file, OTHER_DIMENSIONS, random),
                file -> another(file, 0, random));
        for (int i = 0; i < faults.size(); i++) {
            spoil(faults.get(i));
            assertEquals(before, answers(), "fault " + i);
        }
        spoil(file -> Arrays.copyOf(file, file.length));
        for (Path file : files()) {
            Files.delete(file);
            Files.createDirectory(file);
        }
        assertEquals(before, answers(), "a folder in the place of a file");
    }
}
