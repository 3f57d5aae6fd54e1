package dev.yingda.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.yingda.metrics.BadInput;
import dev.yingda.metrics.EventFile;
import dev.yingda.metrics.Metric;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Replay;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.By;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `yingda metrics`: applies policies to histories outside the running product. Bad input ends with status 2 and one line
/// for each fault on the error stream.
@Command(name = "metrics", mixinStandardHelpOptions = true, description = "Judge response times by a policy.", subcommands = {
        MetricsCommand.ReplayEvents.class, MetricsCommand.Policies.class})
public final class MetricsCommand implements Callable<Integer> {

    private static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    /// Without a subcommand there is nothing to do but to name them.
    @Override
    public Integer call() {
        var line = commandLine(spec);
        line.usage(line.getErr());
        return BAD_INPUT;
    }

    private static picocli.CommandLine commandLine(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec.commandLine();
    }

    /// `yingda metrics replay`.
    @Command(name = "replay", mixinStandardHelpOptions = true, description = "Apply a policy to a file of events and print what it makes of them.")
    static final class ReplayEvents implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--policy", required = true, paramLabel = "FILE|PRESET", description = "A policy file (YAML or JSON), or the id of a preset.")
        private String policy = "";

        @Option(names = "--events", required = true, paramLabel = "FILE.jsonl", description = "The events.")
        private Path events = Path.of("");

        @Option(names = "--as-of", required = true, paramLabel = "INSTANT", converter = Times.class, description = "The evaluation instant: later events are not seen. ISO-8601 with offset, or epoch ms.")
        private Instant asOf = Instant.EPOCH;

        @Option(names = "--from", paramLabel = "INSTANT", converter = Times.class, description = "Only rounds and ratings from here on; else the policy's own.")
        private @Nullable Instant from;

        @Option(names = "--to", paramLabel = "INSTANT", converter = Times.class, description = "Only rounds and ratings before this; else the policy's own.")
        private @Nullable Instant to;

        @Option(names = "--by", split = ",", paramLabel = "agent|day", converter = Breakdown.class, description = "Break down by agent, by day, or both.")
        private List<By> by = List.of();

        @Option(names = "--rounds", description = "List every round.")
        private boolean rounds;

        @Option(names = "--json", description = "Print JSON instead of a table.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter err = commandLine(spec).getErr();
            try {
                Report report = replay();
                PrintWriter out = commandLine(spec).getOut();
                if (json) {
                    report.writeJson(out);
                } else {
                    out.print(report.table(Locale.getDefault().getLanguage().equals("zh") ? "zh-CN" : "en"));
                }
                out.flush();
                return 0;
            } catch (BadInput bad) {
                bad.faults().forEach(err::println);
            } catch (NoSuchFileException missing) {
                err.println(missing.getFile() + ": there is no such file");
            } catch (IOException unreadable) {
                err.println("cannot be read: " + unreadable);
            } catch (IllegalArgumentException refused) {
                err.println(refused.getMessage());
            }
            err.flush();
            return BAD_INPUT;
        }

        private Report replay() throws BadInput, IOException {
            Policy chosen = policy();
            Instant start = from != null ? from : chosen.period().from();
            Instant end = to != null ? to : chosen.period().to();
            Replay replay = Replay.of(chosen.during(start, end), asOf);
            try (BufferedReader lines = Files.newBufferedReader(events)) {
                EventFile.read(events.toString(), lines, replay::accept);
            }
            return replay.result(by.isEmpty() ? Set.of() : EnumSet.copyOf(by), rounds);
        }

        private Policy policy() throws BadInput, IOException {
            Optional<Policy> preset = Policy.preset(policy);
            if (preset.isPresent()) {
                return preset.get();
            }
            try {
                return Policy.read(policy, Files.readString(Path.of(policy)));
            } catch (CharacterCodingException unreadable) {
                throw new BadInput(List.of(new BadInput.Fault(policy, 0, "", "is not UTF-8; save the file as UTF-8")));
            } catch (NoSuchFileException missing) {
                throw new BadInput(List.of(new BadInput.Fault(policy, 0, "",
                        "is neither a file nor a preset; `yingda metrics policies` lists the presets")));
            }
        }
    }

    /// `yingda metrics policies`.
    @Command(name = "policies", mixinStandardHelpOptions = true, description = "List the presets.")
    static final class Policies implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = commandLine(spec).getOut();
            for (Policy policy : Policy.presets()) {
                Policy.Name name = policy.name();
                out.printf("%s  %s · %s%n", name.id(), name.title().get("zh-CN"), name.title().get("en"));
                out.printf("    %s (%s)%n", name.source(), name.asOf());
                for (Metric metric : policy.metrics()) {
                    out.printf("    - %s (%s): %s · %s%n", metric.id(), metric.kind(),
                            metric.head().title().get("zh-CN"), metric.head().title().get("en"));
                }
            }
            out.flush();
            return 0;
        }
    }

    /// Reads a time.
    static final class Times implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            try {
                return EventFile.instant(text);
            } catch (IllegalArgumentException refused) {
                throw new TypeConversionException(refused.getMessage());
            }
        }
    }

    /// Reads a breakdown.
    static final class Breakdown implements ITypeConverter<By> {

        @Override
        public By convert(String text) {
            return switch (text) {
                case "agent" -> By.AGENT;
                case "day" -> By.DAY;
                default -> throw new TypeConversionException("`" + text + "` is neither agent nor day");
            };
        }
    }
}
