package dev.yingda.gateway;

import java.net.URI;
import java.util.Set;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// Which pages may talk to this server. A browser says which page it is by the header `Origin`; other clients send none
/// and are held by their tokens alone.
final class Origins {

    private Origins() {
    }

    /// Host and port that the client asked for, by whichever version of HTTP.
    static @Nullable String host(HttpServerRequest request) {
        return request.authority() == null ? null : request.authority().toString();
    }

    /// @param origin  the header `Origin`, null when absent
    /// @param host    as [#host] gives it
    /// @param allowed further origins, such as `https://shop.example`
    static boolean allowed(@Nullable String origin, @Nullable String host, Set<String> allowed) {
        return origin == null || own(origin, host) || allowed.contains(origin);
    }

    /// Whether the page is one of this server's own.
    static boolean own(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
