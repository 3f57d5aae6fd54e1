package dev.yingda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.yingda.conversation.BuyerId;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens by which a shop vouches, made here by hand as any shop's server would (RFC 7519, RFC 7515).
class IdentityTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final Vertx VERTX = Vertx.vertx();

    /// Years from the machine's own time, which must play no part.
    private static final Instant NOW = Instant.parse("2031-03-02T01:00:00Z");

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Identity.Read read(String token, Instant now) {
        return new Identity(VERTX, SECRET, Clock.fixed(now, ZoneOffset.UTC)).read(token);
    }

    private static String token(String header, String claims, String secret, String algorithm) throws Exception {
        String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
        return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    static String token(String claims) throws Exception {
        return token(HS256, claims, SECRET, "HmacSHA256");
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void whatTheShopSignedNamesABuyerTillItEnds() throws Exception {
        Instant until = NOW.plusSeconds(600);
        String token = token("{\"sub\":\"10086\",\"exp\":" + until.getEpochSecond() + "}");
        assertEquals(new Identity.Read.Vouched(new BuyerId("u.10086"), until), read(token, NOW));
        assertEquals(new Identity.Read.Vouched(new BuyerId("u.10086"), until), read(token, until.minusSeconds(1)));
        assertEquals(new Identity.Read.Expired(), read(token, until));
        assertEquals(new Identity.Read.Expired(), read(token, until.plusSeconds(999_999)));
    }

    @Test
    void aTokenThatDoesNotHoldYetIsNone() throws Exception {
        long from = NOW.getEpochSecond();
        String token = token("{\"sub\":\"10086\",\"nbf\":" + from + ",\"exp\":" + (from + 600) + "}");
        assertInstanceOf(Identity.Read.Wrong.class, read(token, NOW.minusSeconds(1)));
        assertInstanceOf(Identity.Read.Vouched.class, read(token, NOW));
    }

    @Test
    void theMachinesTimePlaysNoPart() throws Exception {
        Instant then = Instant.parse("2001-03-02T01:00:00Z");
        long seconds = then.getEpochSecond();
        String token = token(
                "{\"sub\":\"a\",\"iat\":" + seconds + ",\"nbf\":" + seconds + ",\"exp\":" + (seconds + 9) + "}");
        assertInstanceOf(Identity.Read.Vouched.class, read(token, then));
        long late = NOW.getEpochSecond();
        String future = token("{\"sub\":\"a\",\"iat\":" + late + ",\"nbf\":" + late + ",\"exp\":" + (late + 9) + "}");
        assertInstanceOf(Identity.Read.Vouched.class, read(future, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sub\":\"1\"}", "{\"exp\":9999999999}", "{\"sub\":\"\",\"exp\":9999999999}",
            "{\"sub\":1,\"exp\":9999999999}", "{\"sub\":\"1\",\"exp\":\"9999999999\"}",
            "{\"sub\":\"a b\",\"exp\":9999999999}", "{\"sub\":\"小林\",\"exp\":9999999999}",
            "{\"sub\":\"0123456789012345678901234567890123456789012345678901234567890123\",\"exp\":9999999999}"})
    void aTokenThatDoesNotSayWhoOrTillWhenIsNone(String claims) throws Exception {
        assertInstanceOf(Identity.Read.Wrong.class, read(token(claims), NOW));
    }

    @Test
    void aTokenSignedInAnotherWayIsNone() throws Exception {
        String claims = "{\"sub\":\"1\",\"exp\":9999999999}";
        String good = token(claims);
        String unsigned = base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8)) + ".";
        for (String bad : List.of(token(HS256, claims, "another secret another secret 01", "HmacSHA256"),
                token("{\"alg\":\"HS512\"}", claims, SECRET, "HmacSHA512"),
                token("{\"alg\":\"HS512\"}", claims, SECRET, "HmacSHA256"),
                token("{\"alg\":\"none\"}", claims, SECRET, "HmacSHA256"), unsigned, good + "A",
                good.substring(0, good.length() - 4), good.substring(0, good.lastIndexOf('.')), "", ".", "..", "a.b.c",
                "v1.b.1.x")) {
            assertInstanceOf(Identity.Read.Wrong.class, read(bad, NOW), bad);
        }
        assertInstanceOf(Identity.Read.Vouched.class, read(good, NOW));
    }

    @Test
    void withoutASecretNobodyIsVouchedFor() throws Exception {
        Identity none = new Identity(VERTX, "", Clock.systemUTC());
        assertInstanceOf(Identity.Read.Wrong.class, none.read(token("{\"sub\":\"1\",\"exp\":9999999999}")));
    }
}
