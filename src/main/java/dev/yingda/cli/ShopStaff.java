package dev.yingda.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import dev.yingda.conversation.AgentId;

import org.jspecify.annotations.Nullable;

/// The agents of a made-up shop: a third of them works from nine to five, from noon to eight, from three to eleven, with a
/// day off a week each; some are quick and some slow. Each does one thing after another, so when more buyers come than they
/// can serve, waits grow; at night nobody is there. On sales days all of them come, and helpers with them.
final class ShopStaff {

    static final long DAY_MS = 86_400_000;
    private static final long MINUTE_MS = 60_000;
    private static final String[] NAMES = {"lin", "wu", "chen", "zhao", "sun", "zhou", "zheng", "feng", "he", "xu",
            "luo",
            "tang", "deng", "cao", "peng", "zeng", "xiao", "tian", "dong", "pan", "yuan", "cai", "jiang", "yu"};
    private static final int[] SHIFTS = {9 * 60, 12 * 60, 15 * 60};
    private static final int SHIFT_MINUTES = 8 * 60;
    private static final int LATE_MINUTES = 15;
    /// Conversations that one agent can serve in one shift of an ordinary day without hurry.
    private static final double A_SHIFT = 170;
    private static final int MOST_HELPERS = 4;

    private final Chance chance;
    private final LocalDate first;
    private final List<Clerk> clerks = new ArrayList<>();
    private long crowdOf = -1;
    private double crowd;

    /// @param aDay how many conversations an ordinary day has
    ShopStaff(Chance chance, LocalDate first, double aDay) {
        this.chance = chance;
        this.first = first;
        int regular = (int) Math.max(6, Math.ceil(aDay / A_SHIFT));
        for (int i = 0; i < regular; i++) {
            String name = NAMES[i % NAMES.length] + (i < NAMES.length ? "" : Integer.toString(i / NAMES.length + 1));
            clerks.add(new Clerk(new AgentId(name), 0.7 + 0.9 * chance.draw(), SHIFTS[i % 3], i % 7, 0));
        }
        for (int i = 0; i < regular * MOST_HELPERS; i++) {
            clerks.add(new Clerk(new AgentId("helper-" + (i + 1)), 1.1 + 0.8 * chance.draw(), SHIFTS[i % 3], -1,
                    1 + i / regular));
        }
    }

    /// One agent.
    static final class Clerk {

        final AgentId id;
        /// Below 1 is quick.
        final double pace;
        private final int from;
        private final int dayOff;
        private final int helpsAbove;
        private long free;

        private Clerk(AgentId id, double pace, int from, int dayOff, int helpsAbove) {
            this.id = id;
            this.pace = pace;
            this.from = from;
            this.dayOff = dayOff;
            this.helpsAbove = helpsAbove;
        }

        /// How many minutes behind with everything.
        double behind(long at) {
            return Math.clamp((free - at) / (double) MINUTE_MS, 0, 30);
        }
    }

    /// Who takes a buyer, and when.
    record Turn(Clerk clerk, long at) {
    }

    /// The agent who can be there first, and keeps that time for this buyer.
    ///
    /// @param at milliseconds since the first day began
    Turn take(long at) {
        Turn turn = soonest(at);
        Clerk clerk = turn.clerk();
        clerk.free = turn.at() + (long) (clerk.pace * chance.millis(45, 0.6));
        return turn;
    }

    /// Somebody who will be there then; keeps no time, for days that have not come yet.
    Turn somebody(long at) {
        Clerk clerk = working(at);
        return clerk == null ? new Turn(inTheMorning(at), morning(at) + chance.millis(300, 0.8)) : new Turn(clerk, at);
    }

    /// Whether anybody is there.
    boolean there(long at) {
        return working(at) != null;
    }

    /// Another one who is there; the same if there is nobody else.
    Clerk colleague(Clerk clerk, long at) {
        Clerk other = working(at);
        return other == null ? clerk : other;
    }

    private Turn soonest(long at) {
        Clerk best = null;
        for (Clerk clerk : clerks) {
            if (works(clerk, at) && (best == null || clerk.free < best.free)
                    && minuteOfDay(Math.max(at, clerk.free)) < clerk.from + SHIFT_MINUTES + LATE_MINUTES
                    && day(Math.max(at, clerk.free)) == day(at)) {
                best = clerk;
            }
        }
        if (best == null) {
            Clerk early = inTheMorning(at);
            return new Turn(early, Math.max(morning(at), early.free) + chance.millis(20, 0.5));
        }
        return new Turn(best, Math.max(at, best.free) + chance.millis(4, 0.6));
    }

    private @Nullable Clerk working(long at) {
        int start = chance.below(clerks.size());
        for (int i = 0; i < clerks.size(); i++) {
            Clerk clerk = clerks.get((start + i) % clerks.size());
            if (works(clerk, at)) {
                return clerk;
            }
        }
        return null;
    }

    private Clerk inTheMorning(long at) {
        long morning = morning(at);
        Clerk best = clerks.getFirst();
        boolean found = false;
        for (Clerk clerk : clerks) {
            if (works(clerk, morning) && (!found || clerk.free < best.free)) {
                best = clerk;
                found = true;
            }
        }
        return best;
    }

    private boolean works(Clerk clerk, long at) {
        int minute = minuteOfDay(at);
        if (minute < clerk.from || minute >= clerk.from + SHIFT_MINUTES) {
            return false;
        }
        long day = day(at);
        double crowd = crowd(day);
        return clerk.helpsAbove > 0 ? crowd > clerk.helpsAbove + 1 : crowd > 2 || day % 7 != clerk.dayOff;
    }

    private double crowd(long day) {
        if (day != crowdOf) {
            crowdOf = day;
            crowd = ShopTraffic.weight(first.plusDays(day));
        }
        return crowd;
    }

    /// The next time that the first shift begins.
    private static long morning(long at) {
        long today = day(at) * DAY_MS + SHIFTS[0] * MINUTE_MS;
        return at < today ? today : today + DAY_MS;
    }

    private static long day(long at) {
        return Math.floorDiv(at, DAY_MS);
    }

    private static int minuteOfDay(long at) {
        return (int) (Math.floorMod(at, DAY_MS) / MINUTE_MS);
    }
}
