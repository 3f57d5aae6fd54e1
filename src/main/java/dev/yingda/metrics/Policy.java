package dev.yingda.metrics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.yingda.conversation.Event.AgentKind;

import org.jspecify.annotations.Nullable;

/// What counts as a reply, when time passes, and which figures are asked for (response-metrics.md, section 2). A policy
/// is data: it says nothing about a conversation until [Rounds] and [Measure] apply it, and a changed policy re-judges
/// all history.
///
/// Immutable; each part checks itself and throws [IllegalArgumentException] with a sentence that says how to mend it.
/// [PolicyFile] reads policies and names file, line and field.
///
/// @param metrics not empty, each id once
public record Policy(Name name, Schedule schedule, Counting counting, Period period, List<Metric> metrics) {

    public Policy {
        metrics = List.copyOf(metrics);
        require(!metrics.isEmpty(), "metrics", "no metric is asked for; list at least one");
        Set<String> ids = new HashSet<>();
        for (Metric metric : metrics) {
            require(ids.add(metric.id()), "metrics",
                    "the metric id " + metric.id() + " is there twice; rename one of them");
        }
    }

    /// Reads a policy from YAML or JSON.
    ///
    /// @param file what to call the text in faults
    /// @throws BadInput with every fault of the text
    public static Policy read(String file, String text) throws BadInput {
        return PolicyFile.read(file, text);
    }

    /// The policies that come with the product, in the order in which to show them.
    public static List<Policy> presets() {
        return PolicyFile.PRESETS.stream().map(PolicyFile::preset).toList();
    }

    /// The preset of that id, if there is one.
    public static Optional<Policy> preset(String id) {
        return PolicyFile.PRESETS.contains(id) ? Optional.of(PolicyFile.preset(id)) : Optional.empty();
    }

    /// The name by which commands and screens choose this policy.
    public String id() {
        return name.id();
    }

    /// Whether an answer ratio is asked for, so that messages are counted.
    boolean asksForTraffic() {
        return metrics.stream().anyMatch(Metric.AnswerRatio.class::isInstance);
    }

    /// The same rules over another period; null means no bound.
    ///
    /// @throws IllegalArgumentException if `from` is after `to`
    public Policy during(@Nullable Instant from, @Nullable Instant to) {
        return new Policy(name, schedule, counting, new Period(from, to), metrics);
    }

    /// Whose rule it is. `title` is by language tag (`zh-CN`, `en`); `source` and `asOf` tell where and when the rule was
    /// published. A preset never claims to be a platform's official value.
    public record Name(String id, Map<String, String> title, @Nullable String source, @Nullable String asOf) {

        public Name {
            require(!id.isBlank(), "id", "the id is empty; give the policy a short name");
            title = Map.copyOf(title);
        }
    }

    /// When somebody is there to answer, and how time passes.
    ///
    /// @param hours half-open windows by weekday in local time; null: always. A weekday not named has none
    /// @param holidays dates with no window, with or without `hours`
    public record Schedule(ZoneId timezone, @Nullable Map<DayOfWeek, List<Window>> hours, Set<LocalDate> holidays,
            Time time) {

        public Schedule {
            hours = hours == null ? null : Map.copyOf(hours);
            holidays = Set.copyOf(holidays);
            if (hours != null) {
                hours.values().forEach(Schedule::apart);
            }
        }

        /// The windows in order, if no two of them overlap.
        static List<Window> apart(List<Window> windows) {
            List<Window> sorted = windows.stream().sorted(Comparator.comparingInt(Window::start)).toList();
            for (int i = 1; i < sorted.size(); i++) {
                Window before = sorted.get(i - 1);
                Window next = sorted.get(i);
                require(before.end() <= next.start(), "hours",
                        "the windows " + before + " and " + next + " overlap; write them as one, or move an end");
            }
            return sorted;
        }
    }

    /// One half-open window `[start, end)` of a day, in minutes of local time since midnight; 1440 is `24:00`.
    public record Window(int start, int end) {

        public Window {
            require(start >= 0 && end <= 24 * 60, "hours", "a window lies between 00:00 and 24:00");
            require(start < end, "hours",
                    "a window ends after its start; write a shift past midnight as two windows, one "
                            + " to 24:00 and one from 00:00 of the next day");
        }

        @Override
        public String toString() {
            return "%02d:%02d-%02d:%02d".formatted(start / 60, start % 60, end / 60, end % 60);
        }
    }

    /// Which messages are replies and how rounds begin and end.
    ///
    /// @param counts the kinds of agent message that are a reply; never `auto`
    /// @param dayCut whether an open round ends, unanswered, at the local midnight that follows its start
    public record Counting(Set<AgentKind> counts, Clock clock, Transfer transfer, Courtesy courtesy, boolean dayCut) {

        public Counting {
            require(!counts.isEmpty(), "counts",
                    "no kind of message counts as a reply; list at least one, such as typed");
            require(!counts.contains(AgentKind.AUTO), "counts",
                    "an auto-responder is never a reply; remove auto from the list");
            counts = Set.copyOf(counts);
        }
    }

    /// Only rounds that start in `[from, to)`, and ratings and messages in it; null: no bound.
    public record Period(@Nullable Instant from, @Nullable Instant to) {

        /// All time.
        public static final Period ALWAYS = new Period(null, null);

        public Period {
            require(from == null || to == null || !from.isAfter(to), "from", "from is after to; swap them");
        }

        boolean contains(long at) {
            return (from == null || at >= from.toEpochMilli()) && (to == null || at < to.toEpochMilli());
        }
    }

    /// `WALL`: all time passes; `BUSINESS`: only time inside the windows.
    public enum Time {
        WALL, BUSINESS
    }

    /// Where the wait of a round that was open at hand-off starts.
    public enum Clock {
        QUESTION, HANDOFF
    }

    /// Whether an unanswered round moves along, or stays with the first agent while a new one starts.
    public enum Transfer {
        CARRIES, SPLITS
    }

    /// Whether a courtesy message opens a round.
    public enum Courtesy {
        COUNTS, IGNORED
    }

    /// A check of a part of a policy.
    ///
    /// @param field the key that would have to change
    /// @param otherwise a sentence that says how to mend it
    static void require(boolean holds, String field, String otherwise) {
        if (!holds) {
            throw new Misfit(field, otherwise);
        }
    }

    /// A part that does not fit, and the key that would have to change.
    static final class Misfit extends IllegalArgumentException {

        private final String field;
        private final String problem;

        Misfit(String field, String problem) {
            super(field + ": " + problem);
            this.field = field;
            this.problem = problem;
        }

        String field() {
            return field;
        }

        String problem() {
            return problem;
        }
    }

    /// The name in files and on the wire: `AFTER_SALES` is `after-sales`.
    static String wire(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
