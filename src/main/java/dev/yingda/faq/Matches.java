package dev.yingda.faq;

import java.util.List;

/// What one question matched, best first; each entry at most once. Empty when nothing is near.
///
/// @param question as it was asked
/// @param thresholds what the snapshot that matched it asks for
public record Matches(String question, List<Match> ranked, Thresholds thresholds) {
    public Matches {
        ranked = List.copyOf(ranked);
    }

    /// From which confidence the bot acts. Answer: the best has at least `answer` and leads the second by at least
    /// `margin`. Clarify: the best has at least `clarify`. Else a person is needed.
    public record Thresholds(double answer, double clarify, double margin) {
        public Thresholds {
            if (!(0 <= clarify && clarify <= answer && answer <= 1 && 0 <= margin && margin <= 1)) {
                throw new IllegalArgumentException("0 <= clarify <= answer <= 1 and 0 <= margin <= 1");
            }
        }
    }
}
