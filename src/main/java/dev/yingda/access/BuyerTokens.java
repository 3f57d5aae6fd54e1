package dev.yingda.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.yingda.store.Database;

/// Owner of the key that signs visitor tokens. A token is `v1.BUYER.EXPIRY.SIGNATURE`: who the buyer is and until when,
/// signed with HMAC-SHA-256, so that nothing has to be stored for a visitor who only looks. A buyer's id may contain points.
public final class BuyerTokens {

    /// How long a visitor is known.
    public static final Duration LIFE = Duration.ofDays(180);
    private static final String VERSION = "v1.";
    private static final String PURPOSE = "visitor-token";

    /// A fresh token.
    public record Token(String text, String buyer, Instant expiresAt) {
        @Override
        public String toString() {
            return "Token[" + buyer + "]";
        }
    }

    private final Clock clock;
    private final SecureRandom random;
    private final SecretKeySpec key;

    public BuyerTokens(Database database, Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
        byte[] fresh = new byte[32];
        random.nextBytes(fresh);
        String stored = database.transact(connection -> SqlSecrets.getOrKeep(connection, PURPOSE,
                Base64.getEncoder().encodeToString(fresh)));
        this.key = new SecretKeySpec(Base64.getDecoder().decode(stored), "HmacSHA256");
    }

    /// A token for a new buyer.
    public Token issue() {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return issue("b" + Base64.getUrlEncoder().withoutPadding().encodeToString(id));
    }

    /// A new token for a buyer known by an old one.
    public Token issue(String buyer) {
        return issue(buyer, clock.instant().plus(LIFE));
    }

    /// A token that holds so long, to the second, and no longer than [#LIFE].
    public Token issue(String buyer, Instant until) {
        Instant expires = Instant.ofEpochSecond(
                Math.min(until.getEpochSecond(), clock.instant().plus(LIFE).getEpochSecond()));
        String payload = VERSION + buyer + "." + expires.getEpochSecond();
        return new Token(payload + "." + sign(payload), buyer, expires);
    }

    private String sign(String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The buyer of a token; empty when it is forged, malformed or expired.
    public Optional<String> verify(String token) {
        return signed(token).filter(each -> each.expiresAt().isAfter(clock.instant())).map(Token::buyer);
    }

    /// What a token says that was signed here, though it may have expired.
    public Optional<Token> signed(String token) {
        int dot = token.lastIndexOf('.');
        if (dot < 0 || !token.startsWith(VERSION)) {
            return Optional.empty();
        }
        String payload = token.substring(0, dot);
        byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(sign(payload).getBytes(StandardCharsets.UTF_8), given)) {
            return Optional.empty();
        }
        int expiry = payload.lastIndexOf('.');
        return Optional.of(new Token(token, payload.substring(VERSION.length(), expiry),
                Instant.ofEpochSecond(Long.parseLong(payload, expiry + 1, payload.length(), 10))));
    }
}
