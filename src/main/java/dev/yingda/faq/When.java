package dev.yingda.faq;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Where something is used: every part must hold; a part that is absent or empty always does.
///
/// @param from        the first day
/// @param until       the last day
/// @param hours       of the day
/// @param products    on the pages of one of these products
/// @param orderStates while the buyer's order is in one of these states
public record When(@Nullable LocalDate from, @Nullable LocalDate until, @Nullable Hours hours, Set<String> products,
        Set<String> orderStates) {

    /// Always.
    public static final When ANY = new When(null, null, null, Set.of(), Set.of());

    public When {
        products = Collections.unmodifiableSet(new LinkedHashSet<>(products));
        orderStates = Collections.unmodifiableSet(new LinkedHashSet<>(orderStates));
    }

    /// Whether it holds there. A product or state that is named does not hold where none is known.
    public boolean holds(Situation situation) {
        LocalDate day = situation.at().toLocalDate();
        return (from == null || !day.isBefore(from)) && !isOver(day)
                && (hours == null || hours.contain(situation.at().toLocalDateTime()))
                && named(products, situation.product()) && named(orderStates, situation.orderState());
    }

    /// Whether its last day is before this one.
    public boolean isOver(LocalDate day) {
        return until != null && day.isAfter(until);
    }

    /// Whether it holds wherever the other does.
    public boolean covers(When other) {
        return (from == null || other.from != null && !other.from.isBefore(from))
                && (until == null || other.until != null && !other.until.isAfter(until))
                && (hours == null || hours.equals(other.hours))
                && covers(products, other.products) && covers(orderStates, other.orderStates);
    }

    private static boolean covers(Set<String> mine, Set<String> others) {
        return mine.isEmpty() || !others.isEmpty() && others.stream().allMatch(other -> named(mine, other));
    }

    private static boolean named(Set<String> names, @Nullable String name) {
        return names.isEmpty() || name != null && names.stream().anyMatch(name.strip()::equalsIgnoreCase);
    }
}
