package dev.yingda.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.By;

/// Histories and policies for tests.
final class Histories {

    static final Instant START = Instant.parse("2026-01-07T00:00:00Z");
    static final Instant AS_OF = START.plus(Duration.ofDays(6));

    private Histories() {
    }

    /// Some conversations of a few days, each possible, all kinds of event in it.
    static List<Logged> random(long seed) {
        Random random = new Random(seed);
        List<Logged> events = new ArrayList<>();
        for (int i = random.nextInt(1, 7); i > 0; i--) {
            events.addAll(conversation(random, "c" + i, "u" + random.nextInt(3)));
        }
        return inOrderOfTime(events);
    }

    private static List<Logged> conversation(Random random, String id, String buyer) {
        List<Logged> events = new ArrayList<>();
        Instant at = START.plusMillis(random.nextLong(Duration.ofDays(3).toMillis()));
        add(events, id, at, new Event.Opened(new BuyerId(buyer)));
        boolean closed = false;
        for (int i = random.nextInt(30); i > 0; i--) {
            at = at.plusMillis(pause(random));
            Event event = closed && random.nextInt(3) > 0 ? new Event.Reopened() : event(random, closed, events.size());
            closed = event instanceof Event.Closed || (closed && !(event instanceof Event.Reopened));
            add(events, id, at, event);
        }
        return events;
    }

    private static long pause(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextLong(60_000);
            case 2 -> random.nextLong(900_000);
            default -> random.nextLong(Duration.ofHours(10).toMillis());
        };
    }

    private static Event event(Random random, boolean closed, int number) {
        AgentId agent = new AgentId("a" + random.nextInt(3));
        if (closed) {
            return switch (random.nextInt(3)) {
                case 0 -> new Event.Rated(random.nextInt(1, 6), one(random, Event.Of.values()), null);
                case 1 -> new Event.Classified(one(random, Event.ServiceType.values()));
                default -> new Event.Reopened();
            };
        }
        return switch (random.nextInt(20)) {
            case 0 -> new Event.HandedOff("asked", 0);
            case 1 -> new Event.Assigned(agent);
            case 2 -> new Event.Transferred(agent);
            case 3 -> new Event.Closed(one(random, Event.By.values()));
            case 4 -> new Event.Rated(random.nextInt(1, 6), one(random, Event.Of.values()), null);
            case 5 -> random.nextInt(4) > 0
                    ? new Event.Classified(one(random, Event.ServiceType.values()))
                    : new Event.Flagged(one(random, Event.Flag.values()));
            case 6, 7, 8 -> new Event.BotMessage("m" + number, one(random, Event.BotKind.values()), null, 0, null,
                    List.of());
            case 9, 10, 11, 12 -> new Event.AgentMessage("m" + number, null, agent,
                    one(random, Event.AgentKind.values()), null);
            default -> new Event.BuyerMessage("m" + number, null, null, random.nextInt(5) == 0);
        };
    }

    private static <T> T one(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }

    private static void add(List<Logged> events, String conversation, Instant at, Event event) {
        events.add(new Logged(new ConversationId(conversation), 1, events.size() + 1L, at, event));
    }

    static List<Logged> inOrderOfTime(List<Logged> events) {
        return events.stream().sorted(Comparator.comparing(Logged::at)).toList();
    }

    /// Some policy that asks for every kind of metric.
    static Policy policy(long seed) {
        Random random = new Random(seed);
        String hours = random.nextBoolean() ? "" : """
                hours:
                  mon: [["09:00", "12:00"], ["13:00", "24:00"]]
                  wed: [["00:00", "02:00"], ["08:30", "23:00"]]
                  thu: [["09:00", "18:00"]]
                  fri: [["00:00", "24:00"]]
                """;
        return policy("""
                id: random
                %sholidays: [2026-01-08]
                time: %s
                counts: [%s]
                clock: %s
                transfer: %s
                courtesy: %s
                dayCut: %s
                metrics:
                  - {id: rate, kind: reply-rate, within: %s, windowBy: %s}
                  - {id: first, kind: mean-wait, unit: session, dropOver: 30m}
                  - {id: mean, kind: mean-wait, cap: 10m, unanswered: %s}
                  - {id: median, kind: percentile-wait, percentile: 50}
                  - {id: buyers, kind: reply-rate, within: 10m, unit: %s, judge: %s}
                  - {id: longest, kind: mean-wait, unit: %s, judge: %s, cap: 2h, unanswered: cap}
                  - {id: stars, kind: satisfaction, maxPerBuyer: 2}
                  - {id: ratio, kind: answer-ratio}
                """.formatted(hours, pick(random, "wall", "business"), pick(random, "typed", "typed, canned, assisted"),
                pick(random, "question", "handoff"), pick(random, "carries", "splits"),
                pick(random, "counts", "ignored"), pick(random, "true", "false"), pick(random, "30s", "180s", "1h"),
                pick(random, "round", "session"), pick(random, "cap", "exclude"),
                pick(random, "session", "buyer", "buyer-day"), pick(random, "first", "worst", "mean"),
                pick(random, "session", "buyer", "buyer-day"), pick(random, "first", "worst", "mean")));
    }

    private static String pick(Random random, String... all) {
        return one(random, all);
    }

    static Policy policy(String yaml) {
        try {
            return Policy.read("test.yaml", yaml);
        } catch (BadInput faulty) {
            throw new AssertionError(faulty);
        }
    }

    static Report replay(Policy policy, List<Logged> events) {
        return replay(policy, events, AS_OF);
    }

    static Report replay(Policy policy, List<Logged> events, Instant asOf) {
        Replay replay = Replay.of(policy, asOf);
        events.forEach(replay::accept);
        return replay.result(Set.of(By.values()), true);
    }

    static String json(Report report) {
        StringWriter json = new StringWriter();
        report.writeJson(json);
        return json.toString();
    }

    /// The events of lines such as those of an event file.
    static List<Logged> read(String lines) throws BadInput {
        List<Logged> events = new ArrayList<>();
        try {
            EventFile.read("events.jsonl", new BufferedReader(new StringReader(lines)), events::add);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return events;
    }
}
