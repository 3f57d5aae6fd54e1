package dev.yingda.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.By;
import dev.yingda.metrics.Report.Details;
import dev.yingda.metrics.Tally.Days;
import dev.yingda.metrics.Tally.Witness;

import org.jspecify.annotations.Nullable;

/// The figures of the whole log under several policies, added up by day and kept up to date event by event.
///
/// A conversation in which nobody waits is *settled*: what it is worth lies in the tallies, whatever time it is. The few in
/// which somebody waits are judged when a figure is asked for, because every second changes them. When an event comes to a
/// settled conversation, its worth is taken out, the event is folded, and it is settled again. A conversation without an
/// event for a day is forgotten but for its worth; should it go on, it is read from the log.
///
/// Derived from the log and nothing else: [#build] makes it anew. Not for several threads.
final class RollUp {

    /// For so long after its latest event a conversation stays in memory.
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final EventLog log;
    private final List<Book> books;
    private final Map<ConversationId, Live> remembered = new HashMap<>();
    private final Set<Live> open = new LinkedHashSet<>();
    private Instant latest = Instant.MIN;
    private Instant swept = Instant.MIN;

    RollUp(EventLog log, List<Policy> policies) {
        this.log = log;
        this.books = policies.stream().map(policy -> new Book(policy.during(null, null))).toList();
    }

    /// What is kept of one policy.
    private static final class Book {

        final Policy policy;
        final BusinessTime time;
        final Measure measure;
        final Tally settled;
        final Map<Verdict, Long> replies = new EnumMap<>(Verdict.class);

        Book(Policy policy) {
            this.policy = policy;
            this.time = new BusinessTime(policy.schedule());
            this.measure = new Measure(policy, time);
            this.settled = new Tally(policy);
            for (Verdict verdict : Verdict.values()) {
                replies.put(verdict, 0L);
            }
        }
    }

    /// One conversation in memory, folded under each policy.
    private static final class Live {

        final List<Rounds> rounds;
        long seq;
        Instant at = Instant.MIN;
        boolean settled;

        Live(List<Rounds> rounds) {
            this.rounds = rounds;
        }
    }

    private Live live(ConversationId conversation) {
        return new Live(books.stream().map(book -> new Rounds(conversation, book.policy, book.time)).toList());
    }

    /// @param counting whether the messages' verdicts have not been counted yet
    private void fold(Live live, Logged logged, boolean counting) {
        for (int i = 0; i < books.size(); i++) {
            Judgement judgement = live.rounds.get(i).accept(logged.at().toEpochMilli(), logged.event());
            if (counting && judgement != null) {
                books.get(i).replies.merge(judgement.verdict(), 1L, Long::sum);
            }
        }
        live.seq = logged.seq();
        live.at = logged.at();
    }

    /// Puts its worth into the tallies, unless somebody waits in it under any policy.
    private void settle(Live live) {
        live.settled = live.rounds.stream().noneMatch(Rounds::open);
        for (int i = 0; live.settled && i < books.size(); i++) {
            Book book = books.get(i);
            book.measure.add(live.rounds.get(i), live.at.toEpochMilli(), book.settled, Witness.NONE);
        }
        if (live.settled) {
            open.remove(live);
        } else {
            open.add(live);
        }
    }

    private void unsettle(Live live) {
        for (int i = 0; live.settled && i < books.size(); i++) {
            Book book = books.get(i);
            book.measure.remove(live.rounds.get(i), live.at.toEpochMilli(), book.settled);
        }
        live.settled = false;
    }

    /// Reads the whole log, on two processors. Of what was appended shortly before and is appended meanwhile, the scan may
    /// or may not see something: hand all of it to [#accept] afterwards.
    ///
    /// @param since when the first event happened that will be handed on, or now. The conversations of the day before stay
    ///     in memory, so that it is known of them what the scan has seen
    void build(Instant since) {
        RollUp other = new RollUp(log, books.stream().map(book -> book.policy).toList());
        List<Building> halves = List.of(new Building(this, since), new Building(other, since));
        log.scanAll(halves);
        halves.forEach(Building::finish);
        absorb(other);
    }

    private void absorb(RollUp other) {
        for (int i = 0; i < books.size(); i++) {
            Book book = books.get(i);
            book.settled.absorb(other.books.get(i).settled);
            other.books.get(i).replies.forEach((verdict, count) -> book.replies.merge(verdict, count, Long::sum));
        }
        remembered.putAll(other.remembered);
        open.addAll(other.open);
        latest = later(latest, other.latest);
    }

    /// Takes one conversation after another.
    private static final class Building implements Consumer<Logged> {

        private final RollUp into;
        private final Instant since;
        private @Nullable ConversationId conversation;
        private @Nullable Live live;

        Building(RollUp into, Instant since) {
            this.into = into;
            this.since = since;
        }

        @Override
        public void accept(Logged logged) {
            if (live == null || !logged.conversation().equals(conversation)) {
                finish();
                conversation = logged.conversation();
                live = into.live(conversation);
            }
            into.fold(live, logged, true);
            into.latest = later(into.latest, logged.at());
        }

        void finish() {
            if (live != null && conversation != null) {
                into.settle(live);
                if (!live.settled || isRemembered(live, since)) {
                    into.remembered.put(conversation, live);
                }
            }
        }
    }

    /// Folds events in the order in which they were appended; those that were folded before are passed over. What a
    /// conversation is worth is worked out once, however many of them are its.
    void accept(Iterable<Logged> events) {
        Set<Live> changed = new LinkedHashSet<>();
        for (Logged logged : events) {
            Live live = remembered.computeIfAbsent(logged.conversation(), _ -> recall(logged));
            if (logged.seq() > live.seq) {
                changed.add(live);
                accept(live, logged);
            }
        }
        changed.forEach(this::settle);
    }

    private void accept(Live live, Logged logged) {
        unsettle(live);
        if (logged.seq() > live.seq + 1) {
            log.after(logged.conversation(), live.seq, Math.toIntExact(logged.seq() - live.seq - 1))
                    .forEach(missed -> fold(live, missed, true));
        }
        fold(live, logged, true);
        latest = later(latest, logged.at());
    }

    /// A conversation that goes on after it was forgotten: its worth so far lies in the tallies.
    private Live recall(Logged next) {
        Live live = live(next.conversation());
        if (next.seq() > 1) {
            log.after(next.conversation(), 0, Math.toIntExact(next.seq() - 1))
                    .forEach(each -> fold(live, each, false));
            live.settled = true;
        }
        return live;
    }

    /// Forgets the conversations in which nothing happened for a day. Cheap when it was done a moment ago.
    void sweep(Instant now) {
        if (now.isAfter(swept.plus(REMEMBERED.dividedBy(24)))) {
            swept = now;
            remembered.values().removeIf(live -> live.settled && !isRemembered(live, now));
        }
    }

    private static boolean isRemembered(Live live, Instant now) {
        return live.at.plus(REMEMBERED).isAfter(now);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// The time of the latest event seen.
    Instant latest() {
        return latest;
    }

    /// Which days lie between two instants, if both are the first instant of a local date.
    ///
    /// @return null if one is not, so that the figures are not in the roll-up
    @Nullable
    Days days(int policy, @Nullable Instant from, @Nullable Instant to) {
        BusinessTime time = books.get(policy).time;
        for (Instant bound : new Instant[]{from, to}) {
            if (bound != null && time.startOf(time.day(bound.toEpochMilli())) != bound.toEpochMilli()) {
                return null;
            }
        }
        return new Days(from == null ? null : time.day(from.toEpochMilli()),
                to == null ? null : time.day(to.toEpochMilli()));
    }

    /// The figures of some days as they stand at `asOf`, which is not before the latest event.
    Report report(int policy, Days days, Set<By> by, Instant asOf) {
        Book book = books.get(policy);
        Tally waiting = new Tally(book.policy);
        for (Live live : open) {
            book.measure.add(live.rounds.get(policy), asOf.toEpochMilli(), waiting, Witness.NONE);
        }
        var figures = Tally.figures(List.of(book.settled, waiting), days, by, Witness.NONE);
        return new Report(book.policy.id(), asOf, figures.metrics(), replies(policy),
                new Details(figures.byAgent(), figures.byDay(), null));
    }

    /// All messages of the bot and of agents, by verdict.
    Map<Verdict, Long> replies(int policy) {
        return new EnumMap<>(books.get(policy).replies);
    }

    /// The rounds in which a buyer waits for a person, with what is due when, the earliest due first.
    List<Board.Waiting> waiting(int policy, Instant asOf) {
        Book book = books.get(policy);
        List<Board.Waiting> waiting = new ArrayList<>();
        for (Live live : open) {
            List<Round> rounds = live.rounds.get(policy).rounds(asOf.toEpochMilli());
            if (!rounds.isEmpty() && rounds.getLast().outcome() == Round.Outcome.WAITING) {
                waiting.add(new Board.Waiting(rounds.getLast(), book.measure.dues(rounds.getLast())));
            }
        }
        waiting.sort(Board.Waiting.EARLIEST_DUE);
        return waiting;
    }

    /// The local date of an instant under a policy.
    int day(int policy, Instant at) {
        return books.get(policy).time.day(at.toEpochMilli());
    }
}
