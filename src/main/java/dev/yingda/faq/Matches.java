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

    /// What the confidences say, and nothing else: the one place where the thresholds are applied.
    public Verdict verdict() {
        if (ranked.isEmpty() || ranked.getFirst().confidence() < thresholds.clarify()) {
            return Verdict.NONE;
        }
        double best = ranked.getFirst().confidence();
        double lead = ranked.size() == 1 ? best : best - ranked.get(1).confidence();
        return best >= thresholds.answer() && lead >= thresholds.margin() ? Verdict.SURE : Verdict.CLOSE;
    }

    /// How well the ranking answers the question.
    public enum Verdict {
        /// The first entry is what was asked: confident enough, and clear of the second.
        SURE,
        /// One of the first few may be what was asked: ask the buyer which.
        CLOSE,
        /// No entry fits.
        NONE
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
