package dev.yingda.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Logged;

/// A made-up shop with a bot and people, for benchmarks and tests: its conversations one after another in the order in which
/// they open, each whole, the same for the same numbers on every machine. About 12 events each; nothing is kept, so a
/// history may be of any length.
///
/// No shop's history went into it. Its rhythms ([ShopTraffic]), its people ([ShopStaff]) and what is said ([ShopVisit]) are
/// set by hand, so that everything occurs that response-metrics.md speaks of.
///
/// @param seed another shop for another number
/// @param first the day on which it opens; days are those of [#ZONE]
/// @param days for how long buyers come; what they began may go on for some days more
/// @param conversations how many in all
public record ShopSimulation(long seed, LocalDate first, int days, int conversations)
        implements
            Iterable<List<Logged>> {

    /// Where the shop is.
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /// The share of earlier buyers among those who come.
    private static final double KNOWN = 0.4;
    private static final int DIGITS = 36;

    public ShopSimulation {
        if (days < 1 || conversations < 1) {
            throw new IllegalArgumentException("a shop needs at least a day and a conversation");
        }
    }

    /// The instant at which the first day begins.
    public Instant start() {
        return first.atStartOfDay(ZONE).toInstant();
    }

    /// The instant at which the last day ends.
    public Instant end() {
        return first.plusDays(days).atStartOfDay(ZONE).toInstant();
    }

    /// Makes the shop anew, from the first conversation on.
    @Override
    public Iterator<List<Logged>> iterator() {
        return new Telling();
    }

    private final class Telling implements Iterator<List<Logged>> {

        private final Chance chance = new Chance(seed);
        private final ShopTraffic traffic = new ShopTraffic(chance, first, days, conversations);
        private final ShopStaff staff = new ShopStaff(chance, first, conversations / (double) days);
        private final long epoch = start().toEpochMilli();
        private int number;
        private int buyers;

        @Override
        public boolean hasNext() {
            return traffic.hasNext();
        }

        @Override
        public List<Logged> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all conversations were told");
            }
            long at = traffic.next();
            ConversationId id = new ConversationId("c" + digits(epoch + at, 8) + digits(number++, 6));
            return new ShopVisit(chance, staff, id, epoch).of(buyer(), at);
        }

        /// Most who come back were here not long ago.
        private BuyerId buyer() {
            int who = buyers > 0 && chance.of(KNOWN)
                    ? buyers - 1 - (int) (buyers * StrictMath.pow(chance.draw(), 3))
                    : buyers++;
            return new BuyerId("b" + who);
        }
    }

    /// Of a fixed length, so that ids sort by time.
    private static String digits(long number, int length) {
        String digits = Long.toString(number, DIGITS);
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }
}
