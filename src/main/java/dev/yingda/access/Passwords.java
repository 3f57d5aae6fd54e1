package dev.yingda.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Passwords as Argon2id hashes in PHC form, with the parameters that the OWASP Password Storage Cheat Sheet names first
/// (19 MiB, 2 passes, 1 lane). At most two are computed at once, so that signing in cannot take the memory of all else; on
/// threads of their own, since tens of milliseconds of computing on a virtual thread would hold up buyers' messages.
final class Passwords {

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int BYTES = 32;
    private static final int SALT = 16;
    private static final int AT_ONCE = 2;
    private static final int CROWD = 64;
    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;
    private static final Pattern PHC = Pattern
            .compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final Set<String> COMMON = Set.of("password1234", "123456789012", "1234567890ab", "qwertyuiop12",
            "administrator", "password123!", "passwordpassword", "111111111111", "000000000000", "abcdefghijkl",
            "qwertyuiopas", "iloveyou1234", "woaini1314520", "5201314520131", "a12345678901", "aa1234567890");

    /// What came of a check.
    enum Check {
        RIGHT, WRONG,
        /// Not looked at: too many wait already.
        CROWDED
    }

    private final SecureRandom random;
    private final Semaphore crowd = new Semaphore(CROWD);
    private final ThreadPoolExecutor hashing = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Thread.ofPlatform().name("passwords-", 1).daemon().factory());
    private final String dummy;

    Passwords(SecureRandom random) {
        this.random = random;
        hashing.allowCoreThreadTimeOut(true);
        this.dummy = hash("nobody has this password");
    }

    /// What is wrong with a new password; empty when it will do.
    static Optional<Refusal> weakness(String password, String name) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            return Optional.of(new Refusal("password", "密码长度应为 12 到 128 个字符", "a password has 12 to 128 characters"));
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (lower.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of(new Refusal("password", "密码不能包含账号名", "a password must not contain the account's name"));
        }
        if (COMMON.contains(lower) || lower.chars().distinct().count() < 4) {
            return Optional.of(new Refusal("password", "这个密码太常见，请换一个", "this password is too common; choose another"));
        }
        return Optional.empty();
    }

    String hash(String password) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        byte[] hash = argon2(password, salt, MEMORY_KIB, PASSES, LANES);
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(hash);
    }

    /// Whether the password is the one hashed. Takes as long for an account that does not exist.
    Check check(String password, Optional<String> hash) {
        if (!crowd.tryAcquire()) {
            return Check.CROWDED;
        }
        try {
            return matches(password, hash) ? Check.RIGHT : Check.WRONG;
        } finally {
            crowd.release();
        }
    }

    private boolean matches(String password, Optional<String> hash) {
        Matcher matcher = PHC.matcher(hash.orElse(dummy));
        if (!matcher.matches()) {
            throw new IllegalStateException("a stored password hash is not in PHC form");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] expected = base64.decode(matcher.group(5));
        byte[] actual = argon2(password, base64.decode(matcher.group(4)), Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
        return MessageDigest.isEqual(expected, actual) && hash.isPresent();
    }

    private byte[] argon2(String password, byte[] salt, int memory, int passes, int lanes) {
        return CompletableFuture.supplyAsync(() -> {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(memory).withIterations(passes)
                    .withParallelism(lanes).withSalt(salt).build());
            byte[] hash = new byte[BYTES];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        }, hashing).join();
    }
}
