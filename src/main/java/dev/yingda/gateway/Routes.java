package dev.yingda.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.yingda.conversation.BuyerId;

/// The table of all REST routes. What is not here is not served.
final class Routes {

    private Routes() {
    }

    /// @param draining whether the server is going down: it is not ready then
    /// @param blocked  is told of each buyer who is blocked or no longer blocked
    static List<Route> table(Rooms rooms, Gateway.Settings settings, Identity identity, BooleanSupplier draining,
            Consumer<BuyerId> blocked) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new PublicRoutes(rooms, settings, identity, draining).routes());
        routes.addAll(new AccountRoutes(rooms, settings).routes());
        routes.addAll(new KnowledgeRoutes(rooms).routes());
        routes.addAll(new MissedRoutes(rooms).routes());
        routes.addAll(new AnsweredRoutes(rooms).routes());
        routes.addAll(new ConversationRoutes(rooms).routes());
        routes.addAll(new BlockRoutes(rooms, blocked).routes());
        routes.addAll(new MetricsRoutes(rooms).routes());
        routes.add(PublicRoutes.openApi(routes));
        return List.copyOf(routes);
    }
}
