package dev.yingda.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.yingda.Settings;
import dev.yingda.Yingda;

/// The whole server in this process, with the small knowledge base, the demonstration's accounts and no limits.
record House(Yingda yingda, Door door) implements AutoCloseable {

    static House open(Path folder, Clock clock, String... settings) throws Exception {
        Settings all = new Settings();
        SmallShop.settings(folder).forEach((key, value) -> all.set(key, value, "test"));
        for (String setting : settings) {
            all.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1), "test");
        }
        Yingda yingda = Yingda.start(all.config(), clock);
        Map<String, String> passwords = new LinkedHashMap<>();
        yingda.demoAccounts().forEach((account, password) -> passwords.put(account.name(), password));
        return new House(yingda, new Door(yingda.port(), passwords));
    }

    @Override
    public void close() {
        yingda.close();
    }
}
