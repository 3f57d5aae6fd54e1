package dev.yingda.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.AgentKind;
import dev.yingda.conversation.Event.BotKind;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Policies.Scene;

import org.jspecify.annotations.Nullable;

/// Random histories: a few conversations of a week, each possible, full of what is easy to get wrong. Much happens at the
/// same instant, or exactly at the end of a window, at midnight, at the end of a period or when a limit is reached, or a
/// millisecond beside; sessions last over midnights and come back days later; buyers and agents are shared.
final class Stories {

    /// Not in the order of their numbers, nor of their case.
    private static final List<String> IDS = List.of("c2", "c10", "C1", "c-1", "c.1", "c_1", "b:7");
    /// The default three, and those that never count or only where listed.
    private static final List<AgentKind> KINDS = List.of(AgentKind.TYPED, AgentKind.TYPED, AgentKind.TYPED,
            AgentKind.CANNED, AgentKind.SUGGESTED, AgentKind.ASSISTED, AgentKind.AUTO);

    private final Random random;
    private final NavigableSet<Long> marks;
    private final List<Logged> events = new ArrayList<>();
    private String conversation = "";
    private long at;
    private int seq;
    private boolean closed;

    private Stories(Random random, NavigableSet<Long> marks) {
        this.random = random;
        this.marks = marks;
    }

    /// @param marks instants that something depends on; those of questions are added, so that others come at the same
    ///     moment
    static List<Logged> random(Random random, Scene scene, NavigableSet<Long> marks) {
        Stories stories = new Stories(random, marks);
        int first = random.nextInt(IDS.size());
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            stories.tell(IDS.get((first + i) % IDS.size()), scene);
        }
        return inSomeOrder(random, stories.events);
    }

    /// The instants that a policy makes something depend on, in the week of the scene.
    static NavigableSet<Long> marks(Policy policy, Scene scene) {
        NavigableSet<Long> marks = new TreeSet<>();
        LocalDate first = LocalDate.ofInstant(scene.start(), scene.zone());
        for (LocalDate day = first.minusDays(1); day.isBefore(first.plusDays(9)); day = day.plusDays(1)) {
            ZonedDateTime midnight = day.atStartOfDay(scene.zone());
            marks.add(midnight.toInstant().toEpochMilli());
            var hours = policy.schedule().hours();
            for (var window : hours == null
                    ? List.<Policy.Window>of()
                    : hours.getOrDefault(day.getDayOfWeek(), List.of())) {
                marks.add(day.atTime(LocalTime.MIDNIGHT).plusMinutes(window.start()).atZone(scene.zone()).toInstant()
                        .toEpochMilli());
                marks.add(day.atTime(LocalTime.MIDNIGHT).plusMinutes(window.end()).atZone(scene.zone()).toInstant()
                        .toEpochMilli());
            }
        }
        add(marks, policy.period().from());
        add(marks, policy.period().to());
        return marks;
    }

    private static void add(NavigableSet<Long> marks, @Nullable Instant at) {
        if (at != null) {
            marks.add(at.toEpochMilli());
        }
    }

    /// By time, or one conversation after the other, or any two that happened at once the other way round.
    private static List<Logged> inSomeOrder(Random random, List<Logged> events) {
        return switch (random.nextInt(3)) {
            case 0 -> List.copyOf(events);
            case 1 -> Histories.inOrderOfTime(events);
            default -> events.stream()
                    .sorted(Comparator.comparing(Logged::at)
                            .thenComparing(Logged::conversation, Comparator.reverseOrder())
                            .thenComparingLong(Logged::seq))
                    .toList();
        };
    }

    private void tell(String id, Scene scene) {
        conversation = id;
        seq = 0;
        closed = false;
        at = scene.instant(random).toEpochMilli();
        if (random.nextInt(3) == 0) {
            toMark();
        }
        add(new Event.Opened(new BuyerId("u" + random.nextInt(2))));
        for (int i = random.nextInt(2, 14); i > 0; i--) {
            if (closed) {
                afterwards();
            } else {
                scene();
            }
        }
    }

    private void scene() {
        switch (random.nextInt(13)) {
            case 0, 1 -> buyer(random.nextInt(1, 4));
            case 2 -> {
                buyer(1);
                bot();
            }
            case 3 -> {
                buyer(1);
                reply();
            }
            case 4 -> {
                buyer(1);
                later(new Event.HandedOff("asked", 0));
            }
            case 5 -> later(new Event.HandedOff(null, 0));
            case 6 -> bot();
            case 7 -> reply();
            case 8 -> {
                later(new Event.Assigned(agent()));
                reply();
            }
            case 9 -> later(new Event.Assigned(agent()));
            case 10 -> {
                buyer(1);
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    later(new Event.Transferred(agent()));
                }
            }
            case 11 -> {
                later(new Event.Closed(Policies.one(random, List.of(Event.By.values()))));
                closed = true;
                for (int i = random.nextInt(4); i > 0; i--) {
                    later(rating());
                }
            }
            default -> aside();
        }
    }

    /// What still comes to a closed conversation, at once or days later.
    private void afterwards() {
        if (random.nextBoolean()) {
            aside();
            return;
        }
        if (random.nextInt(3) == 0) {
            at += random.nextLong(Duration.ofDays(3).toMillis());
        }
        later(new Event.Reopened());
        closed = false;
    }

    private void aside() {
        later(switch (random.nextInt(8)) {
            case 0, 1, 2 -> rating();
            case 3, 4, 5, 6 -> new Event.Classified(Policies.one(random, List.of(Event.ServiceType.values())));
            default -> new Event.Flagged(Policies.one(random, List.of(Event.Flag.values())));
        });
    }

    private Event rating() {
        return new Event.Rated(random.nextInt(1, 6), Policies.one(random, List.of(Event.Of.values())), null);
    }

    private void buyer(int messages) {
        for (int i = messages; i > 0; i--) {
            later(new Event.BuyerMessage("m" + seq, null, null, random.nextInt(4) == 0));
            marks.add(at);
        }
    }

    private void bot() {
        later(new Event.BotMessage("m" + seq, Policies.one(random, List.of(BotKind.values())), null, 0, null,
                List.of()));
    }

    private void reply() {
        later(new Event.AgentMessage("m" + seq, null, agent(), Policies.one(random, KINDS), null));
    }

    private AgentId agent() {
        return new AgentId("a" + random.nextInt(3));
    }

    private void later(Event event) {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> at += 0;
            case 4, 5, 6 -> at += Policies.one(random, Policies.LIMITS).toMillis() + random.nextInt(0, 2);
            case 7, 8 -> toMark();
            case 9 -> at += random.nextLong(1, 1000);
            case 10, 11 -> at += random.nextLong(60_000);
            case 12, 13 -> at += random.nextLong(Duration.ofMinutes(20).toMillis());
            case 14 -> at += random.nextLong(Duration.ofHours(3).toMillis());
            default -> at += random.nextLong(Duration.ofHours(14).toMillis());
        }
        add(event);
    }

    private void toMark() {
        Long mark = marks.higher(at + 1);
        if (mark != null) {
            at = mark + Policies.one(random, List.of(-1, 0, 0, 1));
        }
    }

    private void add(Event event) {
        seq++;
        events.add(new Logged(new ConversationId(conversation), 1, seq, Instant.ofEpochMilli(at), event));
    }
}
