package dev.yingda.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// A network between two ends, on a port of this machine: passes on what it gets, until it stops passing anything on without
/// a word, or until what it looks at makes it cut.
final class Relay implements AutoCloseable {

    /// Looks at what passes on one connection.
    interface Look {

        /// @return whether it may pass on
        boolean fromClient(byte[] bytes);

        /// @return whether it may pass on; if not, the connection is cut
        boolean fromServer(byte[] bytes);
    }

    private static final Look ANYTHING = new Look() {
        @Override
        public boolean fromClient(byte[] bytes) {
            return true;
        }

        @Override
        public boolean fromServer(byte[] bytes) {
            return true;
        }
    };

    private final ServerSocket listening;
    private final int to;
    private final Supplier<Look> looks;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;

    private Relay(ServerSocket listening, int to, Supplier<Look> looks) {
        this.listening = listening;
        this.to = to;
        this.looks = looks;
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    static Relay to(int port) throws IOException {
        return to(port, () -> ANYTHING);
    }

    /// @param looks one for each connection
    static Relay to(int port, Supplier<Look> looks) throws IOException {
        return new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, looks);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// From now on nothing passes in either direction, and nobody is told.
    void fallSilent() {
        silent = true;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket();
                sockets.add(client);
                sockets.add(server);
                try {
                    server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
                } catch (IOException _) {
                    close(client);
                    continue;
                }
                Look look = looks.get();
                Thread.ofVirtual().start(() -> pass(client, server, look, true));
                Thread.ofVirtual().start(() -> pass(server, client, look, false));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void pass(Socket from, Socket into, Look look, boolean fromClient) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                byte[] bytes = Arrays.copyOf(buffer, count);
                if (silent) {
                    return;
                }
                if (!(fromClient ? look.fromClient(bytes) : look.fromServer(bytes))) {
                    break;
                }
                out.write(bytes);
                count = in.read(buffer);
            }
        } catch (IOException _) {
            // One of them has gone.
        }
        if (!silent) {
            close(from);
            close(into);
        }
    }

    private static void close(@Nullable Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException _) {
                // It is of no use either way.
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(Relay::close);
    }
}
