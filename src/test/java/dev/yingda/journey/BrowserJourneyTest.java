package dev.yingda.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first conversation as people see it, in a real browser against the real server. Screenshots go to
/// target/screenshots, to be looked at.
class BrowserJourneyTest {

    private static final String UNKNOWN = "你们老板养的猫叫什么名字";

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    private Path folder;

    private Server server;
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
    private final List<BrowserContext> contexts = new ArrayList<>();

    @BeforeAll
    static void launch() {
        playwright = Playwright.create();
        browser = Browsers.launch(playwright);
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
        assertEquals(List.of(), errors, "the browser complained");
    }

    private Page page(int width, int height, String language) {
        BrowserContext context = Browsers.context(browser, width, height, language);
        contexts.add(context);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            // Being asked to sign in is no fault.
            if (message.type().equals("error") && !message.text().contains("401")) {
                errors.add(message.text());
            }
        });
        return page;
    }

    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }

    private Page shop(int width, int height, String language) {
        Page page = page(width, height, language);
        page.navigate(server.address("/demo/"));
        page.getByTestId("yd-open").click();
        assertThat(page.getByTestId("yd-input")).isVisible();
        return page;
    }

    static void say(Page buyer, String text) {
        buyer.getByTestId("yd-input").fill(text);
        buyer.getByTestId("yd-send").click();
    }

    static Locator bubbles(Page buyer, String from) {
        return buyer.getByTestId("yd-messages").locator("[data-from=" + from + "]");
    }

    private Page console(String name, int width, int height) {
        Page page = page(width, height, "zh-CN");
        page.navigate(server.address("/console/"));
        page.getByTestId("login-name").fill(name);
        page.getByTestId("login-password").fill(server.password(name));
        page.getByTestId("login-submit").click();
        // Not before: being signed in leads to the desk, whatever was asked for meanwhile.
        assertThat(page.getByTestId("nav-desk")).isVisible();
        return page;
    }

    @Test
    void aBuyerIsAnsweredHandedOverRepliedToAndCountedAndTheNextOneIsAnsweredFromTheNewEntry() {
        Page buyer = shop(1280, 800, "zh-CN");
        say(buyer, "下单后多久发货");
        assertThat(bubbles(buyer, "bot").last()).containsText("48小时内");
        picture(buyer, "1-buyer-answered");

        Page agent = console("lin", 1440, 900);
        say(buyer, UNKNOWN);
        assertThat(buyer.getByTestId("yd-messages")).containsText("转接人工");
        Locator waiting = agent.getByTestId("desk-waiting-item").first();
        assertThat(waiting).containsText(UNKNOWN);
        Locator seconds = waiting.getByTestId("desk-wait-seconds");
        String early = seconds.textContent();
        assertThat(seconds).not().hasText(early);
        picture(agent, "2-agent-sees-the-wait");

        waiting.click();
        agent.locator("[data-testid^=desk-take]").first().click();
        agent.getByTestId("desk-input").fill("叫芝麻,是一只橘猫。");
        agent.getByTestId("desk-send").click();
        assertThat(bubbles(buyer, "agent").last()).containsText("叫芝麻");
        picture(buyer, "3-buyer-replied-to");
        picture(agent, "4-agent-replied");

        Page admin = console("admin", 1440, 900);
        admin.getByTestId("nav-metrics").click();
        assertThat(admin.getByTestId("replies-counts")).containsText("1");
        assertThat(admin.getByTestId("replies-auto-reply")).containsText("2");
        assertThat(admin.getByTestId("metrics-card-reply_rate_3m")).containsText("100%");
        picture(admin, "5-metrics");
        admin.getByTestId("replies-auto-reply").click();
        Locator rows = admin.getByTestId("reply-row");
        assertThat(rows).hasCount(2);
        assertThat(rows.first()).containsText("都不算人工回复");
        picture(admin, "6-why-not-counted");
        admin.keyboard().press("Escape");

        admin.getByTestId("nav-missed").click();
        assertThat(admin.getByTestId("missed-item").first()).containsText(UNKNOWN);
        admin.getByTestId("missed-add").first().click();
        admin.getByTestId("entry-question").fill("店里的猫叫什么?");
        admin.getByTestId("entry-phrasings").fill(UNKNOWN + "\n猫咪叫啥\n老板的猫叫什么");
        admin.getByTestId("entry-answer").fill("店里的猫叫芝麻,是一只橘猫。");
        picture(admin, "7-new-entry");
        admin.getByTestId("entry-save").click();
        assertThat(admin.getByTestId("entry-answer")).isHidden();
        admin.getByTestId("nav-knowledge").click();
        admin.getByTestId("knowledge-publish").first().click();
        picture(admin, "8-publish");
        admin.getByTestId("publish-confirm").click();
        assertThat(admin.getByTestId("publish-confirm")).isHidden();

        Page next = shop(390, 844, "zh-CN");
        say(next, UNKNOWN);
        assertThat(bubbles(next, "bot").last()).containsText("店里的猫叫芝麻");
        picture(next, "9-next-buyer-on-a-phone");
    }

    @Test
    void aTapIsAnsweredAComplaintGoesToPeopleAndTheShopSetsTheWords() {
        Page buyer = shop(1280, 800, "zh-CN");
        say(buyer, "那个");
        say(buyer, "运费的事");
        Locator choice = buyer.getByTestId("yd-choice").first();
        assertThat(choice).isVisible();
        // The greeting, and one question back to both.
        assertThat(bubbles(buyer, "bot")).hasCount(2);
        String question = choice.innerText();
        picture(buyer, "11-asked-back-once");
        choice.click();
        assertThat(bubbles(buyer, "buyer").last()).containsText(question);
        assertThat(bubbles(buyer, "bot")).hasCount(3);
        say(buyer, "你们这样我要打12315");
        assertThat(buyer.getByTestId("yd-messages")).containsText("很抱歉给您带来不好的体验");
        picture(buyer, "12-complaint");

        Page admin = console("admin", 1440, 900);
        admin.navigate(server.address("/console/#/knowledge/shop"));
        assertThat(admin.getByTestId("fact-complaintWords")).hasValue(Pattern.compile("12315"));
        admin.getByTestId("fact-handOffWords").fill("团购、批发");
        admin.getByTestId("shop-save").click();
        assertThat(admin.getByTestId("shop-save")).isDisabled();
        picture(admin, "13-when-a-person-is-called");
        admin.navigate(server.address("/console/#/knowledge"));
        admin.getByTestId("knowledge-try").first().click();
        admin.getByTestId("try-question").fill("团购有优惠吗");
        admin.getByTestId("try-submit").click();
        assertThat(admin.getByTestId("try-result")).hasAttribute("data-rule", "keyword");
        assertThat(admin.getByTestId("try-result")).containsText("转人工关键词：“团购”");
        picture(admin, "14-why");
    }

    @Test
    void whatABuyerWritesIsNeverMarkup() {
        Page buyer = shop(1280, 800, "en-US");
        String attack = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>";
        say(buyer, attack);
        assertThat(bubbles(buyer, "buyer").last()).containsText(attack);
        Page agent = console("wu", 1440, 900);
        agent.getByTestId("desk-waiting-item").first().click();
        assertThat(agent.locator("[data-testid=desk-message][data-from=buyer]").last()).containsText(attack);
        assertTrue(!buyer.title().equals("owned") && !agent.title().equals("owned"));
        assertEquals(0, agent.locator("[data-testid=desk-message] img").count());
    }

    @Test
    void anAgentBlocksABuyerWhoIsHadBackByTheAdmin() {
        Page buyer = shop(1280, 800, "zh-CN");
        say(buyer, "转人工");
        Page agent = console("lin", 1440, 900);
        agent.getByTestId("desk-waiting-item").first().click();
        agent.locator("[data-testid^=desk-take]").first().click();
        say(buyer, "骗子");
        agent.getByTestId("desk-more").click();
        agent.getByTestId("desk-block").click();
        Locator reason = agent.locator(".el-message-box input");
        reason.press("Enter");
        assertThat(agent.locator(".el-message-box__errormsg")).hasText("请写明原因，方便同事以后了解。");
        reason.fill("多次辱骂");
        reason.press("Enter");
        assertThat(agent.getByTestId("desk-blocked")).hasText("已拉黑");
        assertThat(buyer.getByTestId("yd-banner")).hasText("抱歉，暂时无法为您提供在线客服");
        assertThat(buyer.getByTestId("yd-input")).isDisabled();
        picture(agent, "7-agent-blocked-a-buyer");

        Page admin = console("admin", 390, 844);
        admin.navigate(server.address("/console/#/conversations"));
        admin.getByTestId("blocked-open").click();
        assertThat(admin.getByTestId("blocked-list")).containsText("多次辱骂");
        picture(admin, "8-blocked-buyers-390");
        admin.getByTestId("unblock").click();
        assertThat(admin.getByTestId("blocked-list")).containsText("黑名单是空的");
        assertThat(agent.getByTestId("desk-blocked")).hasCount(0);
        buyer.reload();
        say(buyer, "对不起");
        assertThat(agent.locator("[data-testid=desk-message][data-from=buyer]").last()).containsText("对不起");
    }

    @Test
    void aReloadedPageShowsTheConversationAgain() {
        Page buyer = shop(390, 844, "zh-CN");
        say(buyer, "下单后多久发货");
        assertThat(bubbles(buyer, "bot").last()).containsText("48小时内");
        buyer.reload();
        if (!buyer.getByTestId("yd-input").isVisible()) {
            buyer.getByTestId("yd-open").click();
        }
        assertThat(bubbles(buyer, "buyer").last()).containsText("下单后多久发货");
        assertThat(bubbles(buyer, "bot").last()).containsText("48小时内");
    }

    @Test
    void aShopStartsWithTheTokenThatTheServerPrinted() throws Exception {
        try (Server fresh = Server.startWithoutAccounts(folder.resolve("fresh"))) {
            Page admin = page(1280, 800, "zh-CN");
            admin.navigate(fresh.address("/console/"));
            admin.getByTestId("setup-token").fill(fresh.yingda().setUpToken().orElseThrow());
            admin.getByTestId("setup-name").fill("boss");
            admin.getByTestId("setup-display-name").fill("老板");
            admin.getByTestId("setup-password").fill("a long enough secret");
            picture(admin, "10-set-up");
            admin.getByTestId("setup-submit").click();
            assertThat(admin.getByTestId("nav-accounts")).isVisible();
            admin.close();
        }
    }

    @Test
    void everyScreenIsPaintedAtBothWidthsAndInBothLanguages() {
        Page buyer = shop(1280, 800, "zh-CN");
        say(buyer, UNKNOWN);
        assertThat(buyer.getByTestId("yd-messages")).containsText(Pattern.compile("没有客服在线|休息时间"));
        for (int[] size : new int[][]{{1440, 900}, {390, 844}}) {
            Page admin = console("admin", size[0], size[1]);
            assertThat(admin.getByTestId("lang-switch")).isVisible();
            for (String language : List.of("zh", "en")) {
                if (language.equals("en")) {
                    admin.getByTestId("lang-switch").click();
                    assertThat(admin.locator("html")).hasAttribute("lang", "en");
                }
                for (String screen : List.of("desk", "conversations", "knowledge", "missed", "metrics", "accounts",
                        "audit")) {
                    paint(admin, screen, size[0], language);
                }
            }
        }
    }

    private void paint(Page admin, String screen, int width, String language) {
        admin.navigate(server.address("/console/#/" + screen));
        assertThat(admin.locator("main").first()).isVisible();
        admin.waitForLoadState();
        admin.waitForTimeout(300);
        picture(admin, "screen-" + screen + "-" + width + "-" + language);
        int overflow = (int) admin.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        assertTrue(overflow <= 0, screen + " is " + overflow + " px wider than a window of " + width);
    }
}
