package dev.yingda.faq;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// The vectors of one model that were computed before, in a file that only grows: SHA-256 of the text, length, bytes, check
/// sum. It holds no text, and it may be deleted at any time: what is missing is computed again. A record that was not written
/// whole ends the file; what follows is written over.
final class VectorFile {

    private static final int KEY = 32;

    private final Path file;
    private final Map<Key, Vector> vectors = new LinkedHashMap<>();
    private long whole;

    private record Key(long a, long b, long c, long d) {
    }

    /// @throws IOException if it is there but cannot be read
    VectorFile(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            load();
        }
    }

    private void load() throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (true) {
                byte[] key = in.readNBytes(KEY);
                if (key.length < KEY) {
                    return;
                }
                byte[] values = new byte[in.readUnsignedShort()];
                in.readFully(values);
                if (in.readInt() != checkSum(key, values) || values.length == 0) {
                    return;
                }
                vectors.put(key(key), new Vector(values));
                whole += KEY + 2 + values.length + 4;
            }
        } catch (EOFException _) {
            // The last record was cut off; the next one to be written takes its place.
        }
    }

    Optional<Vector> find(String text) {
        return Optional.ofNullable(vectors.get(key(digest(text))));
    }

    /// Nothing of it is of use: what is added next is all there is.
    void forget() {
        vectors.clear();
        whole = 0;
    }

    /// Keeps them for the next start.
    ///
    /// @throws IOException if they could not be written; they are found all the same until the end of the process
    void add(Map<String, Vector> computed) throws IOException {
        computed.forEach((text, vector) -> vectors.put(key(digest(text)), vector));
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (var channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(whole).position(whole);
            try (DataOutputStream out = new DataOutputStream(
                    new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel), 1 << 16))) {
                for (Map.Entry<String, Vector> one : computed.entrySet()) {
                    byte[] key = digest(one.getKey());
                    byte[] values = one.getValue().values();
                    out.write(key);
                    out.writeShort(values.length);
                    out.write(values);
                    out.writeInt(checkSum(key, values));
                }
            }
        }
        whole = Files.size(file);
    }

    private static int checkSum(byte[] key, byte[] values) {
        CRC32 sum = new CRC32();
        sum.update(key);
        sum.update(values);
        return (int) sum.getValue();
    }

    private static Key key(byte[] digest) {
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(digest);
        return new Key(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
