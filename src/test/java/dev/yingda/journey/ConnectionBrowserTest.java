package dev.yingda.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.yingda.journey.BrowserJourneyTest.bubbles;
import static dev.yingda.journey.BrowserJourneyTest.picture;
import static dev.yingda.journey.BrowserJourneyTest.say;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.yingda.cli.DbCommand;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What a page shows while the network or the server is away, and that nothing is lost or doubled by it. Screenshots go to
/// target/screenshots, to be looked at.
class ConnectionBrowserTest {

    private static final String KNOWN = "下单后多久发货";
    private static final String UNKNOWN = "你们老板养的猫叫什么名字";
    private static final LocatorAssertions.ContainsTextOptions PATIENT = new LocatorAssertions.ContainsTextOptions()
            .setTimeout(45_000);

    /// A message counts as failed after 12 s here, not after a minute; and the sockets of the page are at hand.
    private static final String IMPATIENT = """
            {
              const real = setTimeout
              globalThis.setTimeout = (task, ms, ...more) => real(task, ms === 60000 ? 12000 : ms, ...more)
              globalThis.sockets = []
              globalThis.WebSocket = class extends WebSocket {
                constructor(...given) {
                  super(...given)
                  sockets.push(this)
                }
              }
            }
            """;

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    private Path folder;

    private Server server;
    private final List<BrowserContext> contexts = new ArrayList<>();

    @BeforeAll
    static void launch() {
        playwright = Playwright.create();
        browser = Browsers.launch(playwright);
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @AfterAll
    static void quit() {
        browser.close();
        playwright.close();
    }

    @BeforeEach
    void start() throws Exception {
        server = Server.start(folder);
    }

    @AfterEach
    void stop() {
        contexts.forEach(BrowserContext::close);
        server.close();
    }

    private BrowserContext context(int width, String language) {
        BrowserContext context = Browsers.context(browser, width, width < 500 ? 844 : 900, language);
        context.setDefaultTimeout(60_000);
        contexts.add(context);
        return context;
    }

    private static Page shop(BrowserContext context, String address) {
        Page page = context.newPage();
        page.navigate(address);
        if (!page.getByTestId("yd-input").isVisible()) {
            page.getByTestId("yd-open").click();
        }
        assertThat(page.getByTestId("yd-input")).isVisible();
        return page;
    }

    private Page console(String name) {
        Page page = context(1440, "zh-CN").newPage();
        page.navigate(server.address("/console/"));
        page.getByTestId("login-name").fill(name);
        page.getByTestId("login-password").fill(server.password(name));
        page.getByTestId("login-submit").click();
        assertThat(page.getByTestId("connection")).hasAttribute("data-phase", "online");
        return page;
    }

    private static Locator said(Page buyer, String text) {
        return bubbles(buyer, "buyer").filter(new Locator.FilterOptions().setHasText(text));
    }

    @Test
    void whatIsSaidWithoutANetworkIsSeenToWaitAndToFailAndIsStoredOnce() throws Exception {
        record Buyer(Page page, String name) {
        }
        List<Buyer> buyers = new ArrayList<>();
        try (Line line = new Line(server.yingda().port())) {
            for (int width : new int[]{390, 1440}) {
                for (String language : List.of("zh-CN", "en-US")) {
                    BrowserContext context = context(width, language);
                    context.addInitScript(IMPATIENT);
                    Page page = shop(context, line.address("/demo/"));
                    say(page, KNOWN);
                    assertThat(bubbles(page, "bot").last()).containsText("48小时内", PATIENT);
                    buyers.add(new Buyer(page, "-" + width + "-" + language.substring(0, 2)));
                }
            }
            line.cut();
            contexts.forEach(context -> context.setOffline(true));
            for (Buyer buyer : buyers) {
                say(buyer.page(), "运费谁出");
                assertThat(said(buyer.page(), "运费谁出")).hasAttribute("data-state", "sending");
                picture(buyer.page(), "connection-sending" + buyer.name());
            }
            for (Buyer buyer : buyers) {
                assertThat(buyer.page().getByTestId("yd-banner")).containsText(Pattern.compile("网络已断开|offline"));
                picture(buyer.page(), "connection-offline" + buyer.name());
            }
            for (Buyer buyer : buyers) {
                assertThat(said(buyer.page(), "运费谁出")).hasAttribute("data-state", "failed");
                assertThat(buyer.page().getByTestId("yd-told")).containsText("运费谁出");
                picture(buyer.page(), "connection-failed" + buyer.name());
                say(buyer.page(), "能开发票吗");
            }
            line.mend();
            contexts.forEach(context -> context.setOffline(false));
            for (Buyer buyer : buyers) {
                Page page = buyer.page();
                assertThat(said(page, "能开发票吗")).hasAttribute("data-state", "sent");
                assertThat(page.getByTestId("yd-banner")).isHidden();
                page.getByTestId("yd-retry").focus();
                page.keyboard().press(buyers.indexOf(buyer) % 2 == 0 ? "Enter" : " ");
                assertThat(said(page, "运费谁出")).hasAttribute("data-state", "sent");
                page.evaluate("sockets.at(-1).onclose({ code: 4104 })");
                assertThat(page.getByTestId("yd-banner")).containsText(Pattern.compile("此页面已在别处打开|open elsewhere"));
                picture(page, "connection-replaced" + buyer.name());
                page.getByTestId("yd-go-on").click();
                assertThat(page.getByTestId("yd-banner")).isHidden();
                page.reload();
                assertThat(said(page, "能开发票吗")).hasCount(1);
                assertThat(said(page, "运费谁出")).hasCount(1);
                assertThat(bubbles(page, "buyer")).hasCount(3);
            }
        }
    }

    @Test
    void twoPagesOfABuyerAndTwoBrowsersOfAnAgentShowTheSame() {
        Page here = console("lin");
        Page there = console("lin");
        BrowserContext context = context(1440, "zh-CN");
        Page one = shop(context, server.address("/demo/"));
        Page two = shop(context, server.address("/demo/"));
        say(one, KNOWN);
        assertThat(bubbles(two, "bot").last()).containsText("48小时内", PATIENT);
        say(one, UNKNOWN);
        for (Page page : List.of(one, two)) {
            assertThat(bubbles(page, "buyer")).hasText(new Pattern[]{Pattern.compile(KNOWN), Pattern.compile(UNKNOWN)});
            assertThat(page.getByTestId("yd-queue")).containsText("您是下一位");
        }
        here.getByTestId("desk-waiting-item").first().click();
        here.locator("[data-testid^=desk-take]").first().click();
        assertThat(there.getByTestId("desk-mine-item")).hasCount(1);
        assertThat(there.getByTestId("desk-waiting-item")).hasCount(0);
        there.getByTestId("desk-mine-item").click();
        here.getByTestId("desk-input").fill("叫芝麻。");
        here.getByTestId("desk-send").click();
        there.getByTestId("desk-input").fill("是一只橘猫。");
        there.getByTestId("desk-send").click();
        for (Page page : List.of(here, there)) {
            assertThat(page.locator("[data-testid=desk-message][data-from=agent]")).hasCount(2);
            assertThat(page.locator("[data-testid=desk-message][data-state]")).hasCount(0);
        }
        for (Page page : List.of(one, two)) {
            assertThat(bubbles(page, "agent")).hasCount(2);
        }
        picture(there, "connection-second-browser");
        picture(two, "connection-second-page");
    }

    @Test
    void aServerThatIsStartedAgainIsFoundByThePagesThemselves() throws Exception {
        int port = server.yingda().port();
        Page agent = console("lin");
        Page buyer = shop(context(390, "zh-CN"), server.address("/demo/"));
        say(buyer, UNKNOWN);
        agent.getByTestId("desk-waiting-item").first().click();
        agent.locator("[data-testid^=desk-take]").first().click();
        agent.getByTestId("desk-input").fill("叫芝麻。");
        agent.getByTestId("desk-send").click();
        assertThat(bubbles(buyer, "agent")).hasCount(1);
        for (Page page : List.of(agent, buyer)) {
            page.evaluate("globalThis.neverReloaded = true");
        }
        server.close();
        say(buyer, "多大了");
        agent.getByTestId("desk-input").fill("是一只橘猫。");
        agent.getByTestId("desk-send").click();
        assertThat(agent.getByTestId("connection-trouble")).isVisible();
        assertThat(agent.locator("[data-testid=desk-message][data-state=sending]")).hasCount(1);
        picture(agent, "connection-console-lost");
        server = Server.startWithoutAccounts(folder, "server.port=" + port);
        assertThat(said(buyer, "多大了")).hasAttribute("data-state", "sent");
        assertThat(bubbles(buyer, "agent")).hasCount(2);
        assertThat(agent.locator("[data-testid=desk-message][data-state]")).hasCount(0);
        assertThat(agent.locator("[data-testid=desk-message][data-from=buyer]")).hasCount(2);
        assertThat(agent.locator("[data-testid=desk-message][data-from=agent]")).hasCount(2);
        assertThat(bubbles(buyer, "buyer")).hasCount(2);
        for (Page page : List.of(agent, buyer)) {
            assertEquals(true, page.evaluate("globalThis.neverReloaded"));
        }
    }

    private void db(String command, String option, Path file) {
        assertEquals(0, new CommandLine(new DbCommand(Clock.systemUTC())).execute(command, "--data", folder.toString(),
                option, file.toString()));
    }

    /// What was said after the backup is gone, and the pages show no more of it, though nobody reloads them.
    @Test
    void aHistoryThatWasRestoredIsShownAsItIsNow(@TempDir Path backups) throws Exception {
        int port = server.yingda().port();
        String password = server.password("lin");
        Page agent = console("lin");
        Page buyer = shop(context(390, "zh-CN"), server.address("/demo/"));
        say(buyer, UNKNOWN);
        agent.getByTestId("desk-waiting-item").first().click();
        agent.locator("[data-testid^=desk-take]").first().click();
        agent.getByTestId("desk-input").fill("叫芝麻。");
        agent.getByTestId("desk-send").click();
        assertThat(bubbles(buyer, "agent")).hasCount(1);
        Path backup = backups.resolve("backup.db");
        db("backup", "--to", backup);
        say(buyer, "多大了");
        agent.getByTestId("desk-input").fill("三岁。");
        agent.getByTestId("desk-send").click();
        assertThat(bubbles(buyer, "agent")).hasCount(2);
        buyer.evaluate("globalThis.neverReloaded = true");
        server.close();
        db("restore", "--from", backup);
        server = Server.startWithoutAccounts(folder, "server.port=" + port);
        assertThat(bubbles(buyer, "agent")).hasCount(1);
        assertThat(bubbles(buyer, "buyer")).hasText(new Pattern[]{Pattern.compile(UNKNOWN)});
        say(buyer, "几岁了");
        assertThat(said(buyer, "几岁了")).hasAttribute("data-state", "sent");
        agent.getByTestId("login-name").fill("lin");
        agent.getByTestId("login-password").fill(password);
        agent.getByTestId("login-submit").click();
        agent.getByTestId("desk-mine-item").click();
        Locator seen = agent.locator("[data-testid=desk-message][data-from=buyer]");
        assertThat(seen).hasCount(2);
        assertThat(seen.last()).containsText("几岁了");
        agent.getByTestId("desk-input").fill("还是三岁。");
        agent.getByTestId("desk-send").click();
        assertThat(bubbles(buyer, "agent")).hasCount(2);
        assertThat(bubbles(buyer, "buyer")).hasCount(2);
        assertEquals(true, buyer.evaluate("globalThis.neverReloaded"));
        picture(buyer, "connection-restored-390");
    }
}
