package ai.rios.edge;

import ai.rios.edge.auth.Tickets;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Call;
import ai.rios.edge.http.Route;
import ai.rios.edge.json.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/** What plain HTTP has to do with sockets: tickets for browsers, and a word to those who do not upgrade. Thread-safe. */
final class SocketRoutes {
    private static final int MAX_PATH_LENGTH = 512;

    private final Tickets tickets;

    SocketRoutes(Tickets tickets) {
        this.tickets = tickets;
    }

    List<Route> routes() {
        return List.of(
                Route.api("POST", "/v1/tickets", null, this::issue),
                Route.open("GET", "/v1/stream", "application/json", SocketRoutes::upgrade));
    }

    /** An ordinary request to a socket's path; upgrades do not come this way. */
    private static Answer upgrade(Call call) {
        throw new ApiException(ApiCode.UPGRADE_REQUIRED, "this path speaks WebSocket: send an Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Version", "13");
    }

    private Answer issue(Call call) {
        Shape shape = Shape.of(call.payload(), "");
        String path = shape.required("path").text("path");
        if (path != null && (!path.startsWith("/v1/") || path.length() > MAX_PATH_LENGTH)) {
            shape.refuse("path", "must be a path under /v1/");
        }
        shape.close();
        Tickets.Ticket ticket = tickets.issue(call.principal(), Objects.requireNonNull(path));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("ticket", ticket.text());
        body.put("path", ticket.path());
        body.put("expires_at", ticket.expiresAt().toString());
        return Answer.json(201, body).with("Cache-Control", "no-store");
    }
}
