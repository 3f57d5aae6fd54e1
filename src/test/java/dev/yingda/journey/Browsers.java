package dev.yingda.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

/// Finds Chromium: `YINGDA_CHROMIUM`, the usual places, or, where this may be done, an installation by apt.
final class Browsers {

    private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome", "/snap/bin/chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium");
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private Browsers() {
    }

    static Browser launch(Playwright playwright) {
        Path chromium = find().or(Browsers::install).orElseThrow(() -> new AssertionError(
                "the browser tests need Chromium: install it (Debian: apt-get install chromium fonts-wqy-microhei) or name it "
                        + "in YINGDA_CHROMIUM"));
        return playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium).setArgs(FLAGS).setHeadless(true));
    }

    /// A browser of its own, whose dates are those of the server's clock; its timers run as ever.
    static BrowserContext context(Browser browser, int width, int height, String language) {
        BrowserContext context = browser
                .newContext(new Browser.NewContextOptions().setViewportSize(width, height).setLocale(language));
        context.addInitScript("""
                {
                  const Real = Date
                  const ahead = %d
                  globalThis.Date = class extends Real {
                    constructor(...given) {
                      super(...(given.length ? given : [Real.now() + ahead]))
                    }
                    static now() {
                      return Real.now() + ahead
                    }
                  }
                }
                """.formatted(Server.AHEAD.toMillis()));
        return context;
    }

    private static Optional<Path> find() {
        String named = System.getenv("YINGDA_CHROMIUM");
        return Stream.concat(Stream.ofNullable(named), PLACES.stream()).map(Path::of).filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> install() {
        if (Files.isExecutable(Path.of("/usr/bin/apt-get")) && "root".equals(System.getProperty("user.name"))) {
            run("apt-get", "update", "-qq");
            run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-wqy-microhei");
        }
        return find();
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
