package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.yingda.Settings;
import dev.yingda.metrics.BadInput;
import dev.yingda.metrics.EventFile;
import dev.yingda.metrics.Metric;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Report.By;
import dev.yingda.store.StoreException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `yingda metrics`: applies policies to histories, of files and of shops. Bad input ends with status 2 and one line for
/// each fault on the error stream.
@Command(name = "metrics", mixinStandardHelpOptions = true, description = "Judge response times by a policy.", subcommands = {
        MetricsReplay.class, MetricsExport.class, MetricsCommand.Policies.class})
public final class MetricsCommand implements Callable<Integer> {

    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /// With the machine's clock.
    public MetricsCommand() {
        this(Clock.systemUTC());
    }

    MetricsCommand(Clock clock) {
        this.clock = clock;
    }

    /// Without a subcommand there is nothing to do but to name them.
    @Override
    public Integer call() {
        var line = spec.commandLine();
        line.usage(line.getErr());
        return Main.WRONG;
    }

    /// What a subcommand does.
    interface Work {
        void run() throws BadInput, IOException, Settings.Faulty;
    }

    /// Runs it; what is wrong goes to the error stream.
    ///
    /// @return the exit status
    static int guarded(CommandSpec spec, Work work) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            work.run();
            return 0;
        } catch (BadInput bad) {
            bad.faults().forEach(err::println);
        } catch (Settings.Faulty faulty) {
            faulty.faults().forEach(err::println);
        } catch (NoSuchFileException missing) {
            err.println(missing.getFile() + ": there is no such file");
        } catch (IOException unreadable) {
            err.println("cannot be read or written: " + unreadable);
        } catch (UncheckedIOException unwritable) {
            err.println("cannot be read or written: " + unwritable.getCause());
        } catch (IllegalArgumentException | StoreException refused) {
            err.println(refused.getMessage());
        }
        err.flush();
        return Main.WRONG;
    }

    /// The instant up to which events are seen.
    ///
    /// @param given on the command line
    Instant asOf(@Nullable Instant given, History history) {
        if (given != null) {
            return given;
        }
        if (history.ofShop()) {
            return clock.instant();
        }
        throw new IllegalArgumentException(
                "--as-of: is missing; a file does not say when it was written: give the instant up to which to judge, "
                        + "such as --as-of 2026-03-02T00:00:00+08:00");
    }

    /// The policy of a file or the preset of that id.
    static Policy policy(String name) throws BadInput, IOException {
        Optional<Policy> preset = Policy.preset(name);
        if (preset.isPresent()) {
            return preset.get();
        }
        try {
            return Policy.read(name, Files.readString(Path.of(name)));
        } catch (CharacterCodingException unreadable) {
            throw new BadInput(List.of(new BadInput.Fault(name, 0, "", "is not UTF-8; save the file as UTF-8")));
        } catch (NoSuchFileException missing) {
            throw new BadInput(List.of(new BadInput.Fault(name, 0, "",
                    "is neither a file nor a preset; `yingda metrics policies` lists the presets")));
        }
    }

    /// The policy over the period of the command line, which goes before its own.
    static Policy during(Policy policy, @Nullable Instant from, @Nullable Instant to) {
        return policy.during(from != null ? from : policy.period().from(), to != null ? to : policy.period().to());
    }

    static void requireOrder(@Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && from.isAfter(to)) {
            throw new IllegalArgumentException("--from: is after --to; swap them");
        }
    }

    /// `yingda metrics policies`.
    @Command(name = "policies", mixinStandardHelpOptions = true, description = "List the presets.")
    static final class Policies implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
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

    /// Reads a language.
    static final class Language implements ITypeConverter<String> {

        private static final String CHINESE = "zh-CN";
        private static final String ENGLISH = "en";

        @Override
        public String convert(String text) {
            return switch (text) {
                case "zh", CHINESE -> CHINESE;
                case ENGLISH -> ENGLISH;
                default -> throw new TypeConversionException("`" + text + "` is neither zh nor en");
            };
        }

        static String orOfTheSystem(@Nullable String given) {
            return given != null ? given : Locale.getDefault().getLanguage().equals("zh") ? CHINESE : ENGLISH;
        }
    }
}
