package dev.yingda.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// At most so many in any minute, for each key apart (a token bucket that holds a minute's worth). Zero is no limit.
final class RateLimit {

    private static final int KEYS = 50_000;

    private static final class Bucket {
        private double tokens;
        private long at;
    }

    private final LongSupplier ticks;
    private final int perMinute;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > KEYS;
        }
    };

    /// @param ticks milliseconds that only ever go forward
    RateLimit(LongSupplier ticks, int perMinute) {
        this.ticks = ticks;
        this.perMinute = perMinute;
    }

    /// @return 0 when allowed, else after how many milliseconds to try again
    synchronized long take(String key) {
        if (perMinute == 0) {
            return 0;
        }
        long now = ticks.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(key, _ -> {
            Bucket full = new Bucket();
            full.tokens = perMinute;
            full.at = now;
            return full;
        });
        double perMilli = perMinute / 60_000.0;
        bucket.tokens = Math.min(perMinute, bucket.tokens + (now - bucket.at) * perMilli);
        bucket.at = now;
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return 0;
        }
        return (long) Math.ceil((1 - bucket.tokens) / perMilli);
    }
}
