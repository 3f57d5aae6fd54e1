package dev.yingda.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the tests of faults share.
final class Faults {

    /// What the shop of [#knowledge] has an answer to, and what not.
    static final String KNOWN = "下单后多久发货？";
    static final String UNKNOWN = "你们老板养的猫叫什么名字";

    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
    private static final long PATIENCE_S = 60;

    private Faults() {
    }

    static int rounds(int preset) {
        return Integer.getInteger("faults.rounds", preset);
    }

    /// Chance that can be repeated.
    static Random random() {
        System.out.println("faults.seed=" + SEED);
        return new Random(SEED);
    }

    /// A knowledge base of two entries: it is read in no time.
    static Path knowledge(Path folder) throws IOException {
        Path knowledge = Files.createDirectories(folder.resolve("knowledge"));
        Files.writeString(knowledge.resolve("delivery.yaml"), """
                topic: delivery
                title: {zh-CN: 物流, en: Delivery}
                entries:
                  - id: delivery-when
                    question: 下单后多久发货？
                    phrasings: [啥时候发货啊, 付完款多长时间寄出, 一般多久出库]
                    answer: 付款后四十八小时内发出。
                  - id: delivery-carrier
                    question: 你们发什么快递？
                    phrasings: [用的哪家物流, 可以指定快递吗, 走顺丰还是中通]
                    answer: 默认发中通。
                """);
        Files.writeString(knowledge.resolve("shop.yaml"), """
                shop:
                  name: 小店
                """);
        return knowledge;
    }

    /// Waits till it is so.
    static void await(Supplier<String> what, BooleanSupplier condition) {
        await(PATIENCE_S, what, condition);
    }

    /// Waits till it is so, at most this long.
    static void await(long seconds, Supplier<String> what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + seconds + " s: " + what.get());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
