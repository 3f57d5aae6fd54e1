package dev.yingda.journey;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A websocket handshake by hand, for what Java's own client does not do.
///
/// @param status    of the answer
/// @param closeCode of the frame that follows the answer; 0 if another came
record RawHandshake(int status, int closeCode) {

    private static final int CLOSE = 0x88;

    static RawHandshake of(int port, String path, String subprotocol) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: " + subprotocol + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.readUnsignedByte());
            }
            int status = Integer.parseInt(head.substring(9, 12));
            if (in.readUnsignedByte() != CLOSE) {
                return new RawHandshake(status, 0);
            }
            in.readUnsignedByte();
            return new RawHandshake(status, in.readUnsignedShort());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
