package ai.rios.edge.websocket;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers handshakes (RFC 6455, section 4.2). Helidon checks nothing but the spelling of {@code Upgrade} and lets no
 * filter see these requests, so all of the checking is here or in the endpoint. Thread-safe.
 */
final class WebSocketUpgrader implements Http1Upgrader {
    private static final System.Logger LOGGER = System.getLogger(WebSocketUpgrader.class.getName());
    private static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
    private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");
    private static final HeaderName PROTOCOL = HeaderNames.create("Sec-WebSocket-Protocol");
    private static final HeaderName EXTENSIONS = HeaderNames.create("Sec-WebSocket-Extensions");
    private static final String SUPPORTED_VERSION = "13";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String spelling;
    private final WebSocketProtocol protocol;

    /** A handshake under way. */
    private record Handshake(Wire wire, HandshakeRequest request, Reception.Visit visit) {}

    WebSocketUpgrader(String spelling, WebSocketProtocol protocol) {
        this.spelling = spelling;
        this.protocol = protocol;
    }

    @Override
    public String supportedProtocol() {
        return spelling;
    }

    /** Null when the path is none of ours: the request then goes to the HTTP routes. */
    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        WebSocketProtocol.Route route = protocol.route(prologue.uriPath().path());
        if (route == null) {
            return null;
        }
        try (Reception.Visit visit =
                protocol.reception().receive(route.endpoint().path(), prologue, headers)) {
            Handshake handshake = new Handshake(
                    new HelidonWire(context), request(context, prologue, headers, visit.requestId()), visit);
            Optional<HandshakeDecision.Refused> fault = visit.fault().or(() -> malformed(prologue, headers));
            if (fault.isPresent()) {
                return refuse(handshake, fault.get());
            }
            return switch (protocol.connections().admit()) {
                case DRAINING -> refuse(handshake, goingAway());
                case FULL -> refuse(handshake, retryable(ApiCode.OVERLOADED, "too many connections are open"));
                case ADMITTED -> decide(handshake, route);
            };
        }
    }

    private ServerConnection decide(Handshake handshake, WebSocketProtocol.Route route) {
        boolean opened = false;
        try {
            ServerConnection connection = switch (askEndpoint(route.endpoint(), handshake.request())) {
                case HandshakeDecision.Refused refused -> refuse(handshake, refused);
                case HandshakeDecision.Accepted accepted -> {
                    ServerConnection upgraded = accept(handshake, route, accepted);
                    opened = true;
                    yield upgraded;
                }
            };
            return connection;
        } finally {
            if (!opened) {
                protocol.connections().release();
            }
        }
    }

    private static HandshakeDecision askEndpoint(WebSocketEndpoint endpoint, HandshakeRequest request) {
        try {
            return endpoint.handshake(request);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return goingAway();
        } catch (RuntimeException failure) {
            LOGGER.log(Level.ERROR, "an endpoint failed in its handshake requestId=" + request.requestId(), failure);
            return HandshakeDecision.refuse(ApiError.of(ApiCode.INTERNAL, "the server failed; its log has the cause"));
        }
    }

    private ServerConnection accept(
            Handshake handshake, WebSocketProtocol.Route route, HandshakeDecision.Accepted accepted) {
        HandshakeRequest request = handshake.request();
        WebSocketSettings settings = route.endpoint().settings();
        Optional<DeflateAgreement> agreement = request.headers().contains(EXTENSIONS)
                ? DeflateAgreement.negotiate(joined(request, EXTENSIONS), settings.compression())
                : Optional.empty();
        WebSocketConnection connection = new WebSocketConnection(
                request,
                settings,
                accepted.listener(),
                handshake.wire(),
                route.pools().codecs(agreement),
                protocol.connections().clock());
        try {
            Map<String, String> headers = new LinkedHashMap<>(answerHeaders(request, accepted, agreement));
            headers.putAll(handshake.visit().welcome());
            handshake.wire().write(HandshakeAnswer.switching(headers));
        } catch (IOException failure) {
            connection.ended();
            throw new UncheckedIOException("the client left during the handshake", failure);
        } catch (RuntimeException failure) {
            connection.ended();
            throw failure;
        }
        protocol.observer().answered(request, 101);
        protocol.connections().opened(connection);
        return new UpgradedConnection(connection, protocol);
    }

    private static Map<String, String> answerHeaders(
            HandshakeRequest request, HandshakeDecision.Accepted accepted, Optional<DeflateAgreement> agreement) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Sec-WebSocket-Accept",
                HandshakeAnswer.acceptKey(request.header(KEY).orElseThrow()));
        accepted.subprotocol()
                .filter(request.subprotocols()::contains)
                .ifPresent(chosen -> headers.put("Sec-WebSocket-Protocol", chosen));
        agreement.ifPresent(agreed -> headers.put("Sec-WebSocket-Extensions", agreed.answer()));
        headers.putAll(accepted.headers());
        return headers;
    }

    private ServerConnection refuse(Handshake handshake, HandshakeDecision.Refused refused) {
        Reception.Refusal refusal = handshake.visit().refuse(refused);
        try {
            handshake.wire().write(HandshakeAnswer.refusal(refusal));
        } catch (IOException failure) {
            LOGGER.log(Level.TRACE, "the client left before its refusal", failure);
        }
        protocol.observer().answered(handshake.request(), refusal.status());
        return new RefusedConnection();
    }

    private static HandshakeRequest request(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers, String requestId) {
        List<String> subprotocols = headers.contains(PROTOCOL)
                ? Arrays.stream(String.join(",", headers.all(PROTOCOL, List::of))
                                .split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList()
                : List.of();
        return new HandshakeRequest(
                prologue.uriPath().path(),
                prologue.query(),
                headers,
                subprotocols,
                context.remotePeer().host(),
                requestId);
    }

    private static Optional<HandshakeDecision.Refused> malformed(HttpPrologue prologue, WritableHeaders<?> headers) {
        if (!prologue.method().equals(Method.GET)) {
            ApiError error = ApiError.of(ApiCode.METHOD_NOT_ALLOWED, "a WebSocket is opened with GET");
            return Optional.of(new HandshakeDecision.Refused(error, Map.of("Allow", "GET")));
        }
        if (!headers.first(VERSION).map(SUPPORTED_VERSION::equals).orElse(false)) {
            ApiError error =
                    ApiError.of(ApiCode.UPGRADE_REQUIRED, "Sec-WebSocket-Version must be " + SUPPORTED_VERSION);
            return Optional.of(new HandshakeDecision.Refused(
                    error, Map.of("Upgrade", "websocket", "Sec-WebSocket-Version", SUPPORTED_VERSION)));
        }
        if (!ConnectionOptions.name(headers, "Upgrade")) {
            return invalid("Connection", "must contain Upgrade");
        }
        List<String> keys = headers.all(KEY, List::of);
        if (keys.size() != 1 || !HandshakeAnswer.isKey(keys.getFirst())) {
            return invalid("Sec-WebSocket-Key", "must be the base64 of 16 bytes, once");
        }
        return Optional.empty();
    }

    private static Optional<HandshakeDecision.Refused> invalid(String header, String reason) {
        return Optional.of(HandshakeDecision.refuse(ApiError.invalid(header, reason)));
    }

    private static HandshakeDecision.Refused goingAway() {
        return retryable(ApiCode.UNAVAILABLE, "this server is going away");
    }

    private static HandshakeDecision.Refused retryable(ApiCode code, String message) {
        return HandshakeDecision.refuse(ApiError.of(code, message).after(RETRY_AFTER));
    }

    private static String joined(HandshakeRequest request, HeaderName name) {
        return String.join(",", request.headers().all(name, List::of));
    }
}
