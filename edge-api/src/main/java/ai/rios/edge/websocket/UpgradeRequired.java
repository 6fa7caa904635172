package ai.rios.edge.websocket;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers an ordinary GET on a WebSocket's path: 426 {@code upgrade_required}. Register it on the HTTP routes under each
 * endpoint's path. Thread-safe.
 */
public final class UpgradeRequired implements Handler {
    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-ID");

    private final Function<Headers, String> requestIds;

    /** @param requestIds as for {@link WebSocketProtocol} */
    public UpgradeRequired(Function<Headers, String> requestIds) {
        this.requestIds = requestIds;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        HandshakeDecision.Refused refused = refusal("this path speaks WebSocket only: send an Upgrade");
        String requestId = requestIds.apply(request.headers());
        refused.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.status(Status.create(refused.status()))
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(REQUEST_ID, requestId)
                .send(ErrorBody.json(refused, requestId));
    }

    static HandshakeDecision.Refused refusal(String message) {
        return new HandshakeDecision.Refused(
                426,
                "upgrade_required",
                message,
                Map.of(),
                false,
                Map.of("Upgrade", "websocket", "Sec-WebSocket-Version", "13"));
    }
}
