package dev.yingda.metrics;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Policies.Scene;
import dev.yingda.metrics.Report.By;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One question to a replay: what does this policy make of this history at that instant? Its text has the form of a
/// worked example, so that a case that was found can be kept.
record Case(ObjectNode rules, List<Logged> events, Instant asOf, Set<By> by, boolean withRounds) {

    static Case random(long seed) {
        Random random = new Random(seed);
        Scene scene = Scene.random(random);
        ObjectNode rules = Policies.random(random, scene);
        NavigableSet<Long> marks = Stories.marks(Histories.policy(rules.toString()), scene);
        List<Logged> events = Stories.random(random, scene, marks);
        Instant asOf = asOf(random, scene, marks, events);
        boolean everything = random.nextInt(8) > 0;
        return new Case(rules, events, asOf, everything ? EnumSet.allOf(By.class) : some(random),
                everything || random.nextBoolean());
    }

    /// After all of it, in the midst of it, at the very instant of an event, at a window's end, or before all of it.
    private static Instant asOf(Random random, Scene scene, NavigableSet<Long> marks, List<Logged> events) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5, 6 -> scene.start().plusSeconds(20 * 86_400L);
            case 7 -> scene.start().minusSeconds(random.nextInt(2) * 2L * 86_400L);
            case 8, 9, 10, 11, 12 -> Policies.one(random, events).at().plusMillis(random.nextInt(-1, 2));
            case 13 -> Instant.ofEpochMilli(Policies.one(random, List.copyOf(marks)));
            default -> scene.instant(random);
        };
    }

    private static Set<By> some(Random random) {
        Set<By> by = EnumSet.noneOf(By.class);
        for (By each : By.values()) {
            if (random.nextBoolean()) {
                by.add(each);
            }
        }
        return by;
    }

    Policy policy() {
        return Histories.policy(rules.toString());
    }

    Case with(List<Logged> others) {
        return new Case(rules, others, asOf, by, withRounds);
    }

    /// The same with no [Policy.Counting#dayCut]: then midnight cannot fall between two events.
    Case uncut() {
        return new Case(rules.deepCopy().put("dayCut", false), events, asOf, by, withRounds);
    }

    /// All that can be reported.
    Report report() {
        return Histories.replay(policy(), events, asOf);
    }

    /// As long as the fault shows, leaves out whatever can be left out: conversations, events, metrics, keys.
    Case smallest(Predicate<Case> faulty) {
        Case smallest = this;
        boolean again = true;
        while (again) {
            again = false;
            for (Case smaller : smallest.smaller()) {
                if (smaller.possible() && faulty.test(smaller)) {
                    smallest = smaller;
                    again = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private List<Case> smaller() {
        List<Case> smaller = new ArrayList<>();
        Map<ConversationId, List<Logged>> conversations = new LinkedHashMap<>();
        events.forEach(each -> conversations.computeIfAbsent(each.conversation(), _ -> new ArrayList<>()).add(each));
        conversations.values().forEach(conversation -> smaller.add(without(conversation)));
        for (int i = rules.withArray("metrics").size() - 1; i >= 0; i--) {
            ObjectNode fewer = rules.deepCopy();
            fewer.withArray("metrics").remove(i);
            smaller.add(new Case(fewer, events, asOf, by, withRounds));
        }
        events.reversed().forEach(event -> smaller.add(without(List.of(event))));
        for (var key : rules.properties()) {
            ObjectNode fewer = rules.deepCopy();
            fewer.remove(key.getKey());
            smaller.add(new Case(fewer, events, asOf, by, withRounds));
        }
        for (int i = rules.withArray("metrics").size() - 1; i >= 0; i--) {
            for (var key : rules.withArray("metrics").get(i).properties()) {
                ObjectNode fewer = rules.deepCopy();
                ((ObjectNode) fewer.withArray("metrics").get(i)).remove(key.getKey());
                smaller.add(new Case(fewer, events, asOf, by, withRounds));
            }
        }
        return smaller;
    }

    private Case without(List<Logged> some) {
        return with(events.stream().filter(each -> !some.contains(each)).toList());
    }

    private boolean possible() {
        try {
            Policy.read("policy.json", rules.toString());
            Histories.read(lines());
            return true;
        } catch (BadInput impossible) {
            return false;
        }
    }

    /// The events as a file.
    String lines() {
        StringWriter lines = new StringWriter();
        try {
            for (Logged event : events) {
                EventFile.write(event, lines);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return lines.toString();
    }

    @Override
    public String toString() {
        return "policy.json\n" + rules + "\nevents.jsonl\n" + lines() + "as of " + asOf;
    }
}
