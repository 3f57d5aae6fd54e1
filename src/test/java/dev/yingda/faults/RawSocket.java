package dev.yingda.faults;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A websocket client that can say what no well-behaved one would: frames are written byte by byte (RFC 6455, section 5).
final class RawSocket implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final DataInputStream in;

    /// A frame from the server.
    record Frame(int opcode, String text, int closeCode) {
    }

    /// Connects, and shakes hands.
    RawSocket(int port) throws IOException {
        this(port, "GET /ws/buyer HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: yingda.v1\r\n\r\n");
        String head = head();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException(head);
        }
    }

    /// Connects, and says this first.
    RawSocket(int port, String handshake) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        bytes(handshake.getBytes(StandardCharsets.UTF_8));
    }

    /// The head of the answer to the handshake; empty if the connection ended instead.
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        try {
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.readUnsignedByte());
            }
        } catch (EOFException | SocketException _) {
            return head.toString();
        }
        return head.toString();
    }

    void bytes(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// A frame as it should be but for what its first byte says.
    RawSocket frame(int first, byte... payload) throws IOException {
        return frame(first, payload.length, true, payload);
    }

    RawSocket frame(int first, String payload) throws IOException {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /// A frame that says of itself what it likes.
    RawSocket frame(int first, long length, boolean masked, byte... payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int mask = masked ? MASKED : 0;
        if (length >= 0 && length < 126) {
            out.write(mask | (int) length);
        } else if (length >= 0 && length < 65_536) {
            out.write(mask | 126);
            out.write((int) length >> 8);
            out.write((int) length);
        } else {
            out.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) (length >> shift));
            }
        }
        if (masked) {
            out.writeBytes(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
        }
        bytes(out.toByteArray());
        return this;
    }

    /// The next frame; a close code of 1006 if the connection ended without one.
    Frame read() throws IOException {
        try {
            int opcode = in.readUnsignedByte() & 15;
            long length = in.readUnsignedByte() & 127;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] payload = new byte[Math.toIntExact(length)];
            in.readFully(payload);
            if (opcode == CLOSE) {
                int code = payload.length < 2 ? 1005 : (payload[0] & 255) << 8 | payload[1] & 255;
                return new Frame(CLOSE, "", code);
            }
            return new Frame(opcode, new String(payload, StandardCharsets.UTF_8), 0);
        } catch (EOFException | SocketException _) {
            return new Frame(CLOSE, "", 1006);
        }
    }

    /// The next frame that is a text of this type, or the close.
    Frame read(String type) throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE && !frame.text().contains("\"type\":\"" + type + "\"")) {
            frame = read();
        }
        return frame;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
