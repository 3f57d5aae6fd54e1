package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.yingda.conversation.Event.AgentKind;
import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.Event.ServiceType;
import dev.yingda.metrics.Metric.Grouping;
import dev.yingda.metrics.Metric.Head;
import dev.yingda.metrics.Metric.Judge;
import dev.yingda.metrics.Metric.Limits;
import dev.yingda.metrics.Metric.MeanWait;
import dev.yingda.metrics.Metric.PercentileWait;
import dev.yingda.metrics.Metric.ReplyRate;
import dev.yingda.metrics.Metric.Satisfaction;
import dev.yingda.metrics.Metric.Target;
import dev.yingda.metrics.Metric.Target.AtLeast;
import dev.yingda.metrics.Metric.Target.AtMost;
import dev.yingda.metrics.Metric.Unanswered;
import dev.yingda.metrics.Metric.Unit;
import dev.yingda.metrics.Metric.WindowBy;
import dev.yingda.metrics.Policy.Clock;
import dev.yingda.metrics.Policy.Counting;
import dev.yingda.metrics.Policy.Courtesy;
import dev.yingda.metrics.Policy.Period;
import dev.yingda.metrics.Policy.Schedule;
import dev.yingda.metrics.Policy.Time;
import dev.yingda.metrics.Policy.Transfer;
import dev.yingda.metrics.Policy.Window;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PresetsTest {

    private static final Path FOLDER = Path.of("src/main/resources/policies");
    private static final Set<AgentKind> PEOPLE = Set.of(AgentKind.TYPED, AgentKind.CANNED, AgentKind.SUGGESTED);
    private static final Counting PLAIN = counting(Clock.QUESTION, false);
    private static final Schedule ALWAYS = new Schedule(ZoneId.of("Asia/Shanghai"), null, Set.of(), Time.WALL);
    private static final Grouping ROUNDS = new Grouping(Unit.ROUND, Judge.FIRST, WindowBy.ROUND);
    private static final Grouping FIRST = new Grouping(Unit.SESSION, Judge.FIRST, WindowBy.ROUND);
    private static final Limits NONE = new Limits(null, Unanswered.EXCLUDE, null);
    private static final Limits DROP_30M = new Limits(null, Unanswered.EXCLUDE, Duration.ofMinutes(30));

    @Test
    void every_file_of_the_folder_is_a_preset_under_its_own_name() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertEquals(files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .collect(Collectors.toSet()),
                    Policy.presets().stream().map(Policy::id).collect(Collectors.toSet()));
        }
        assertEquals("shop-default", Policy.preset("shop-default").orElseThrow().id());
        assertTrue(Policy.preset("../secret").isEmpty());
    }

    @Test
    void every_preset_says_in_both_languages_what_it_is_and_that_it_is_no_official_value() throws IOException {
        for (Policy policy : Policy.presets()) {
            assertSpoken(policy.name().title(), policy.id());
            policy.metrics().forEach(metric -> assertSpoken(metric.head().title(), policy.id() + "." + metric.id()));
            assertNotNull(policy.name().asOf());
            String source = Objects.requireNonNull(policy.name().source());
            assertTrue(source.contains("no official value") && source.contains("官方数值"), source);
            String comment = Files.readAllLines(FOLDER.resolve(policy.id() + ".yaml")).stream()
                    .takeWhile(line -> line.startsWith("# ")).map(line -> line.substring(2))
                    .collect(Collectors.joining(" "));
            assertTrue(comment.contains("no official value of any platform"), policy.id());
        }
    }

    @Test
    void the_shops_own_presets_differ_in_their_targets_only() {
        assertRules("shop-default", daily(9, 23), PLAIN, shop(0.9, 20));
        assertRules("shop-strict", daily(9, 23), PLAIN, shop(0.8, 30));
    }

    @Test
    void the_tiers_are_two_limits_of_one_first_response() {
        assertRules("shop-tiers", daily(9, 23), PLAIN, List.of(
                new MeanWait(head("first_response_silver", new AtMost(Duration.ofSeconds(15))), FIRST, DROP_30M),
                new MeanWait(head("first_response_gold", new AtMost(Duration.ofSeconds(10))), FIRST, DROP_30M)));
    }

    @Test
    void each_service_type_has_its_own_limit_for_the_first_reply() {
        Map<ServiceType, Integer> minutes = Map.of(ServiceType.ROUTINE, 5, ServiceType.COMPLAINT, 10,
                ServiceType.AFTER_SALES, 15, ServiceType.REFUND, 30);
        assertRules("shop-service-types", daily(9, 23), PLAIN, Arrays.stream(ServiceType.values())
                .map(type -> (Metric) new ReplyRate(new Head(type.wire(), Map.of(), Set.of(type), null), FIRST,
                        Duration.ofMinutes(Objects.requireNonNull(minutes.get(type)))))
                .toList());
    }

    @Test
    void taobao_cuts_the_day_splits_at_a_transfer_and_counts_what_was_sent_for_the_agent() {
        Counting counting = new Counting(
                Set.of(AgentKind.TYPED, AgentKind.CANNED, AgentKind.SUGGESTED, AgentKind.ASSISTED), Clock.QUESTION,
                Transfer.SPLITS, Courtesy.COUNTS, true);
        assertRules("taobao-3min", daily(8, 23), counting, List.of(
                new ReplyRate(head("reply_rate_3m", null), ROUNDS, Duration.ofMinutes(3)),
                new MeanWait(head("average_response_time", null), ROUNDS,
                        new Limits(Duration.ofMinutes(10), Unanswered.CAP, null))));
    }

    @Test
    void douyin_is_measured_from_the_hand_off() {
        assertRules("douyin-2023", ALWAYS, counting(Clock.HANDOFF, false), List.of(
                new ReplyRate(head("first_reply_2m", new AtLeast(0.85)), FIRST, Duration.ofMinutes(2)),
                new ReplyRate(head("mean_reply_3m", new AtLeast(0.8)),
                        new Grouping(Unit.SESSION, Judge.MEAN, WindowBy.ROUND), Duration.ofMinutes(3)),
                satisfaction(0.8)));
        assertRules("douyin-first-response", ALWAYS, counting(Clock.HANDOFF, true),
                List.of(new MeanWait(head("first_response_time", null), FIRST, NONE)));
    }

    @Test
    void kuaishou_judges_a_buyers_day_by_its_longest_wait() {
        assertRules("kuaishou", ALWAYS, PLAIN, List.of(new ReplyRate(head("worst_wait_3m", null),
                new Grouping(Unit.BUYER_DAY, Judge.WORST, WindowBy.ROUND), Duration.ofMinutes(3))));
    }

    @Test
    void jd_and_xiaohongshu_judge_the_first_reply_of_a_session_in_their_hours() {
        assertRules("jd", daily(9, 23), PLAIN, List.of(new ReplyRate(head("first_reply_30s", null),
                new Grouping(Unit.SESSION, Judge.FIRST, WindowBy.SESSION), Duration.ofSeconds(30))));
        assertRules("xiaohongshu", daily(9, 23), PLAIN,
                List.of(new ReplyRate(head("first_reply_3m", null), FIRST, Duration.ofMinutes(3))));
    }

    @Test
    void the_help_desk_gives_median_and_90th_percentile_of_working_time() {
        Map<DayOfWeek, List<Window>> hours = Arrays.stream(DayOfWeek.values())
                .filter(day -> day.compareTo(DayOfWeek.FRIDAY) <= 0)
                .collect(Collectors.toMap(Function.identity(), _ -> List.of(new Window(9 * 60, 18 * 60))));
        assertRules("helpdesk", new Schedule(ZoneId.of("Asia/Shanghai"), hours, Set.of(), Time.BUSINESS), PLAIN,
                List.of(new PercentileWait(head("first_response_median", null), FIRST, NONE, 50),
                        new PercentileWait(head("first_response_p90", null), FIRST, NONE, 90),
                        new PercentileWait(head("response_median", null), ROUNDS, NONE, 50),
                        new PercentileWait(head("response_p90", null), ROUNDS, NONE, 90)));
    }

    private static void assertSpoken(Map<String, String> title, String of) {
        assertEquals(Set.of("zh-CN", "en"), title.keySet(), of);
    }

    /// The whole rule but for names and titles.
    private static void assertRules(String id, Schedule schedule, Counting counting, List<Metric> metrics) {
        Policy preset = Policy.preset(id).orElseThrow();
        assertEquals(schedule, preset.schedule(), id);
        assertEquals(counting, preset.counting(), id);
        assertEquals(Period.ALWAYS, preset.period(), id);
        assertEquals(metrics, preset.metrics().stream().map(PresetsTest::untitled).toList(), id);
    }

    private static Metric untitled(Metric metric) {
        Head head = new Head(metric.id(), Map.of(), metric.head().serviceTypes(), metric.head().target());
        return switch (metric) {
            case ReplyRate rate -> new ReplyRate(head, rate.grouping(), rate.within());
            case MeanWait mean -> new MeanWait(head, mean.grouping(), mean.limits());
            case PercentileWait wait -> new PercentileWait(head, wait.grouping(), wait.limits(), wait.percentile());
            case Satisfaction share -> new Satisfaction(head, share.of(), share.good(), share.maxPerBuyer());
            case Metric.AnswerRatio _ -> new Metric.AnswerRatio(head);
        };
    }

    private static List<Metric> shop(double rate, int seconds) {
        return List.of(new ReplyRate(head("reply_rate_3m", new AtLeast(rate)), ROUNDS, Duration.ofMinutes(3)),
                new MeanWait(head("first_response_time", new AtMost(Duration.ofSeconds(seconds))), FIRST, DROP_30M),
                new MeanWait(head("average_response_time", null), ROUNDS, NONE), satisfaction(0.8));
    }

    private static Satisfaction satisfaction(double atLeast) {
        return new Satisfaction(head("satisfaction", new AtLeast(atLeast)), Set.of(Of.values()), 4, null);
    }

    private static Head head(String id, @Nullable Target target) {
        return new Head(id, Map.of(), null, target);
    }

    private static Counting counting(Clock clock, boolean dayCut) {
        return new Counting(PEOPLE, clock, Transfer.CARRIES, Courtesy.COUNTS, dayCut);
    }

    private static Schedule daily(int from, int to) {
        Map<DayOfWeek, List<Window>> hours = Arrays.stream(DayOfWeek.values())
                .collect(Collectors.toMap(Function.identity(), _ -> List.of(new Window(from * 60, to * 60))));
        return new Schedule(ZoneId.of("Asia/Shanghai"), hours, Set.of(), Time.WALL);
    }
}
