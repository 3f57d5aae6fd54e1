package dev.yingda.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;

/// Hands each text on to the socket of the name in its first line, and does nothing else: the ceiling to compare with, which
/// the driver must be able to reach.
final class BareRelay {

    private BareRelay() {
    }

    /// @return the port
    static int start() {
        Map<String, ServerWebSocket> people = new HashMap<>();
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .webSocketHandler(socket -> socket.textMessageHandler(name -> {
                    people.put(name, socket);
                    socket.textMessageHandler(text -> {
                        int end = text.indexOf('\n');
                        Objects.requireNonNull(people.get(text.substring(0, end)))
                                .writeTextMessage(text.substring(end + 1));
                    });
                    socket.writeTextMessage("ready");
                })).listen().toCompletionStage().toCompletableFuture().join().actualPort();
    }
}
