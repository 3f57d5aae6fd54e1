package dev.yingda.load;

import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;

/// A bare Vert.x server that sends every text frame back and does nothing else: the ceiling to compare with.
public final class EchoServer {

    private EchoServer() {
    }

    /// Listens on any free port.
    ///
    /// @return the port
    public static int start() {
        return Vertx.vertx()
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setIdleTimeout(120)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage)).listen()
                .toCompletionStage().toCompletableFuture().join().actualPort();
    }
}
