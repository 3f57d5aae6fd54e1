package dev.yingda.metrics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// The live shop: who waits for an answer, what is due when, and today's figures, under every policy in force.
///
/// @param policies in the order of the policies
public record Board(Instant asOf, List<Today> policies) {

    /// One policy's part.
    ///
    /// @param day the local date in the policy's time zone
    /// @param report the figures of rounds that started today, by agent too; of its `replies`, all since the beginning
    /// @param waiting the rounds in which a buyer waits for a person, whenever they started; the earliest due first
    public record Today(Policy policy, LocalDate day, Report report, List<Waiting> waiting) {
    }

    /// One open round.
    ///
    /// @param dues one for each reply rate that looks at the round
    public record Waiting(Round round, List<Due> dues) {

        static final Comparator<Waiting> EARLIEST_DUE = Comparator
                .comparing(Waiting::earliest, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(waiting -> waiting.round.start()).thenComparing(waiting -> waiting.round.conversation());

        private @Nullable Instant earliest() {
            return dues.stream().map(Due::at).filter(at -> at != null).min(Comparator.naturalOrder()).orElse(null);
        }
    }

    /// Until when a reply still counts as one in time.
    ///
    /// @param metric the id of the reply rate
    /// @param at the last instant in time; null if none is in sight, because no business hours come
    public record Due(String metric, @Nullable Instant at) {
    }
}
