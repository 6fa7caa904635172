package ai.rios.edge.http;

import ai.rios.edge.auth.Principal;
import ai.rios.edge.commands.WaitPolicy;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.json.StrictJson;
import ai.rios.schemas.query.At;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as a route sees it: checked as far as every request is. Confined to the request's thread. */
public final class Call {
    private static final Duration MAX_POSITION_WAIT = Duration.ofSeconds(5);

    private final Incoming incoming;
    private final Route route;
    private final Map<String, String> pathParameters;
    private final Query query;
    private final @Nullable Principal principal;
    private final Progress progress;
    private final ApiVersions versions;

    Call(
            Incoming incoming,
            Route route,
            Map<String, String> pathParameters,
            Query query,
            @Nullable Principal principal,
            Progress progress,
            ApiVersions versions) {
        this.incoming = incoming;
        this.route = route;
        this.pathParameters = pathParameters;
        this.query = query;
        this.principal = principal;
        this.progress = progress;
        this.versions = versions;
    }

    /** The route's method, upper case. */
    public String method() {
        return route.method();
    }

    /** The route's template. */
    public String template() {
        return route.template();
    }

    /** The path as it was sent. */
    public String path() {
        return incoming.rawPath();
    }

    /** The value of one of the template's names. */
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(route.template() + " has no " + name);
        }
        return value;
    }

    /** The address's parameters. */
    public Query query() {
        return query;
    }

    /** The first line of a header; null when it is absent. */
    public @Nullable String header(String name) {
        List<String> lines = incoming.headers(name);
        return lines.isEmpty() ? null : lines.getFirst();
    }

    /** All lines of a header. */
    public List<String> headers(String name) {
        return incoming.headers(name);
    }

    /** Who calls; only on routes that are not open. */
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException(route.template() + " is open to callers without a token");
        }
        return principal;
    }

    /** The tenant of the caller. */
    public String tenant() {
        return principal().tenant();
    }

    /** Correlation id; that of the envelope once the body has been read. */
    public String requestId() {
        return progress.requestId();
    }

    /** W3C trace context of this request's span. */
    public String traceparent() {
        return progress.traceparent();
    }

    /** Time since the request's head was read. */
    public Duration spent() {
        return progress.spent();
    }

    /**
     * The payload of a JSON body, taken out of its envelope if it has one. Read once.
     *
     * @throws ApiException for another media type, a body that is too large, or one that is no JSON
     */
    public JsonNode payload() {
        requireJsonType();
        JsonNode body = StrictJson.parse(incoming.body());
        String type = header("Content-Type");
        boolean byType = type != null && type.toLowerCase(Locale.ROOT).startsWith(AcceptedTypes.ENVELOPE);
        if (!Envelope.isEnvelope(body)) {
            if (byType) {
                throw new ApiException(
                        ApiError.invalid(StrictJson.BODY, "must be an envelope with requestId and data"));
            }
            return body;
        }
        progress.markEnveloped(byType);
        Envelope envelope = Envelope.read(body);
        progress.correlate(envelope.requestId());
        if (envelope.version() != null) {
            speak(envelope.version());
        }
        progress.nameClient(envelope.client());
        return envelope.data();
    }

    /** How long the client waits for its outcome. */
    public WaitPolicy waitPolicy() {
        return Preferences.parse(headers("Prefer"));
    }

    /**
     * The state that a read must see.
     *
     * @throws ApiException {@code invalid_request} when {@code X-RiOS-Min-Position} is no position
     */
    public At at() {
        String position = header(Names.MIN_POSITION);
        return position == null
                ? At.NOW
                : new At(Numbers.parse(Names.MIN_POSITION, position, 0, Long.MAX_VALUE / 100), MAX_POSITION_WAIT);
    }

    private void speak(String version) {
        ApiVersion spoken = versions.spoken(path(), version);
        String header = header(Names.API_VERSION);
        if (header != null && !header.equals(version)) {
            throw new ApiException(ApiError.invalid("metadata.version", "must be the same as the header API-Version"));
        }
        progress.speak(spoken);
    }

    private void requireJsonType() {
        String type = header("Content-Type");
        if (type == null) {
            return;
        }
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", 8);
        boolean known = switch (parts[0].strip()) {
            case "application/json", AcceptedTypes.ENVELOPE -> true;
            case "application/merge-patch+json" -> method().equals("PATCH");
            default -> false;
        };
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            known &= !parameter.startsWith("charset=") || parameter.matches("charset=\"?utf-?8\"?");
        }
        if (!known) {
            throw new ApiException(ApiError.of(
                    ApiCode.UNSUPPORTED_MEDIA_TYPE,
                    method().equals("PATCH")
                            ? "Content-Type must be application/json or application/merge-patch+json, in UTF-8"
                            : "Content-Type must be application/json, in UTF-8"));
        }
    }
}
