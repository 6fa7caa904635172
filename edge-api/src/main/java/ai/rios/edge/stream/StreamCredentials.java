package ai.rios.edge.stream;

import ai.rios.edge.auth.Authentication;
import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.auth.Tickets;
import ai.rios.edge.websocket.HandshakeRequest;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Finds the credential of a handshake: the {@code Authorization} or {@code X-API-Key} header, the sub-protocol
 * {@code rios.bearer.<token>}, or {@code ?ticket=}. Thread-safe.
 */
final class StreamCredentials {
    private static final String SCHEME = "bearer ";
    private static final HeaderName API_KEY = HeaderNames.create("X-API-Key");

    private final Authenticator tokens;
    private final Tickets tickets;

    StreamCredentials(Authenticator tokens, Tickets tickets) {
        this.tokens = tokens;
        this.tickets = tickets;
    }

    /** Who opens the socket; denied when none or more than one credential is given. */
    Authentication check(HandshakeRequest request) {
        List<Supplier<Authentication>> given = given(request);
        if (given.size() > 1) {
            return Authentication.denied("send one credential");
        }
        return given.isEmpty()
                ? Authentication.denied("send Authorization: Bearer, the sub-protocol rios.bearer.<token> or ?ticket=")
                : given.getFirst().get();
    }

    /** Whether there is any credential. */
    boolean isGiven(HandshakeRequest request) {
        return !given(request).isEmpty();
    }

    /** The check of each credential there is. */
    private List<Supplier<Authentication>> given(HandshakeRequest request) {
        List<Supplier<Authentication>> given = new ArrayList<>();
        for (String value : request.headers().all(HeaderNames.AUTHORIZATION, List::of)) {
            given.add(() -> bearer(value));
        }
        for (String key : request.headers().all(API_KEY, List::of)) {
            given.add(() -> tokens.authenticateKey(key));
        }
        for (String offered : request.subprotocols()) {
            SubProtocols.token(offered).ifPresent(token -> given.add(() -> tokens.authenticate(token)));
        }
        request.parameter("ticket").ifPresent(ticket -> given.add(() -> tickets.redeem(ticket, request.path())));
        return given;
    }

    private Authentication bearer(String value) {
        return value.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? tokens.authenticate(value.substring(SCHEME.length()).strip())
                : Authentication.denied("the Authorization scheme must be Bearer");
    }
}
