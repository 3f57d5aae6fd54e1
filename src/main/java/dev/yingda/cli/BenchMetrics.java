package dev.yingda.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import dev.yingda.conversation.Logged;
import dev.yingda.journal.Journal;
import dev.yingda.metrics.Policy;
import dev.yingda.metrics.Replay;
import dev.yingda.metrics.Report;
import dev.yingda.metrics.Report.By;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yingda bench metrics`: how long it takes to judge the whole history of a made-up shop ([ShopSimulation]).
@Command(name = "metrics", mixinStandardHelpOptions = true, description = {
        "Time of judging a made-up shop's whole history: from memory and from SQLite, under one policy and under several, and "
                + "of the dashboard's 30 days. A million conversations need a heap of 6 GB: YINGDA_JAVA_OPTS=-Xmx6g."})
final class BenchMetrics implements Callable<Integer> {

    /// A year with both great sales in it, the later one in the last 30 days.
    private static final LocalDate FIRST = LocalDate.of(2025, 12, 1);
    /// What began on the last day has ended by then.
    private static final Duration AFTERWARDS = Duration.ofDays(60);
    private static final int LOOKS_AT_MEMORY = 4;
    /// What a further collection frees is no more than this when all is collected.
    private static final long NOTHING = 16 * 1024;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--conversations", defaultValue = "1000000", description = "About 12 events each; default: ${DEFAULT-VALUE}")
    private int conversations;

    @Option(names = "--days", defaultValue = "365", description = "The first is 2025-12-01; default: ${DEFAULT-VALUE}")
    private int days;

    @Option(names = "--seed", defaultValue = "1", description = "Another shop for another number; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--policies", defaultValue = "10", description = "How many in the pass of several; default: ${DEFAULT-VALUE}")
    private int policies;

    @Option(names = "--runs", defaultValue = "3", description = "Of each measurement in memory; the median is printed. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--asks", defaultValue = "500", description = "Of the dashboard; default: ${DEFAULT-VALUE}")
    private int asks;

    @Option(names = "--sqlite", description = "From a SQLite file too. Making it takes minutes and 3 GB a million conversations.")
    private boolean sqlite;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep that file in this folder, which must be empty, for `yingda metrics … --data DIR`.")
    private @Nullable Path keep;

    @Override
    public Integer call() throws IOException {
        if (conversations < 1 || days < 1 || policies < 1 || runs < 1 || asks < 1) {
            throw new IllegalArgumentException("all numbers are 1 or more");
        }
        ShopSimulation shop = new ShopSimulation(seed, FIRST, days, conversations);
        long empty = heap();
        long start = System.nanoTime();
        List<List<Logged>> history = new ArrayList<>(conversations);
        shop.forEach(history::add);
        double made = seconds(start);
        print(String.format(Locale.ROOT, "%,d conversations, %,d events, made in %.1f s, %,d MB of memory",
                conversations,
                history.stream().mapToLong(List::size).sum(), made, (heap() - empty) >> 20));
        Report report = fromMemory(shop, history);
        memory(shop, history);
        if (sqlite || keep != null) {
            fromSqlite(shop, report);
        }
        new BenchDashboard(shop, history, asks).run(this::print);
        return Folders.FINE;
    }

    /// Something that hands on every event of the history.
    private interface Scan {
        void run(Consumer<Logged> consumer);
    }

    private Report fromMemory(ShopSimulation shop, List<List<Logged>> history) {
        Scan scan = consumer -> history.forEach(conversation -> conversation.forEach(consumer));
        Scan warmUp = consumer -> history.subList(0, Math.max(1, history.size() / 10))
                .forEach(conversation -> conversation.forEach(consumer));
        judge(warmUp, shop, 1);
        judge(warmUp, shop, policies);
        return measure("memory", scan, shop, runs);
    }

    /// @return what the first policy makes of it
    private Report measure(String where, Scan scan, ShopSimulation shop, int times) {
        long[] events = new long[1];
        double floor = median(times, () -> {
            events[0] = 0;
            scan.run(_ -> events[0]++);
        });
        line(where + ", events only counted (reference)", floor, events[0], "");
        List<Report> reports = new ArrayList<>();
        double one = median(times, () -> reports.add(judge(scan, shop, 1).getFirst()));
        line(where + ", one policy", one, events[0], "");
        double many = median(times, () -> reports.add(judge(scan, shop, policies).getFirst()));
        line(where + ", " + policies + " policies in one pass", many, events[0],
                String.format(Locale.ROOT, ", %.1f times one", many / one));
        reports.forEach(report -> requireSame(reports.getFirst(), report));
        return reports.getFirst();
    }

    private static List<Report> judge(Scan scan, ShopSimulation shop, int policies) {
        List<Policy> presets = Policy.presets();
        Instant asOf = shop.end().plus(AFTERWARDS);
        List<Replay> replays = new ArrayList<>();
        replays.add(Replay.inTurn(Policy.preset("shop-default").orElseThrow(), asOf));
        for (int i = 0; replays.size() < policies; i++) {
            replays.add(Replay.inTurn(presets.get(i % presets.size()), asOf));
        }
        if (replays.size() == 1) {
            scan.run(replays.getFirst()::accept);
        } else {
            scan.run(logged -> replays.forEach(replay -> replay.accept(logged)));
        }
        return replays.stream().map(replay -> replay.result(Set.of(), false)).toList();
    }

    /// A figure that is fast and wrong is none.
    static void requireSame(Report one, Report other) {
        if (!json(one).equals(json(other))) {
            throw new IllegalStateException("the same events under the same policy gave two reports");
        }
    }

    private static String json(Report report) {
        StringWriter json = new StringWriter();
        report.writeJson(json);
        return json.toString();
    }

    /// What judging holds beyond the events, of every tenth conversation and of all: the most that was alive at some
    /// moments of a pass, the last one before the result. Nothing is timed here.
    private void memory(ShopSimulation shop, List<List<Logged>> history) {
        for (int step : new int[]{10, 1}) {
            // What others dropped meanwhile must not be taken from it, so the heap is looked at on both sides.
            long before = heap();
            long most = mostAlive(shop, history, step);
            print(String.format(Locale.ROOT, "  memory beyond the events, %,d conversations: %,d KB",
                    history.size() / step, (most - Math.min(before, heap())) >> 10));
        }
    }

    private static long mostAlive(ShopSimulation shop, List<List<Logged>> history, int step) {
        int size = history.size() / step;
        long most = 0;
        Replay replay = Replay.inTurn(Policy.preset("shop-default").orElseThrow(), shop.end().plus(AFTERWARDS));
        for (int i = 0; i < size; i++) {
            history.get(i * step).forEach(replay::accept);
            if ((i + 1) % Math.max(1, size / LOOKS_AT_MEMORY) == 0) {
                most = Math.max(most, heap());
            }
        }
        replay.result(Set.of(), false);
        return most;
    }

    private static long heap() {
        long used = Long.MAX_VALUE;
        while (true) {
            System.gc();
            long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (now > used - NOTHING) {
                return Math.min(now, used);
            }
            used = now;
        }
    }

    private void fromSqlite(ShopSimulation shop, Report expected) throws IOException {
        Path folder = keep == null ? Files.createTempDirectory("yingda-bench") : Files.createDirectories(keep);
        Path file = folder.resolve("yingda.db");
        try (Database database = Database.open("jdbc:sqlite:" + file, "", "")) {
            Journal journal = new Journal(database);
            long start = System.nanoTime();
            long events = journal.load(shop.iterator());
            line("SQLite, written", seconds(start), events,
                    String.format(Locale.ROOT, ", %,d MB", Files.size(file) >> 20));
            requireSame(expected, measure("SQLite", consumer -> journal.scan(null, null, consumer), shop, 1));
            onTwoProcessors(journal, shop, events, expected);
            line("SQLite, dashboard, the first question", BenchDashboard.firstQuestion(journal, shop), events, "");
        } finally {
            if (keep == null) {
                BenchCommand.deleteAll(folder);
            }
        }
    }

    /// As `yingda metrics replay --data` does it.
    private void onTwoProcessors(Journal journal, ShopSimulation shop, long events, Report expected) {
        Instant asOf = shop.end().plus(AFTERWARDS);
        List<Policy> chosen = new ArrayList<>(List.of(Policy.preset("shop-default").orElseThrow()));
        long start = System.nanoTime();
        requireSame(expected, Replay.whole(journal, chosen, asOf, Set.of()).getFirst());
        double one = seconds(start);
        line("SQLite, two processors, one policy", one, events, "");
        List<Policy> presets = Policy.presets();
        for (int i = 0; chosen.size() < policies; i++) {
            chosen.add(presets.get(i % presets.size()));
        }
        start = System.nanoTime();
        requireSame(expected, Replay.whole(journal, chosen, asOf, Set.of()).getFirst());
        double many = seconds(start);
        line("SQLite, two processors, " + policies + " policies", many, events,
                String.format(Locale.ROOT, ", %.1f times one", many / one));
    }

    private static double median(int times, Runnable work) {
        double[] all = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            all[i] = seconds(start);
        }
        Arrays.sort(all);
        return all[times / 2];
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void line(String what, double seconds, long events, String more) {
        print(String.format(Locale.ROOT, "%-42s %8.2f s  %,13.0f events/s%s", what, seconds, events / seconds, more));
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
