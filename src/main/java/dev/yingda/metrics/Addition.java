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
import dev.yingda.metrics.Metric.Judge;
import dev.yingda.metrics.Metric.OfLengths;
import dev.yingda.metrics.Metric.OfWaits;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.Reason;
import dev.yingda.metrics.Report.Standing;
import dev.yingda.metrics.Report.Value;
import dev.yingda.metrics.Tally.Cell;
import dev.yingda.metrics.Tally.Day;
import dev.yingda.metrics.Tally.Figures;
import dev.yingda.metrics.Tally.Limited;
import dev.yingda.metrics.Tally.Witness;

import org.jspecify.annotations.Nullable;

/// Adds up the days that are asked for, and puts together what could not be added up in advance.
final class Addition {

    private final Policy policy;
    private final Set<By> by;
    private final Witness witness;
    private final Cell whole;
    private final Map<String, Cell> agents = new TreeMap<>();
    private final Map<Integer, Cell> dates = new TreeMap<>();
    private final Map<Group.Key, List<Group>> groups = new LinkedHashMap<>();
    private final List<Limited> ratings = new ArrayList<>();

    Addition(Policy policy, Set<By> by, Witness witness) {
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
            if (place.agent() == null) {
                whole.add(cell);
                if (by.contains(By.DAY)) {
                    date(place.windowDay()).add(cell);
                }
            } else if (by.contains(By.AGENT)) {
                agent(place.agent()).add(cell);
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
                .computeIfAbsent(new Buyer(each.metric(), each.rating().subject().buyer), _ -> new ArrayList<>(1))
                .add(each));
        buyers.forEach((buyer, own) -> {
            Satisfaction metric = (Satisfaction) policy.metrics().get(buyer.metric);
            int limit = Objects.requireNonNull(metric.maxPerBuyer());
            own.sort(Comparator.comparingLong((Limited each) -> each.rating().at())
                    .thenComparing(each -> each.rating().subject().conversation)
                    .thenComparingInt(each -> each.rating().place()));
            for (int i = 0; i < own.size(); i++) {
                Limited each = own.get(i);
                Standing standing = i < limit
                        ? Ratios.standing(metric, each.rating())
                        : new Standing.Excluded(Reason.OVER_BUYER_LIMIT);
                Group.count(standing, whole.sum(buyer.metric), 1);
                if (by.contains(By.DAY)) {
                    Group.count(standing, date(each.day()).sum(buyer.metric), 1);
                }
                witness.tell(metric, each.rating(), standing);
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
