package dev.yingda.metrics;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.By;

import org.jspecify.annotations.Nullable;

/// Owner of the totals: the figures of the live shop, each with the rounds and messages behind it. Everything is derived
/// from the log by the rules that judge files too; the [RollUp] holds what adds up, and is read anew from the log when it is
/// first needed.
///
/// For several threads. [#accept] only takes note and never waits; the other methods read the log and so block.
public final class Ledger {

    private final EventLog log;
    private final Clock clock;
    private final List<Policy> policies;
    private final AtomicLong version = new AtomicLong();
    private final Queue<Logged> news = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by the lock; null until it is needed, and after it failed.
    private @Nullable RollUp rollUp;

    /// @param policies those that may be asked for, each id once
    public Ledger(EventLog log, Clock clock, List<Policy> policies) {
        this.log = log;
        this.clock = clock;
        this.policies = List.copyOf(policies);
        if (policies.stream().map(Policy::id).distinct().count() < policies.size()) {
            throw new IllegalArgumentException("a policy is there twice");
        }
    }

    /// The policies that may be asked for.
    public List<Policy> policies() {
        return policies;
    }

    /// Hears of every event after it was stored, in order within each conversation.
    public void accept(Logged logged) {
        news.add(logged);
        version.incrementAndGet();
    }

    /// Grows with every event: as long as it stands, only the passing of time changes a figure.
    public long version() {
        return version.get();
    }

    /// Throws the totals away; the next question reads the whole log.
    public void rebuild() {
        lock.lock();
        try {
            rollUp = null;
        } finally {
            lock.unlock();
        }
    }

    /// Asks the roll-up, brought up to date, how things stand now.
    private <T> T ask(BiFunction<RollUp, Instant, T> question) {
        lock.lock();
        try {
            RollUp current = upToDate();
            Instant now = clock.instant();
            current.sweep(now);
            // A clock that was set back must not hide what was stored already.
            return question.apply(current, now.isAfter(current.latest()) ? now : current.latest());
        } finally {
            lock.unlock();
        }
    }

    private RollUp upToDate() {
        RollUp current = rollUp;
        rollUp = null;
        if (current == null) {
            current = new RollUp(log, policies);
            Logged oldestNews = news.peek();
            current.build(oldestNews == null ? clock.instant() : oldestNews.at());
        }
        List<Logged> told = new ArrayList<>();
        for (Logged next = news.poll(); next != null; next = news.poll()) {
            told.add(next);
        }
        current.accept(told);
        rollUp = current;
        return current;
    }

    /// The figures of the period as they stand now; `replies` counts all since the beginning. Periods of whole local days
    /// are there at once; others are read from the log.
    ///
    /// @param from first instant of the period; null: no bound
    /// @param to first instant after it; null: no bound
    /// @throws IllegalArgumentException if there is no such policy, or `from` is after `to`
    public Report report(String policyId, @Nullable Instant from, @Nullable Instant to, Set<By> by) {
        Policy policy = policy(policyId).during(from, to);
        int index = index(policyId);
        Optional<Report> added = ask((figures, asOf) -> {
            Tally.Days days = figures.days(index, from, to);
            return days == null ? Optional.empty() : Optional.of(figures.report(index, days, by, asOf));
        });
        return added.orElseGet(() -> {
            Replay replay = Replay.inTurn(policy, now());
            log.scan(from, to, replay::accept);
            Report report = replay.result(by, false);
            return new Report(report.policy(), report.asOf(), report.metrics(),
                    ask((figures, _) -> figures.replies(index)), report.details());
        });
    }

    private Instant now() {
        return ask((_, asOf) -> asOf);
    }

    /// The live shop: who waits, what is due when, and today's figures.
    public Board board() {
        return ask((figures, asOf) -> {
            List<Board.Today> today = new ArrayList<>();
            for (int i = 0; i < policies.size(); i++) {
                int day = figures.day(i, asOf);
                Report report = figures.report(i, new Tally.Days(day, day + 1), Set.of(By.AGENT), asOf);
                today.add(new Board.Today(policies.get(i), LocalDate.ofEpochDay(day), report,
                        figures.waiting(i, asOf)));
            }
            return new Board(asOf, today);
        });
    }

    /// The rounds, replies and ratings behind the figures of a period.
    ///
    /// @param from first instant of the period; null: no bound
    /// @param to first instant after it; null: no bound
    /// @throws IllegalArgumentException if there is no such policy, or `from` is after `to`
    public Evidence evidence(String policyId, @Nullable Instant from, @Nullable Instant to) {
        return new Evidence(log, policy(policyId).during(from, to), now());
    }

    private Policy policy(String id) {
        return policies.get(index(id));
    }

    private int index(String id) {
        for (int i = 0; i < policies.size(); i++) {
            if (policies.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no policy " + id);
    }
}
