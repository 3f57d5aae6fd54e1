package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.yingda.Settings;
import dev.yingda.cli.MetricsCommand.Breakdown;
import dev.yingda.cli.MetricsCommand.Language;
import dev.yingda.cli.MetricsCommand.Times;
import dev.yingda.metrics.BadInput;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Replay;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.By;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `yingda metrics replay`.
@Command(name = "replay", mixinStandardHelpOptions = true, description = {
        "Apply a policy to the events of a file or of a shop and print what it makes of them.",
        "Of a shop the server may be running: nothing is written and nobody is kept out."}, footerHeading = "%nExamples:%n", footer = {
                "  A shop's figures as they stand now, by agent:",
                "    yingda metrics replay --policy shop-default --data data --by agent",
                "  March alone, by day, as JSON:",
                "    yingda metrics replay --policy shop-default --data data --by day --json \\",
                "      --from 2026-03-01T00:00:00+08:00 --to 2026-04-01T00:00:00+08:00",
                "  Every round of a file, and what became of it:",
                "    yingda metrics replay --policy my-rule.yaml --events march.jsonl \\",
                "      --as-of 2026-04-01T00:00:00+08:00 --rounds"})
final class MetricsReplay implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private MetricsCommand metrics;

    @Option(names = "--policy", required = true, paramLabel = "FILE|PRESET", description = "A policy file (YAML or JSON), or the id of a preset; `yingda metrics policies` lists them.")
    private String policy = "";

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private History history;

    @Option(names = "--as-of", paramLabel = "INSTANT", converter = Times.class, description = "The evaluation instant: later events are not seen. ISO-8601 with offset, or epoch ms. Of a shop: now, if not given.")
    private @Nullable Instant asOf;

    @Option(names = "--from", paramLabel = "INSTANT", converter = Times.class, description = "Only rounds and ratings from here on; else the policy's own.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", converter = Times.class, description = "Only rounds and ratings before this; else the policy's own.")
    private @Nullable Instant to;

    @Option(names = "--by", split = ",", paramLabel = "agent|day", converter = Breakdown.class, description = "Break down by agent, by day, or both (agent,day).")
    private List<By> by = List.of();

    @Option(names = "--rounds", description = "List every round. All of them are held in memory.")
    private boolean rounds;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "zh|en", converter = Language.class, description = "The language of the table; else that of the system.")
    private @Nullable String language;

    @Override
    public Integer call() {
        return MetricsCommand.guarded(spec, () -> {
            Report report = replay();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                report.writeJson(out);
            } else {
                out.print(report.table(Language.orOfTheSystem(language)));
            }
            out.flush();
        });
    }

    private Report replay() throws BadInput, IOException, Settings.Faulty {
        Policy chosen = MetricsCommand.during(MetricsCommand.policy(policy), from, to);
        Instant end = metrics.asOf(asOf, history);
        Set<By> parts = by.isEmpty() ? Set.of() : EnumSet.copyOf(by);
        // The whole history whatever the period: the verdicts of all replies are counted.
        if (history.ofShop() && !rounds) {
            return history.judge(chosen, end, parts);
        }
        Replay replay = Replay.of(chosen, end);
        history.read(null, null, replay::accept);
        return replay.result(parts, rounds);
    }
}
