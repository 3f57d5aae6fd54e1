package dev.yingda.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads what a client of PostgreSQL sends (protocol 3.0), and cuts the connection when the answer to a COMMIT comes: it was
/// done, and nobody is told.
final class LostCommit implements Relay.Look {

    private static final int HEAD = 5;

    private final AtomicBoolean armed;
    private final Set<String> commits = new HashSet<>();
    private byte[] unread = {};
    private boolean started;
    private boolean committing;

    /// @param armed whether the next commit is to be lost; disarmed by it
    LostCommit(AtomicBoolean armed) {
        this.armed = armed;
    }

    @Override
    public synchronized boolean fromClient(byte[] bytes) {
        byte[] all = Arrays.copyOf(unread, unread.length + bytes.length);
        System.arraycopy(bytes, 0, all, unread.length, bytes.length);
        ByteBuffer in = ByteBuffer.wrap(all);
        while (true) {
            int head = started ? HEAD : HEAD - 1;
            if (in.remaining() < head) {
                break;
            }
            int length = in.getInt(in.position() + head - 4);
            if (in.remaining() < head - 4 + length) {
                break;
            }
            byte[] message = new byte[head - 4 + length];
            in.get(message);
            if (started) {
                message((char) message[0], Arrays.copyOfRange(message, HEAD, message.length));
            } else {
                // Without TLS the first message is the startup, which alone has no letter.
                started = true;
            }
        }
        unread = Arrays.copyOfRange(all, in.position(), all.length);
        return true;
    }

    private void message(char letter, byte[] body) {
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < body.length && texts.size() < 2; i++) {
            if (body[i] == 0) {
                texts.add(new String(body, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        boolean commit = switch (letter) {
            case 'Q' -> texts.getFirst().equals("COMMIT");
            // Parse: the statement's name, its text.
            case 'P' -> {
                if (texts.get(1).equals("COMMIT")) {
                    commits.add(texts.getFirst());
                } else {
                    commits.remove(texts.getFirst());
                }
                yield false;
            }
            // Bind: the portal's name, the statement's.
            case 'B' -> commits.contains(texts.get(1));
            default -> false;
        };
        if (commit && armed.compareAndSet(true, false)) {
            committing = true;
        }
    }

    @Override
    public synchronized boolean fromServer(byte[] bytes) {
        return !committing;
    }
}
