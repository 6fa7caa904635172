package ai.rios.edge.stream;

import ai.rios.edge.auth.Authentication;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.auth.Scopes;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Query;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.websocket.CloseReason;
import ai.rios.edge.websocket.HandshakeDecision;
import ai.rios.edge.websocket.HandshakeRequest;
import ai.rios.edge.websocket.OriginPolicy;
import ai.rios.edge.websocket.WebSocketEndpoint;
import ai.rios.edge.websocket.WebSocketListener;
import ai.rios.edge.websocket.WebSocketSession;
import ai.rios.edge.websocket.WebSocketSettings;
import ai.rios.schemas.query.LogPosition;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The handshake of {@code /v1/stream}: origin, credential, scope, cursor and number of sockets are judged before the upgrade,
 * so that every refusal is an ordinary HTTP error. Thread-safe.
 */
final class StreamEndpoint implements WebSocketEndpoint {
    static final String PATH = "/v1/stream";
    private static final Set<String> PARAMETERS = Set.of("cursor", "ticket");
    private static final System.Logger LOG = System.getLogger(StreamEndpoint.class.getName());
    private static final long BOUNDS_TIMEOUT_SECONDS = 10;
    private static final Duration FULL_FOR = Duration.ofSeconds(5);
    private static final Duration AWAY_FOR = Duration.ofSeconds(1);

    private final OriginPolicy origins;
    private final WebSocketSettings sockets;
    private final StreamCredentials credentials;
    private final WatchCursors cursors;
    private final ClientSlots slots;
    private final LiveEvents live;
    private final CatchUpReaders catchUp;

    /** What came of looking at a cursor: a place, or a refusal. */
    private sealed interface Start {
        record At(LogPosition position) implements Start {}

        record Now() implements Start {}

        record Bad(HandshakeDecision refusal) implements Start {}
    }

    StreamEndpoint(
            StreamConfig config,
            StreamCredentials credentials,
            WatchCursors cursors,
            ClientSlots slots,
            LiveEvents live,
            CatchUpReaders catchUp) {
        this.origins = new OriginPolicy(config.allowedOrigins());
        this.sockets = config.sockets();
        this.credentials = credentials;
        this.cursors = cursors;
        this.slots = slots;
        this.live = live;
        this.catchUp = catchUp;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public WebSocketSettings settings() {
        return sockets;
    }

    @Override
    public HandshakeDecision handshake(HandshakeRequest request) throws InterruptedException {
        Optional<HandshakeDecision> foreign = origins.check(request);
        if (foreign.isPresent()) {
            return foreign.get();
        }
        if (SubProtocols.areForeign(request.subprotocols())) {
            return HandshakeDecision.refuse(ApiError.of(
                            ApiCode.UNSUPPORTED_VERSION,
                            "none of the sub-protocols that were offered is spoken here; offer " + SubProtocols.V1_JSON)
                    .with("supported", List.of(SubProtocols.V1_JSON)));
        }
        return switch (credentials.check(request)) {
            case Authentication.Denied denied ->
                new HandshakeDecision.Refused(
                        ApiError.of(denied.code(), denied.reason()),
                        Map.of("WWW-Authenticate", denied.challenge(credentials.isGiven(request))));
            case Authentication.Granted(Principal principal) -> admit(request, principal);
        };
    }

    private HandshakeDecision admit(HandshakeRequest request, Principal principal) throws InterruptedException {
        if (!principal.may(Scopes.DEPLOYMENTS_READ)) {
            return HandshakeDecision.refuse(
                    ApiError.of(ApiCode.FORBIDDEN, "the token lacks the scope " + Scopes.DEPLOYMENTS_READ)
                            .with("scope", Scopes.DEPLOYMENTS_READ));
        }
        Optional<String> topicId = live.topicId();
        if (topicId.isEmpty()) {
            return unavailable();
        }
        Start start = start(request, principal, topicId.get());
        if (start instanceof Start.Bad(HandshakeDecision refusal)) {
            return refusal;
        }
        String client = principal.tenant() + '\n' + principal.subject();
        Optional<ClientSlots.Slot> slot = slots.take(client, principal.plan());
        if (slot.isEmpty()) {
            return later(ApiCode.TOO_MANY_CONNECTIONS, "this client has as many sockets open as it may", FULL_FOR);
        }
        StreamFeed feed = new StreamFeed(principal.tenant(), principal.expiresAt(), catchUp::submit);
        if (start instanceof Start.At(LogPosition from)) {
            live.joinAt(feed, from.partition(), from.nextOffset());
        } else {
            live.join(feed);
        }
        return new HandshakeDecision.Accepted(
                new Socket(feed, slot.get()), Optional.of(SubProtocols.V1_JSON), Map.of());
    }

    private Start start(HandshakeRequest request, Principal principal, String topicId) throws InterruptedException {
        try {
            Query.of(request.query().toMap()).requireOnly(PARAMETERS, Set.of());
        } catch (ApiException e) {
            return new Start.Bad(HandshakeDecision.refuse(e.error()));
        }
        Optional<String> cursor = request.parameter("cursor");
        if (cursor.isEmpty()) {
            return new Start.Now();
        }
        Optional<LogPosition> position = cursors.decode(principal.tenant(), cursor.get());
        if (position.isEmpty()) {
            return new Start.Bad(HandshakeDecision.refuse(ApiError.invalid("cursor", "is not one of this tenant's")));
        }
        if (!position.get().topicId().equals(topicId)) {
            return new Start.Bad(expired());
        }
        return within(principal.tenant(), position.get());
    }

    private Start within(String tenant, LogPosition position) throws InterruptedException {
        Optional<CompletableFuture<CatchUpReaders.Bounds>> asked = catchUp.bounds(tenant, position.partition());
        if (asked.isEmpty()) {
            return new Start.Bad(overloaded());
        }
        try {
            CatchUpReaders.Bounds bounds = asked.get().get(BOUNDS_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            boolean kept = position.nextOffset() >= bounds.first() && position.nextOffset() <= bounds.next();
            return kept ? new Start.At(position) : new Start.Bad(expired());
        } catch (ExecutionException | TimeoutException failure) {
            LOG.log(Level.WARNING, "the log cannot be asked for its bounds", failure);
            return new Start.Bad(unavailable());
        }
    }

    private static HandshakeDecision expired() {
        return HandshakeDecision.refuse(ApiError.of(
                ApiCode.CURSOR_EXPIRED,
                "the log no longer has what follows this cursor: list again and go on from there"));
    }

    private static HandshakeDecision overloaded() {
        return later(ApiCode.OVERLOADED, "too many streams wait to be fed from the log", FULL_FOR);
    }

    private static HandshakeDecision unavailable() {
        return later(ApiCode.UNAVAILABLE, "the log of events cannot be read just now", AWAY_FOR);
    }

    private static HandshakeDecision later(ApiCode code, String message, Duration retryAfter) {
        return HandshakeDecision.refuse(ApiError.of(code, message).after(retryAfter));
    }

    /**
     * One socket; confined to its reading thread. Its feed starts in the handshake, so that whoever has read our answer misses
     * nothing. What the client says is ignored: this stream only speaks.
     */
    private final class Socket implements WebSocketListener {
        private final StreamFeed feed;
        private final ClientSlots.Slot slot;

        private Socket(StreamFeed feed, ClientSlots.Slot slot) {
            this.feed = feed;
            this.slot = slot;
        }

        @Override
        public void onOpen(WebSocketSession session) {
            feed.open(session);
        }

        @Override
        public void onClose(WebSocketSession session, CloseReason reason) {
            slot.release();
            live.leave(feed);
        }
    }
}
