package dev.yingda.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Random policies over every key and value of the contract, as the JSON that a user would write.
final class Policies {

    /// Lengths of time that matter to some policy; histories wait exactly so long, a millisecond less and one more.
    static final List<Duration> LIMITS = List.of(Duration.ZERO, Duration.ofMillis(250), Duration.ofSeconds(30),
            Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofHours(2),
            Duration.ofHours(24));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final List<String> WITHIN = List.of("0s", "250ms", "30s", "180s", "3m", "10m", "30m", "2h", "24h");

    private static final List<Integer> PERCENTILES = List.of(1, 25, 33, 50, 67, 90, 99, 100);

    /// Zones, each with the eve of something: a leap day, a change by an hour or by half of one, a midnight that does not
    /// exist, one that comes twice, and a date that was left out.
    private static final List<Map.Entry<String, String>> EVES = List.of(Map.entry("Asia/Shanghai", "2024-02-28"),
            Map.entry("Asia/Shanghai", "2026-01-06"), Map.entry("Europe/Berlin", "2026-03-28"),
            Map.entry("Europe/Berlin", "2026-10-24"), Map.entry("America/Santiago", "2026-09-05"),
            Map.entry("America/Santiago", "2026-04-04"), Map.entry("Australia/Lord_Howe", "2026-04-04"),
            Map.entry("Australia/Lord_Howe", "2026-10-03"), Map.entry("America/Havana", "2026-10-31"),
            Map.entry("Africa/Cairo", "2026-04-23"), Map.entry("Pacific/Apia", "2011-12-28"));

    /// Where and when something happens.
    ///
    /// @param start midnight there, or some hours later
    record Scene(ZoneId zone, Instant start) {

        static Scene random(Random random) {
            Map.Entry<String, String> eve = one(random, EVES);
            ZoneId zone = ZoneId.of(eve.getKey());
            LocalDate date = LocalDate.parse(eve.getValue()).minusDays(random.nextInt(2));
            return new Scene(zone, date.atStartOfDay(zone).toInstant().plusSeconds(3600L * random.nextInt(12)));
        }

        /// Some instant of its first days, often a full hour.
        Instant instant(Random random) {
            long hours = random.nextInt(-12, 3 * 24);
            return start.plusMillis(hours * 3_600_000 + (random.nextBoolean() ? 0 : random.nextInt(3_600_000)));
        }
    }

    private final Random random;
    private final Scene scene;

    private Policies(Random random, Scene scene) {
        this.random = random;
        this.scene = scene;
    }

    /// A policy for what happens there and then, in the form of a file.
    static ObjectNode random(Random random, Scene scene) {
        return new Policies(random, scene).policy();
    }

    static <T> T one(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private ObjectNode policy() {
        ObjectNode policy = JSON.createObjectNode();
        policy.put("id", "random").put("timezone", scene.zone.getId());
        if (random.nextBoolean()) {
            policy.set("hours", hours());
        }
        if (random.nextInt(3) == 0) {
            ArrayNode holidays = policy.putArray("holidays");
            LocalDate first = LocalDate.ofInstant(scene.start, scene.zone);
            new TreeSet<>(List.of(random.nextInt(4), random.nextInt(4)))
                    .forEach(days -> holidays.add(first.plusDays(days).toString()));
        }
        some(policy, "time", "wall", "business");
        if (random.nextBoolean()) {
            policy.set("counts", subset("typed", "canned", "suggested", "assisted"));
        }
        some(policy, "clock", "question", "handoff");
        some(policy, "transfer", "carries", "splits");
        some(policy, "courtesy", "counts", "ignored");
        if (random.nextBoolean()) {
            policy.put("dayCut", random.nextBoolean());
        }
        period(policy);
        ArrayNode metrics = policy.putArray("metrics");
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            metrics.add(metric("m" + i));
        }
        return policy;
    }

    private void period(ObjectNode policy) {
        if (random.nextInt(3) > 0) {
            return;
        }
        List<Instant> ends = new ArrayList<>(List.of(scene.instant(random), scene.instant(random)));
        Collections.sort(ends);
        if (random.nextInt(4) > 0) {
            policy.put("from", ends.get(0).toString());
        }
        if (random.nextInt(4) > 0) {
            policy.put("to", ends.get(1).toEpochMilli());
        }
    }

    /// The same hours every day, or each day its own; some days none.
    private ObjectNode hours() {
        ObjectNode hours = JSON.createObjectNode();
        ArrayNode daily = windows();
        boolean same = random.nextBoolean();
        for (String day : DAYS) {
            if (same || random.nextInt(3) > 0) {
                hours.set(day, same ? daily : windows());
            }
        }
        return hours;
    }

    private ArrayNode windows() {
        TreeSet<Integer> ends = new TreeSet<>();
        if (random.nextInt(3) == 0) {
            ends.addAll(List.of(0, 96));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            ends.add(random.nextBoolean() ? random.nextInt(97) : 4 * random.nextInt(25));
        }
        ArrayNode windows = JSON.createArrayNode();
        while (ends.size() > 1) {
            windows.addArray().add(clock(ends.removeFirst())).add(clock(ends.removeFirst()));
        }
        return windows;
    }

    private static String clock(int quarters) {
        return "%02d:%02d".formatted(quarters / 4, quarters % 4 * 15);
    }

    private ObjectNode metric(String id) {
        ObjectNode metric = JSON.createObjectNode();
        metric.put("id", id);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                metric.put("kind", "reply-rate").put("within", one(random, WITHIN));
                share(metric);
                group(metric);
            }
            case 3, 4 -> length(metric.put("kind", "mean-wait"));
            case 5 -> length(metric.put("kind", "percentile-wait").put("percentile",
                    one(random, PERCENTILES)));
            case 6 -> satisfaction(metric.put("kind", "satisfaction"));
            default -> share(metric.put("kind", "answer-ratio"));
        }
        if (random.nextInt(6) == 0) {
            metric.set("serviceType", subset("routine", "complaint", "after-sales", "refund"));
        }
        return metric;
    }

    private void group(ObjectNode metric) {
        String unit = one(random, List.of("round", "session", "buyer-day", "buyer"));
        if (!unit.equals("round")) {
            metric.put("unit", unit);
            some(metric, "judge", "first", "worst", "mean");
        } else if (random.nextBoolean()) {
            metric.put("unit", unit);
        }
        some(metric, "windowBy", "round", "session");
    }

    private void length(ObjectNode metric) {
        group(metric);
        String unanswered = one(random, List.of("", "exclude", "cap"));
        if (!unanswered.isEmpty()) {
            metric.put("unanswered", unanswered);
        }
        if (unanswered.equals("cap") || random.nextInt(3) == 0) {
            metric.put("cap", one(random, WITHIN));
        }
        if (random.nextInt(3) == 0) {
            metric.put("dropOver", one(random, WITHIN));
        }
        if (random.nextBoolean()) {
            metric.putObject("target").put("atMost", one(random, WITHIN));
        }
    }

    private void satisfaction(ObjectNode metric) {
        share(metric);
        if (random.nextBoolean()) {
            metric.set("of", subset("agent", "bot"));
        }
        if (random.nextBoolean()) {
            metric.put("good", random.nextInt(1, 6));
        }
        if (random.nextInt(3) > 0) {
            metric.put("maxPerBuyer", random.nextInt(1, 4));
        }
    }

    private void share(ObjectNode metric) {
        if (random.nextBoolean()) {
            metric.putObject("target").put("atLeast", one(random, List.of(0.0, 0.5, 0.9, 1.0)));
        }
    }

    private void some(ObjectNode in, String key, String... values) {
        if (random.nextInt(4) > 0) {
            in.put(key, one(random, Arrays.asList(values)));
        }
    }

    private ArrayNode subset(String... values) {
        List<String> all = new ArrayList<>(Arrays.asList(values));
        Collections.shuffle(all, random);
        ArrayNode some = JSON.createArrayNode();
        all.subList(0, random.nextInt(1, all.size() + 1)).forEach(some::add);
        return some;
    }
}
