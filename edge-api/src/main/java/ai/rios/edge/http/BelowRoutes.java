package ai.rios.edge.http;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.json.StrictJson;
import ai.rios.runtime.tracing.TraceScope;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Errors that the server raises before a request is routed, in the same form as all others, as far as its head could be read.
 * Thread-safe.
 */
public final class BelowRoutes implements DirectHandler {
    private final Exchanges exchanges;
    private final int maxBodyBytes;
    private final PositionHeader position;

    /** @param maxBodyBytes for the message of a body that is too large */
    public BelowRoutes(Exchanges exchanges, int maxBodyBytes, PositionHeader position) {
        this.exchanges = exchanges;
        this.maxBodyBytes = maxBodyBytes;
        this.position = position;
    }

    /** This for every kind of such an error. */
    public DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        ApiError error = error(status.code(), message);
        exchanges.log().refusedBelow(error.status());
        Head head = new Head(request.method(), request.path(), "", request.headers());
        try (TraceScope span = exchanges.span(head)) {
            Progress progress = exchanges.begin(head, span);
            exchanges.wantForm(head, AcceptedTypes.JSON, progress);
            Responder.Rendered rendered = exchanges.refuse(error, Map.of(), head, progress);
            Map<String, String> all = new LinkedHashMap<>(rendered.headers());
            position.complete(head, rendered.status(), all, progress);
            all.forEach((name, value) -> headers.set(HeaderNames.create(name), value));
            return TransportResponse.builder()
                    .status(Status.create(error.status()))
                    .headers(headers)
                    .keepAlive(eventType.keepAlive() && error.status() != 413 && error.status() != 503)
                    .entity(rendered.body())
                    .build();
        }
    }

    private ApiError error(int status, String message) {
        String text = message == null ? "" : message;
        return switch (status) {
            case 413 -> StrictJson.tooLarge(maxBodyBytes).error();
            case 414 ->
                ApiError.of(ApiCode.REQUEST_TOO_LONG, "the address is too long").withStatus(414);
            case 401 -> ApiError.of(ApiCode.UNAUTHENTICATED, text);
            case 403 -> ApiError.of(ApiCode.FORBIDDEN, text);
            case 426 -> ApiError.of(ApiCode.UPGRADE_REQUIRED, text);
            case 503 -> ApiError.of(ApiCode.OVERLOADED, "too much is under way here");
            case 500 -> ApiError.of(ApiCode.INTERNAL, "something went wrong here");
            default ->
                text.toLowerCase(Locale.ROOT).contains("header size")
                        ? ApiError.of(ApiCode.REQUEST_TOO_LONG, "the headers are too long")
                        : ApiError.invalid("request", "is not well-formed HTTP");
        };
    }
}
