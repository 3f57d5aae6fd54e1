package dev.yingda.desk;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.yingda.conversation.Conversation;

/// Who is next. Pure: longest waiting first, and nobody jumps the queue.
public final class Assignment {

    /// The order of the waiting list.
    public static final Comparator<Conversation> LONGEST_WAITING = Comparator
            .comparing(Assignment::waitingSince).thenComparing(Conversation::id);

    private Assignment() {
    }

    /// The conversation the next free agent should take.
    public static Optional<Conversation> next(List<Conversation> waiting) {
        return waiting.stream().min(LONGEST_WAITING);
    }

    private static Instant waitingSince(Conversation conversation) {
        Instant since = conversation.serving().waitingSince();
        return since == null ? conversation.latest().at() : since;
    }
}
