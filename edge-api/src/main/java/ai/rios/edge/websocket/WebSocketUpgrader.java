package ai.rios.edge.websocket;

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

    private final String spelling;
    private final WebSocketProtocol protocol;

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
        Wire wire = new HelidonWire(context);
        HandshakeRequest request = request(context, prologue, headers);
        HandshakeDecision.@Nullable Refused malformed = malformed(prologue, headers);
        if (malformed != null) {
            return refuse(wire, request, malformed);
        }
        return switch (protocol.connections().admit()) {
            case DRAINING -> refuse(wire, request, unavailable("unavailable", "this server is going away"));
            case FULL -> refuse(wire, request, unavailable("overloaded", "too many connections are open"));
            case ADMITTED -> decide(wire, request, route);
        };
    }

    private ServerConnection decide(Wire wire, HandshakeRequest request, WebSocketProtocol.Route route) {
        boolean opened = false;
        try {
            ServerConnection connection = switch (askEndpoint(route.endpoint(), request)) {
                case HandshakeDecision.Refused refused -> refuse(wire, request, refused);
                case HandshakeDecision.Accepted accepted -> {
                    ServerConnection upgraded = accept(wire, request, route, accepted);
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
            return unavailable("unavailable", "this server is going away");
        } catch (RuntimeException failure) {
            LOGGER.log(Level.ERROR, "an endpoint failed in its handshake requestId=" + request.requestId(), failure);
            return HandshakeDecision.refuse(500, "internal", "the server failed; its log has the cause");
        }
    }

    private ServerConnection accept(
            Wire wire, HandshakeRequest request, WebSocketProtocol.Route route, HandshakeDecision.Accepted accepted) {
        WebSocketSettings settings = route.endpoint().settings();
        Optional<DeflateAgreement> agreement = request.headers().contains(EXTENSIONS)
                ? DeflateAgreement.negotiate(joined(request, EXTENSIONS), settings.compression())
                : Optional.empty();
        WebSocketConnection connection = new WebSocketConnection(
                request,
                settings,
                accepted.listener(),
                wire,
                route.pools().codecs(agreement),
                protocol.connections().clock());
        try {
            wire.write(HandshakeAnswer.switching(answerHeaders(request, accepted, agreement)));
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
        headers.put("X-Request-ID", request.requestId());
        headers.putAll(accepted.headers());
        return headers;
    }

    private ServerConnection refuse(Wire wire, HandshakeRequest request, HandshakeDecision.Refused refused) {
        try {
            wire.write(HandshakeAnswer.refusal(refused, request.requestId()));
        } catch (IOException failure) {
            LOGGER.log(Level.TRACE, "the client left before its refusal", failure);
        }
        protocol.observer().answered(request, refused.status());
        return new RefusedConnection();
    }

    private HandshakeRequest request(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
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
                protocol.requestId(headers));
    }

    private static HandshakeDecision.@Nullable Refused malformed(HttpPrologue prologue, WritableHeaders<?> headers) {
        if (!prologue.method().equals(Method.GET)) {
            return new HandshakeDecision.Refused(
                    405,
                    "method_not_allowed",
                    "a WebSocket is opened with GET",
                    Map.of(),
                    false,
                    Map.of("Allow", "GET"));
        }
        if (!headers.first(VERSION).map(SUPPORTED_VERSION::equals).orElse(false)) {
            return UpgradeRequired.refusal("Sec-WebSocket-Version must be " + SUPPORTED_VERSION);
        }
        if (!connectionUpgrade(headers)) {
            return invalid("Connection", "must contain Upgrade");
        }
        List<String> keys = headers.all(KEY, List::of);
        if (keys.size() != 1 || !HandshakeAnswer.isKey(keys.getFirst())) {
            return invalid("Sec-WebSocket-Key", "must be the base64 of 16 bytes, once");
        }
        return null;
    }

    private static boolean connectionUpgrade(WritableHeaders<?> headers) {
        return headers.all(HeaderNames.CONNECTION, List::of).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(token -> token.strip().equalsIgnoreCase("upgrade"));
    }

    private static HandshakeDecision.Refused invalid(String header, String reason) {
        return new HandshakeDecision.Refused(
                400,
                "invalid_request",
                "not a WebSocket handshake: " + header + " " + reason,
                Map.of("field", header, "reason", reason),
                false,
                Map.of());
    }

    private static HandshakeDecision.Refused unavailable(String code, String message) {
        return new HandshakeDecision.Refused(503, code, message, Map.of(), true, Map.of("Retry-After", "1"));
    }

    private static String joined(HandshakeRequest request, HeaderName name) {
        return String.join(",", request.headers().all(name, List::of));
    }
}
