package dev.yingda.metrics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.yingda.conversation.ConversationId;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Rounds.Rating;

import org.jspecify.annotations.Nullable;

/// The figures of one policy, added up by day. [Measure] puts conversations in and takes them out again; any run of whole
/// days can be asked for without looking at a round again, which is why the live figures of a month are there at once.
///
/// Days are the local dates on which rounds *start*, because a period is cut there. In a day, cells are kept by the date of
/// the window instant (the same date nearly always) and by agent. What is measured in groups that may go on in another
/// day or conversation cannot be added up in advance: of it, the parts are kept, and are put together when asked for.
final class Tally {

    private final Policy policy;
    private final TreeMap<Integer, Day> days = new TreeMap<>();
    private int latestNumber;
    private @Nullable Day latest;

    Tally(Policy policy) {
        this.policy = policy;
    }

    /// Is told what became of each round and rating.
    interface Witness {

        /// Does not care.
        Witness NONE = new Witness() {
            @Override
            public boolean listens() {
                return false;
            }

            @Override
            public void sees(Round round) {
            }

            @Override
            public void tell(Metric metric, Round round, Standing standing) {
            }

            @Override
            public void tell(Metric metric, Rating rating, Standing standing) {
            }
        };

        /// Whether it is worth the trouble to tell it anything.
        default boolean listens() {
            return true;
        }

        /// Of every round, before what it is in each metric.
        void sees(Round round);

        void tell(Metric metric, Round round, Standing standing);

        void tell(Metric metric, Rating rating, Standing standing);
    }

    /// Which cell: the date of the window instant, and the agent; null: everybody.
    record Place(int windowDay, @Nullable String agent) {
    }

    /// The sums of one cell, by metric.
    static final class Cell {

        private final Sum[] sums;
        /// Rounds that people served or should have.
        int rounds;

        Cell(int metrics) {
            sums = new Sum[metrics];
            for (int i = 0; i < metrics; i++) {
                sums[i] = new Sum();
            }
        }

        Sum sum(int metric) {
            return sums[metric];
        }

        void countRound(int sign) {
            rounds += sign;
        }

        void add(Cell other) {
            rounds += other.rounds;
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(other.sums[i]);
            }
        }

        boolean any() {
            for (Sum sum : sums) {
                if (sum.any()) {
                    return true;
                }
            }
            return false;
        }
    }

    /// A rating of a buyer whose ratings count only so often.
    ///
    /// @param day its local date
    record Limited(int metric, Rating rating, int day) {
    }

    /// What starts on one local date.
    static final class Day {

        private final int number;
        private final int metrics;
        final Map<Place, Cell> cells = new HashMap<>();
        /// The cell that nearly every round counts in.
        private final Cell everybody;
        final List<Group> parts = new ArrayList<>();
        final List<Limited> ratings = new ArrayList<>();

        Day(int number, int metrics) {
            this.number = number;
            this.metrics = metrics;
            this.everybody = cell(new Place(number, null));
        }

        Cell cell(int windowDay, @Nullable String agent) {
            return agent == null && windowDay == number ? everybody : cell(new Place(windowDay, agent));
        }

        void absorb(Day other) {
            other.cells.forEach((place, cell) -> cell(place).add(cell));
            parts.addAll(other.parts);
            ratings.addAll(other.ratings);
        }

        private Cell cell(Place place) {
            return cells.computeIfAbsent(place, _ -> new Cell(metrics));
        }
    }

    private Day day(int number) {
        if (latest == null || latestNumber != number) {
            latest = days.computeIfAbsent(number, _ -> new Day(number, policy.metrics().size()));
            latestNumber = number;
        }
        return latest;
    }

    /// The cell of rounds that start on `startDay` and whose window instant is on `windowDay`.
    ///
    /// @param agent whose rounds; null: everybody's
    Cell cell(int startDay, int windowDay, @Nullable String agent) {
        return day(startDay).cell(windowDay, agent);
    }

    /// A part of a group that may have others.
    void put(Group part) {
        day(part.startDay).parts.add(part);
    }

    void put(Limited rating) {
        day(rating.day).ratings.add(rating);
    }

    /// Takes away the parts of groups and the limited ratings of one conversation.
    void forget(ConversationId conversation, Iterable<Integer> onDays) {
        for (int number : onDays) {
            Day day = day(number);
            day.parts.removeIf(part -> part.conversation().equals(conversation));
            day.ratings.removeIf(limited -> limited.rating.subject().conversation.equals(conversation));
        }
    }

    /// Takes over what another one holds, of other conversations; the other is not used any more.
    void absorb(Tally other) {
        other.days.forEach((number, day) -> day(number).absorb(day));
    }

    /// The days that are asked for.
    ///
    /// @param from the first; null: no bound
    /// @param to the first one after them; null: no bound
    record Days(@Nullable Integer from, @Nullable Integer to) {

        static final Days ALL = new Days(null, null);
    }

    /// The figures of some days.
    ///
    /// @param byAgent the metrics of waits, for every agent with a round; null if not asked for
    /// @param byDay all metrics, for every date with anything; null if not asked for
    record Figures(List<Value> metrics, @Nullable Map<String, List<Value>> byAgent,
            @Nullable Map<LocalDate, List<Value>> byDay) {
    }

    /// Adds up.
    ///
    /// @param tallies of the same policy, of different conversations
    static Figures figures(List<Tally> tallies, Days asked, Set<By> by, Witness witness) {
        Addition addition = new Addition(tallies.getFirst().policy, by, witness);
        for (Tally tally : tallies) {
            var wanted = tally.days;
            var from = asked.from == null ? wanted : wanted.tailMap(asked.from, true);
            var days = asked.to == null ? from : from.headMap(asked.to, false);
            days.values().forEach(addition::add);
        }
        return addition.figures();
    }
}
