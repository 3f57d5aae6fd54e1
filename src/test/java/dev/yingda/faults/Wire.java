package dev.yingda.faults;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A websocket on a bare TCP socket (RFC 6455), so that it can do what no decent client does: not read, or end without a
/// word.
final class Wire implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int NO_CODE = 1006;

    private final Socket socket;
    private final DataInputStream in;
    private int closeCode = NO_CODE;

    private Wire(Socket socket, DataInputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /// Connects; `hello` is the first to be read.
    ///
    /// @param path `/ws/buyer` or `/ws/agent`
    static Wire connect(int port, String path) throws IOException {
        return connect(port, path, 0);
    }

    /// @param receives bytes that the system takes before they are read; 0: as it likes
    static Wire connect(int port, String path, int receives) throws IOException {
        Socket socket = new Socket();
        try {
            if (receives > 0) {
                socket.setReceiveBufferSize(receives);
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: yingda.v1\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 2048));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            if (!head.toString().startsWith("HTTP/1.1 101")) {
                throw new IOException("no websocket: " + head.toString().lines().findFirst().orElse(""));
            }
            return new Wire(socket, in);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// Reads may take so long.
    void patience(int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
    }

    void send(ObjectNode frame) throws IOException {
        write(TEXT, frame.toString().getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private synchronized void write(int kind, byte[] payload) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(payload.length + 8);
        out.put((byte) (0x80 | kind));
        if (payload.length < 126) {
            out.put((byte) (0x80 | payload.length));
        } else {
            out.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        // The mask of four zeros.
        out.putInt(0).put(payload);
        socket.getOutputStream().write(out.array(), 0, out.position());
    }

    /// The next frame; null at the end, of which [#closeCode] tells.
    @Nullable
    JsonNode read() throws IOException {
        java.io.ByteArrayOutputStream message = new java.io.ByteArrayOutputStream();
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int length = in.readUnsignedByte() & 0x7f;
            byte[] payload = in.readNBytes(length == 126
                    ? in.readUnsignedShort()
                    : length == 127 ? Math.toIntExact(in.readLong()) : length);
            switch (first & 0x0f) {
                case CLOSE -> {
                    closeCode = payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
                    try {
                        write(CLOSE, payload);
                    } catch (IOException _) {
                        // The server did not wait for it.
                    }
                    return null;
                }
                case PING -> write(PONG, payload);
                case PONG -> {
                }
                default -> {
                    message.writeBytes(payload);
                    if ((first & 0x80) != 0) {
                        return json(message.toString(StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    /// The next frame of this type; others are passed over.
    JsonNode await(String type) throws IOException {
        while (true) {
            JsonNode frame = read();
            if (frame == null) {
                throw new IOException("closed with " + closeCode + " before any " + type);
            }
            if (frame.path("type").asText().equals(type)) {
                return frame;
            }
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// What the server said when it closed; 1006 if nothing.
    int closeCode() {
        return closeCode;
    }

    /// Ends the connection by TCP alone.
    ///
    /// @param reset by a reset, as of a process that died with something unread, rather than by an end
    void drop(boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        drop(false);
    }
}
