package ai.rios.runtime.guard;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Follows each HTTP/1.1 request and sets the deadline of its connection: for the head, then for the body, whenever one is waited
 * for. Listener and handler run on the connection's own thread, which the guard is bound to. Thread-safe.
 */
public final class RequestWatch implements Http1ConnectionListener {
    /** The guard of the connection whose thread this is; there is none on the threads of HTTP/2 streams. */
    private static final ThreadLocal<Guards.Guard> CURRENT = new ThreadLocal<>();

    static void begin(Guards.Guard guard) {
        CURRENT.set(guard);
    }

    static void end() {
        CURRENT.remove();
    }

    /** From now on this thread waits for a body. */
    public static void awaitBody() {
        Guards.Guard guard = CURRENT.get();
        if (guard != null) {
            guard.awaitBody();
        }
    }

    /** This thread waits for nothing that its client is to send. */
    public static void rest() {
        Guards.Guard guard = CURRENT.get();
        if (guard != null) {
            guard.rest();
        }
    }

    @Override
    public void prologue(ConnectionContext ctx, HttpPrologue prologue) {
        Guards.Guard guard = CURRENT.get();
        if (guard != null) {
            guard.awaitHead();
        }
    }

    @Override
    public void headers(ConnectionContext ctx, Headers headers) {
        if (mayHaveBody(headers)) {
            awaitBody(); // until it is routed; what cannot be never is
        } else {
            rest();
        }
    }

    private static boolean mayHaveBody(Headers headers) {
        return headers.contains(HeaderNames.TRANSFER_ENCODING)
                || (headers.contains(HeaderNames.CONTENT_LENGTH)
                        && !headers.contains(HeaderValues.CONTENT_LENGTH_ZERO));
    }
}
