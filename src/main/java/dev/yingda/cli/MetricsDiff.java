package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import dev.yingda.Settings;
import dev.yingda.cli.MetricsCommand.Language;
import dev.yingda.cli.MetricsCommand.Times;
import dev.yingda.metrics.BadInput;
import dev.yingda.metrics.Difference;
import dev.yingda.metrics.Policy;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `yingda metrics diff`.
@Command(name = "diff", mixinStandardHelpOptions = true, description = {
        "Judge the same events by two policies, A and B, and print what changes: each figure, the replies that count under "
                + "one of them alone, and the rounds that are judged differently, each with the reason.",
        "All rounds are held in memory; a period makes them fewer."}, footerHeading = "%nExamples:%n", footer = {
                "  What a stricter rule would have meant for March:",
                "    yingda metrics diff --policy shop-default --policy shop-strict --data data \\",
                "      --from 2026-03-01T00:00:00+08:00 --to 2026-04-01T00:00:00+08:00",
                "  Why a platform's number is not the shop's, with every case:",
                "    yingda metrics diff --policy shop-default --policy taobao-3min --events march.jsonl \\",
                "      --as-of 2026-04-01T00:00:00+08:00 --limit 100000 --json"})
final class MetricsDiff implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private MetricsCommand metrics;

    @Option(names = "--policy", required = true, paramLabel = "FILE|PRESET", description = "Given twice: A, then B. A policy file (YAML or JSON), or the id of a preset.")
    private List<String> policies = List.of();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private History history;

    @Option(names = "--as-of", paramLabel = "INSTANT", converter = Times.class, description = "The evaluation instant: later events are not seen. ISO-8601 with offset, or epoch ms. Of a shop: now, if not given.")
    private @Nullable Instant asOf;

    @Option(names = "--from", paramLabel = "INSTANT", converter = Times.class, description = "Only rounds, ratings and replies from here on; else each policy's own.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", converter = Times.class, description = "Only rounds, ratings and replies before this; else each policy's own.")
    private @Nullable Instant to;

    @Option(names = "--limit", defaultValue = "50", description = "How many replies, and how many rounds, are listed: the newest. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "zh|en", converter = Language.class, description = "The language of the tables; else that of the system.")
    private @Nullable String language;

    @Override
    public Integer call() {
        return MetricsCommand.guarded(spec, () -> {
            Difference.Findings found = compare();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                found.writeJson(out);
            } else {
                out.print(found.table(Language.orOfTheSystem(language)));
            }
            out.flush();
        });
    }

    private Difference.Findings compare() throws BadInput, IOException, Settings.Faulty {
        if (policies.size() != 2) {
            throw new IllegalArgumentException("--policy: is given " + policies.size()
                    + (policies.size() == 1 ? " time" : " times")
                    + "; give two, such as --policy shop-default --policy shop-strict");
        }
        if (limit < 0) {
            throw new IllegalArgumentException("--limit: is " + limit + "; give 0 or more");
        }
        Policy a = MetricsCommand.during(MetricsCommand.policy(policies.getFirst()), from, to);
        Policy b = MetricsCommand.during(MetricsCommand.policy(policies.getLast()), from, to);
        Difference difference = Difference.of(a, b, metrics.asOf(asOf, history), limit);
        history.read(first(a.period().from(), b.period().from()), last(a.period().to(), b.period().to()),
                difference::accept);
        return difference.result();
    }

    /// Null is no bound.
    private static @Nullable Instant first(@Nullable Instant one, @Nullable Instant other) {
        return one == null || other == null ? null : one.isBefore(other) ? one : other;
    }

    private static @Nullable Instant last(@Nullable Instant one, @Nullable Instant other) {
        return one == null || other == null ? null : one.isAfter(other) ? one : other;
    }
}
