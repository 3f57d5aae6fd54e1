package dev.yingda.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.logging.LogManager;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `yingda`: the root of the commands.
@Command(name = "yingda", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, description = "A self-hosted customer-service responder for online shops.")
public final class Main {

    /// Exit status when the input or the surroundings are wrong.
    static final int WRONG = 2;

    private Main() {
    }

    /// The version in the jar's manifest.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[]{"yingda " + (version == null ? "(not packaged)" : version)};
        }
    }

    /// Runs a command and ends the process with its status.
    public static void main(String[] arguments) {
        quietLogs();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(commands(out, err).execute(arguments));
    }

    /// The commands, writing to these.
    static CommandLine commands(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(new ServeCommand()).addSubcommand(new KbCommand())
                .addSubcommand(new DbCommand(Clock.systemUTC()))
                .addSubcommand(new FaqCommand()).addSubcommand(new MetricsCommand())
                .addSubcommand(new BenchCommand());
        line.setOut(out).setErr(err).setExecutionExceptionHandler((e, failed, _) -> {
            failed.getErr().println("yingda: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return WRONG;
        });
        return line;
    }

    private static void quietLogs() {
        try (InputStream settings = Main.class.getResourceAsStream("/logging.properties")) {
            if (settings != null) {
                LogManager.getLogManager().readConfiguration(settings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
