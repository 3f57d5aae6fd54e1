package dev.yingda.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the servers of these tests are set up.
final class SmallShop {

    private SmallShop() {
    }

    /// Quick to start, on any free port, and without limits, so that nothing but the fault holds anybody up.
    static Map<String, String> settings(Path folder) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("data", folder.resolve("data").toString());
        settings.put("knowledge.folder", Faults.knowledge(folder).toString());
        settings.put("server.port", "0");
        settings.put("faq.model", "false");
        settings.put("bot.settle", "0s");
        settings.put("limits.buyerMessagesPerMinute", "0");
        settings.put("limits.newBuyersPerMinute", "0");
        return settings;
    }
}
