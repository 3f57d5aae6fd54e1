package dev.yingda.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.yingda.Yingda;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.conversation.MemoryLog;
import dev.yingda.journal.Journal;
import dev.yingda.metrics.Judgement;
import dev.yingda.metrics.Ledger;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Replay;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Verdict;

/// What must hold of the journal after any journey, whatever happened in it.
public final class Invariants {

    private Invariants() {
    }

    static void check(Yingda yingda) {
        check(yingda.journal(), yingda.ledger());
        ledgerIsReplayAtEveryPrefix(yingda);
    }

    /// As things stand, and not at each moment before.
    ///
    /// @param ledger live ones of this journal, or new ones
    public static void check(Journal journal, Ledger ledger) {
        Map<ConversationId, Long> lastSeq = new HashMap<>();
        Map<ConversationId, Logged> last = new HashMap<>();
        Set<String> answered = new HashSet<>();
        Set<String> sent = new HashSet<>();
        Set<ConversationId> people = new HashSet<>();
        Set<ConversationId> open = new HashSet<>();
        journal.scan(null, null, logged -> {
            ConversationId conversation = logged.conversation();
            assertEquals(lastSeq.getOrDefault(conversation, 0L) + 1, logged.seq(), "a gap in " + conversation);
            lastSeq.put(conversation, logged.seq());
            Logged before = last.put(conversation, logged);
            assertTrue(before == null || !logged.at().isBefore(before.at()), "time runs backwards in " + conversation);
            check(logged, people, answered, sent, open);
        });
        for (Policy policy : ledger.policies()) {
            ledgerIsReplay(journal, ledger, policy);
        }
    }

    /// The same for every moment of the journey: a ledger that heard so far says what a replay of so far says.
    private static void ledgerIsReplayAtEveryPrefix(Yingda yingda) {
        List<Logged> history = new ArrayList<>();
        yingda.journal().scan(null, null, history::add);
        history.sort(Comparator.comparing(Logged::at).thenComparing(Logged::conversation)
                .thenComparingLong(Logged::seq));
        MemoryLog log = new MemoryLog();
        Ledger ledger = new Ledger(log, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), yingda.ledger().policies());
        for (Logged each : history) {
            ((EventLog.Appended.Stored) log.append(each.conversation(), each.seq() - 1, each.at(),
                    List.of(each.event()))).events().forEach(ledger::accept);
            for (Policy policy : ledger.policies()) {
                assertEquals(json(replay(log, policy, each.at())),
                        json(ledger.report(policy.id(), null, null, Set.of(Report.By.values()))),
                        () -> policy.id() + " after " + each);
            }
        }
    }

    private static Report replay(EventLog log, Policy policy, Instant asOf) {
        Replay replay = Replay.of(policy.during(null, null), asOf);
        log.scan(null, null, replay::accept);
        return replay.result(Set.of(Report.By.values()), false);
    }

    private static void check(Logged logged, Set<ConversationId> people, Set<String> answered, Set<String> sent,
            Set<ConversationId> open) {
        switch (logged.event()) {
            case Event.BotMessage message -> {
                if (message.replyTo() > 0) {
                    assertTrue(answered.add(logged.conversation() + " " + message.replyTo()),
                            "two bot messages answer " + logged.conversation() + " " + message.replyTo());
                }
                boolean answers = message.kind() == Event.BotKind.ANSWER || message.kind() == Event.BotKind.CLARIFY;
                assertTrue(!answers || open.remove(logged.conversation()), "the bot reacts twice to one question");
                assertFalse(answers && people.contains(logged.conversation()), "the bot talks on after the hand-off");
            }
            case Event.BuyerMessage message -> {
                open.add(logged.conversation());
                assertTrue(sent.add(logged.conversation() + " buyer " + message.clientMessageId()),
                        "a message stored twice");
            }
            case Event.AgentMessage message -> assertTrue(
                    sent.add(logged.conversation() + " agent " + message.clientMessageId()), "a message stored twice");
            case Event.HandedOff _,Event.Assigned _ -> people.add(logged.conversation());
            case Event.Reopened _ -> people.remove(logged.conversation());
            default -> {
            }
        }
    }

    /// What the live ledger says is what a replay of the journal says.
    private static void ledgerIsReplay(Journal journal, Ledger ledger, Policy policy) {
        Report live = ledger.report(policy.id(), null, null, Set.of(Report.By.AGENT, Report.By.DAY));
        Replay replay = Replay.of(policy, live.asOf());
        journal.scan(null, null, logged -> {
            Judgement judgement = replay.accept(logged);
            assertFalse(judgement != null && judgement.verdict() == Verdict.COUNTS
                    && logged.event() instanceof Event.BotMessage,
                    "the bot's message counts");
        });
        assertEquals(json(replay.result(Set.of(Report.By.AGENT, Report.By.DAY), false)), json(live));
    }

    private static String json(Report report) {
        StringWriter text = new StringWriter();
        report.writeJson(text);
        return text.toString();
    }
}
