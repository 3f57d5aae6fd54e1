package dev.yingda.metrics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.metrics.Metric.Judge;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.Reason;
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
    private record Place(int windowDay, @Nullable String agent) {
    }

    /// The sums of one cell, by metric.
    static final class Cell {

        private final Sum[] sums;
        /// Rounds that people served or should have.
        private int rounds;

        private Cell(int metrics) {
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

        private void add(Cell other) {
            rounds += other.rounds;
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(other.sums[i]);
            }
        }

        private boolean any() {
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
    private final class Day {

        private final Map<Place, Cell> cells = new HashMap<>();
        private final List<Group> parts = new ArrayList<>();
        private final List<Limited> ratings = new ArrayList<>();

        Cell cell(Place place) {
            return cells.computeIfAbsent(place, _ -> new Cell(policy.metrics().size()));
        }
    }

    private Day day(int number) {
        if (latest == null || latestNumber != number) {
            latest = days.computeIfAbsent(number, _ -> new Day());
            latestNumber = number;
        }
        return latest;
    }

    /// The cell of rounds that start on `startDay` and whose window instant is on `windowDay`.
    ///
    /// @param agent whose rounds; null: everybody's
    Cell cell(int startDay, int windowDay, @Nullable String agent) {
        return day(startDay).cell(new Place(windowDay, agent));
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
        Adding adding = new Adding(tallies.getFirst().policy, by, witness);
        for (Tally tally : tallies) {
            var wanted = tally.days;
            var from = asked.from == null ? wanted : wanted.tailMap(asked.from, true);
            var days = asked.to == null ? from : from.headMap(asked.to, false);
            days.values().forEach(adding::add);
        }
        return adding.figures();
    }

    /// The state of one addition.
    private static final class Adding {

        private final Policy policy;
        private final Set<By> by;
        private final Witness witness;
        private final Cell whole;
        private final Map<String, Cell> agents = new TreeMap<>();
        private final Map<Integer, Cell> dates = new TreeMap<>();
        private final Map<Group.Key, List<Group>> groups = new LinkedHashMap<>();
        private final List<Limited> ratings = new ArrayList<>();

        Adding(Policy policy, Set<By> by, Witness witness) {
            this.policy = policy;
            this.by = by;
            this.witness = witness;
            this.whole = newCell();
        }

        private Cell newCell() {
            return new Cell(policy.metrics().size());
        }

        void add(Day day) {
            day.cells.forEach((place, cell) -> {
                if (place.agent == null) {
                    whole.add(cell);
                    if (by.contains(By.DAY)) {
                        date(place.windowDay).add(cell);
                    }
                } else if (by.contains(By.AGENT)) {
                    agent(place.agent).add(cell);
                }
            });
            for (Group part : day.parts) {
                if (part.key.agent() == null || by.contains(By.AGENT)) {
                    groups.computeIfAbsent(part.key, _ -> new ArrayList<>(1)).add(part);
                }
            }
            ratings.addAll(day.ratings);
        }

        private Cell agent(String name) {
            return agents.computeIfAbsent(name, _ -> newCell());
        }

        private Cell date(int day) {
            return dates.computeIfAbsent(day, _ -> newCell());
        }

        Figures figures() {
            groups.forEach(this::addUp);
            addUpRatings();
            return new Figures(values(whole), by.contains(By.AGENT) ? byAgent() : null,
                    by.contains(By.DAY) ? byDay() : null);
        }

        private void addUp(Group.Key key, List<Group> parts) {
            OfWaits metric = (OfWaits) policy.metrics().get(key.metric());
            if (metric.grouping().judge() == Judge.FIRST) {
                chooseFirst(key, metric, parts);
                return;
            }
            Group group = Group.together(parts);
            if (key.agent() != null) {
                group.count(metric, agent(key.agent()).sum(key.metric()), 1);
                return;
            }
            group.count(metric, whole.sum(key.metric()), 1);
            if (metric instanceof ReplyRate rate) {
                group.rounds().forEach(round -> witness.tell(metric, round, group.standing(rate)));
            }
            if (by.contains(By.DAY)) {
                Map<Integer, List<Group>> ofDates = new TreeMap<>();
                parts.forEach(part -> ofDates.computeIfAbsent(part.windowDay, _ -> new ArrayList<>(1)).add(part));
                ofDates.forEach(
                        (day, own) -> Group.together(own).count(metric, date(day).sum(key.metric()), 1));
            }
        }

        /// The earliest round counts, or is left out for a reason of its own; the others are `not-first`.
        private void chooseFirst(Group.Key key, OfWaits metric, List<Group> parts) {
            Group first = parts.stream().reduce((one, other) -> other.before(one) ? other : one).orElseThrow();
            for (Group part : parts) {
                Reason reason = part == first ? part.left() : Reason.NOT_FIRST;
                if (key.agent() != null) {
                    countFirst(metric, part, reason, agent(key.agent()).sum(key.metric()));
                    continue;
                }
                countFirst(metric, part, reason, whole.sum(key.metric()));
                if (by.contains(By.DAY)) {
                    countFirst(metric, part, reason, date(part.windowDay).sum(key.metric()));
                }
                part.rounds().forEach(round -> witness.tell(metric, round, standing(metric, part, reason, round)));
            }
        }

        private static void countFirst(OfWaits metric, Group part, @Nullable Reason reason, Sum into) {
            if (reason == null) {
                part.count(metric, into, 1);
            } else {
                into.exclude(reason, 1);
            }
        }

        private static Standing standing(OfWaits metric, Group part, @Nullable Reason reason, Round round) {
            if (reason != null) {
                return new Standing.Excluded(reason);
            }
            return switch (metric) {
                case ReplyRate rate -> part.standing(rate);
                case OfLengths lengths -> new Standing.Contributed(Group.length(lengths.limits(), round));
            };
        }

        /// Of each buyer the first few count, by time, conversation and place.
        private void addUpRatings() {
            record Buyer(int metric, BuyerId buyer) {
            }
            Map<Buyer, List<Limited>> buyers = new HashMap<>();
            ratings.forEach(each -> buyers
                    .computeIfAbsent(new Buyer(each.metric, each.rating.subject().buyer), _ -> new ArrayList<>(1))
                    .add(each));
            buyers.forEach((buyer, own) -> {
                Satisfaction metric = (Satisfaction) policy.metrics().get(buyer.metric);
                int limit = Objects.requireNonNull(metric.maxPerBuyer());
                own.sort(Comparator.comparingLong((Limited each) -> each.rating.at())
                        .thenComparing(each -> each.rating.subject().conversation)
                        .thenComparingInt(each -> each.rating.place()));
                for (int i = 0; i < own.size(); i++) {
                    Limited each = own.get(i);
                    Standing standing = i < limit
                            ? Ratios.standing(metric, each.rating)
                            : new Standing.Excluded(Reason.OVER_BUYER_LIMIT);
                    Group.count(standing, whole.sum(buyer.metric), 1);
                    if (by.contains(By.DAY)) {
                        Group.count(standing, date(each.day).sum(buyer.metric), 1);
                    }
                    witness.tell(metric, each.rating, standing);
                }
            });
        }

        private List<Value> values(Cell cell) {
            List<Value> values = new ArrayList<>(policy.metrics().size());
            for (int i = 0; i < policy.metrics().size(); i++) {
                values.add(cell.sum(i).value(policy.metrics().get(i)));
            }
            return values;
        }

        private Map<String, List<Value>> byAgent() {
            Map<String, List<Value>> values = new LinkedHashMap<>();
            agents.forEach((name, cell) -> {
                if (cell.rounds > 0) {
                    values.put(name, values(cell).stream().filter(value -> value.metric() instanceof OfWaits).toList());
                }
            });
            return values;
        }

        private Map<LocalDate, List<Value>> byDay() {
            Map<LocalDate, List<Value>> values = new LinkedHashMap<>();
            dates.forEach((day, cell) -> {
                if (cell.any()) {
                    values.put(LocalDate.ofEpochDay(day), values(cell));
                }
            });
            return values;
        }
    }
}
