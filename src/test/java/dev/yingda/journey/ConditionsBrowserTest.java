package dev.yingda.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
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

/// When an entry is used, as shop staff write it in a real browser. Screenshots go to target/screenshots.
class ConditionsBrowserTest {

    private static final String ENTRY = "delivery-fee";

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

    @Test
    void conditionsAreWrittenByKeyboardKeptAndShownInTheListAndTheHistory() {
        Page admin = editor(1280, 900, "zh-CN");
        Locator fold = admin.getByTestId("conditions-fold");
        assertThat(fold).hasAttribute("aria-expanded", "false");
        fold.focus();
        admin.keyboard().press("Enter");
        assertThat(fold).hasAttribute("aria-expanded", "true");

        type(admin, admin.getByTestId("conditions-not"), "运费险", "到付");
        admin.getByLabel("结束日期（含当天）").first().fill("2026-06-20");
        admin.keyboard().press("Enter");
        admin.getByTestId("when-hours").first().fill("9:00-18:00");
        admin.keyboard().press("Tab");
        admin.getByText("周六").first().click();
        type(admin, admin.getByTestId("when-products").first(), "A-1");
        admin.getByTestId("variant-add").click();
        Locator variant = admin.getByTestId("variant");
        Locator states = variant.getByLabel("订单状态").last();
        states.fill("已发货");
        admin.keyboard().press("Enter");
        states.fill("预售中");
        admin.keyboard().press("Enter");
        admin.keyboard().press("Escape");
        admin.getByTestId("variant-answer").fill("亲，已发出，运费{shop.shippingFee}元。");
        picture(admin, "conditions-written");
        admin.getByTestId("variant-answer").scrollIntoViewIfNeeded();
        picture(admin, "conditions-variant");
        admin.getByTestId("entry-save").click();
        assertThat(admin.getByTestId("entry-warnings")).containsText("2026-06-20 已过");

        JsonNode kept = server.as(server.signIn("admin"), "GET", "/api/v1/knowledge/entries/" + ENTRY, "")
                .path("entry").path("conditions");
        assertEquals(Server.json("""
                {"from":null,"until":"2026-06-20","hours":"sat 09:00-18:00","products":["A-1"],"orderStates":[],
                 "mode":"smart","not":["运费险","到付"],
                 "variants":[{"when":{"from":null,"until":null,"hours":null,"products":[],
                                      "orderStates":["shipped","预售中"]},
                              "answer":"亲，已发出，运费{shop.shippingFee}元。"}]}"""), kept);
        admin.getByText("修订历史").click();
        assertThat(admin.locator(".history")).containsText("订单状态: 已发货, 预售中 → 亲，已发出");
        picture(admin, "conditions-history");
        admin.keyboard().press("Escape");
        admin.getByTestId("knowledge-search").fill("运费险");
        assertThat(admin.getByTestId("chip-over").first()).containsText("已过期（到 2026-06-20）");
        admin.waitForTimeout(400);
        picture(admin, "conditions-list");
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndTheFoldOpens() {
        Page admin = editor(390, 844, "en-US");
        admin.getByTestId("conditions-fold").click();
        type(admin, admin.getByTestId("conditions-not"), "邮费");
        admin.getByTestId("when-hours").first().fill("nine to five");
        admin.keyboard().press("Tab");
        admin.getByTestId("conditions-fold").click();
        admin.getByTestId("entry-save").click();

        assertThat(admin.locator(".conditions .el-form-item__error").first()).containsText("09:00-18:00");
        admin.getByTestId("when-hours").first().fill("");
        admin.keyboard().press("Tab");
        admin.getByTestId("entry-save").click();
        assertThat(admin.locator(".conditions .el-form-item__error").first()).containsText("邮费");
        admin.getByTestId("conditions-not").scrollIntoViewIfNeeded();
        picture(admin, "conditions-wrong-phone");
        admin.getByTestId("variant-add").click();
        admin.getByTestId("variant-answer").scrollIntoViewIfNeeded();
        picture(admin, "conditions-variant-phone");
        assertTrue(
                (boolean) admin.evaluate("document.querySelector('.el-drawer__body').scrollWidth <= window.innerWidth"),
                "the editor is wider than the phone");
    }

    private Page editor(int width, int height, String language) {
        BrowserContext context = Browsers.context(browser, width, height, language);
        contexts.add(context);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            // Being asked to sign in and being refused are no faults.
            if (message.type().equals("error") && !message.text().contains("401") && !message.text().contains("422")) {
                errors.add(message.text());
            }
        });
        page.setDefaultTimeout(8000);
        page.navigate(server.address("/console/"));
        page.getByTestId("login-name").fill("admin");
        page.getByTestId("login-password").fill(server.password("admin"));
        page.getByTestId("login-submit").click();
        page.getByTestId("nav-knowledge").first().waitFor();
        if (language.startsWith("en")) {
            page.getByTestId("lang-switch").click();
        }
        page.navigate(server.address("/console/#/knowledge?entry=" + ENTRY));
        page.getByTestId("conditions-fold").waitFor();
        return page;
    }

    private static void type(Page page, Locator input, String... texts) {
        for (String text : texts) {
            input.fill(text);
            page.keyboard().press("Enter");
        }
    }

    private static void picture(Page page, String name) {
        page.waitForTimeout(300);
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }
}
