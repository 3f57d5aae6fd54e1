package dev.yingda.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import dev.yingda.Config;
import dev.yingda.Settings;
import dev.yingda.Yingda;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yingda serve`: runs the server till it is told to stop.
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Run the server.")
final class ServeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings (docs/configuration.md).")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the embedded database (default: data).")
    private @Nullable String data;

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on (default: 8080).")
    private @Nullable String port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(names = "--database", paramLabel = "JDBC", description = "JDBC address (default: SQLite in the data folder).")
    private @Nullable String database;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting; may be given several times.")
    private Map<String, String> set = Map.of();

    @Option(names = "--demo", description = "Create the accounts admin, lin and wu with random passwords and print them.")
    private boolean demo;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Settings settings = new Settings();
        if (config != null) {
            settings.file(config);
        }
        settings.environment(System.getenv()).set("data", data, "--data").set("server.port", port, "--port")
                .set("server.host", host, "--host").set("database.url", database, "--database");
        set.forEach((key, value) -> settings.set(key, value, "--set " + key));
        try {
            run(atHome(settings.config()), out);
            return 0;
        } catch (Settings.Faulty e) {
            e.faults().forEach(fault -> err.println("yingda: " + fault));
        } catch (Yingda.CannotStart e) {
            e.reasons().forEach(reason -> err.println("yingda: " + reason));
        }
        return Main.WRONG;
    }

    /// The sample knowledge base lies beside the program, wherever the command is given.
    private static Config atHome(Config config) {
        String home = System.getenv("YINGDA_HOME");
        Path knowledge = config.knowledge();
        return home == null || knowledge.isAbsolute() || Files.exists(knowledge)
                ? config
                : new Config(config.data(), config.database(), Path.of(home).resolve(knowledge), config.server(),
                        config.desk(), config.shop(), config.policies(), config.limits(), config.matching());
    }

    private void run(Config config, PrintWriter out) throws Yingda.CannotStart {
        CountDownLatch stopped = new CountDownLatch(1);
        Yingda yingda = Yingda.start(config, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            out.println("yingda: stopping ...");
            yingda.close();
            out.println("yingda: stopped.");
            stopped.countDown();
        }, "shutdown"));
        announce(yingda, config, out);
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(Yingda yingda, Config config, PrintWriter out) {
        List<String> lines = new ArrayList<>();
        String host = config.server().host().equals("0.0.0.0") || config.server().host().equals("127.0.0.1")
                ? "localhost"
                : config.server().host();
        String address = "http://" + host + ":" + yingda.port();
        if (demo) {
            yingda.demoAccounts().forEach((account, password) -> lines
                    .add("demo " + account.role().wire() + " " + account.name() + " / " + password));
        }
        lines.add("");
        lines.add("Yingda 应答 is ready.");
        lines.add("  Shop page with the widget  示例店铺   " + address + "/demo/");
        lines.add("  Console for the staff      客服工作台  " + address + "/console/");
        lines.add("  REST document              接口文档   " + address + "/api/v1/openapi.json");
        yingda.setUpToken().ifPresent(token -> {
            lines.add("");
            lines.add("First start: open the console and make the first admin with this one-time set-up token:");
            lines.add("首次启动：打开工作台，用此一次性令牌创建管理员：");
            lines.add("  " + token);
        });
        lines.add("");
        lines.add("Ctrl-C stops it.");
        lines.forEach(out::println);
        out.flush();
    }
}
