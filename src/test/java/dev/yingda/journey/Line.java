package dev.yingda.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The network between a browser and the server, which can be cut: then connections stay open on both sides and nothing
/// passes, as when a phone leaves the range of its network, and new ones are refused. Whoever uses one that was cut after the
/// line is mended is hung up on, as by a router that has forgotten it.
final class Line implements AutoCloseable {

    private final ServerSocket entrance;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean cut;

    Line(int server) throws IOException {
        this.server = server;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address(String path) {
        return "http://127.0.0.1:" + entrance.getLocalPort() + path;
    }

    void cut() {
        cut = true;
        cuts.incrementAndGet();
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                Socket other = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(client);
                sockets.add(other);
                int since = cuts.get();
                Thread.ofVirtual().start(() -> pass(client, other, since));
                Thread.ofVirtual().start(() -> pass(other, client, since));
            } catch (IOException e) {
                // The entrance was closed, or the server is not there: the client sees it.
            }
        }
    }

    private void pass(Socket from, Socket to, int since) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (since == cuts.get()) {
                    out.write(buffer, 0, read);
                } else if (!cut) {
                    return;
                }
            }
        } catch (IOException e) {
            // One side hung up.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
