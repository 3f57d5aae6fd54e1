package dev.yingda.gateway;

import java.util.Optional;

import dev.yingda.access.Permission;

import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// One line of the table of REST routes: what it is, who may, and what does it. Nothing is served that is not in the
/// table, and a line without a door cannot be written.
///
/// @param body the fields of the request's body, as the OpenAPI document shows them; empty for none
record Route(HttpMethod method, String path, Door door, String summary, String body, Handler handler) {

    /// Who may come in.
    sealed interface Door {

        /// Anybody; the handler itself checks what is asked.
        record Open() implements Door {
        }

        /// Whoever is signed in.
        record Staff() implements Door {
        }

        /// Whose role has one of the permissions.
        record Needs(Permission permission, @Nullable Permission orElse) implements Door {
            boolean admits(SignedIn who) {
                Permission other = orElse;
                return who.may(permission) || other != null && who.may(other);
            }
        }
    }

    /// Does what the route is for. Runs on a virtual thread and may block.
    interface Handler {
        /// @throws Invalid if the request is not as it must be
        Answer handle(Call call);
    }

    /// Whether this one may come in.
    boolean admits(Optional<SignedIn> who) {
        return switch (door) {
            case Door.Open _ -> true;
            case Door.Staff _ -> who.isPresent();
            case Door.Needs needs -> who.filter(needs::admits).isPresent();
        };
    }

    /// Whether the request changes something.
    boolean changes() {
        return !method.equals(HttpMethod.GET);
    }
}
