package dev.yingda.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;

import dev.yingda.conversation.BuyerId;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import org.jspecify.annotations.Nullable;

/// Reads the tokens by which a shop vouches for its own buyers: a JWT (RFC 7519) signed by HS256 with a secret that the
/// shop's server and this one share. `sub` names the buyer there, `exp` says until when it holds, `nbf` may say from when.
/// Times are taken from the given clock, so the library's own look at them is off.
final class Identity {

    /// Begins the name of every buyer who was vouched for; no visitor's begins so.
    private static final String PREFIX = "u.";
    private static final int MAX_SUBJECT = 64 - PREFIX.length();

    /// What a token says.
    sealed interface Read {
        /// @param until when the shop's word ends
        record Vouched(BuyerId buyer, Instant until) implements Read {
        }

        /// It did hold.
        record Expired() implements Read {
        }

        /// @param english why it is none, for who writes the shop's page
        record Wrong(String english) implements Read {
        }
    }

    private final @Nullable JWTAuth jwt;
    private final Clock clock;

    /// @param secret empty: nobody is vouched for
    Identity(Vertx vertx, String secret, Clock clock) {
        this.jwt = secret.isEmpty()
                ? null
                : JWTAuth.create(vertx, new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
        this.clock = clock;
    }

    /// Whether the shop vouched for this one.
    static boolean isVouched(BuyerId buyer) {
        return buyer.value().startsWith(PREFIX);
    }

    /// What the shop calls a buyer for whom it vouched.
    static String subject(BuyerId buyer) {
        return buyer.value().substring(PREFIX.length());
    }

    /// Reads a token. Blocks.
    Read read(String token) {
        JWTAuth library = jwt;
        if (library == null) {
            return new Read.Wrong("shop.identitySecret is not set on this server");
        }
        JsonObject claims;
        try {
            library.authenticate(new TokenCredentials(token)).toCompletionStage().toCompletableFuture().join();
            byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
            claims = new JsonObject(new String(payload, StandardCharsets.UTF_8));
        } catch (RuntimeException _) {
            return new Read.Wrong("it is no JWT signed by HS256 with shop.identitySecret");
        }
        return read(claims);
    }

    private Read read(JsonObject claims) {
        Instant now = clock.instant();
        if (!(claims.getValue("exp") instanceof Number exp)) {
            return new Read.Wrong("exp is missing: seconds since 1970 till which the token holds");
        }
        if (!(claims.getValue("sub") instanceof String subject) || subject.length() > MAX_SUBJECT
                || !subject.matches("[A-Za-z0-9_.:-]+")) {
            return new Read.Wrong("sub names the buyer: 1 to " + MAX_SUBJECT + " of A-Z a-z 0-9 _ . : -");
        }
        if (claims.getValue("nbf") instanceof Number nbf && now.getEpochSecond() < nbf.longValue()) {
            return new Read.Wrong("nbf: the token does not hold yet");
        }
        Instant until = Instant.ofEpochSecond(Math.min(exp.longValue(), now.getEpochSecond() + 366L * 86_400));
        return until.isAfter(now) ? new Read.Vouched(new BuyerId(PREFIX + subject), until) : new Read.Expired();
    }
}
