package ai.rios.edge.websocket;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.WritableHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection over {@link PairedWire}, running on a thread of its own, with a listener that notes what it is told. */
final class OpenConnection implements AutoCloseable {
    final PairedWire wire = new PairedWire();
    final ManualClock clock = new ManualClock();
    final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    final WebSocketConnection connection;
    private final Thread thread;

    OpenConnection(WebSocketSettings settings) {
        this(settings, Optional.empty());
    }

    OpenConnection(WebSocketSettings settings, Optional<WebSocketListener> listener) {
        HandshakeRequest request = new HandshakeRequest(
                "/test", UriQuery.empty(), WritableHeaders.create(), List.of(), "127.0.0.1", "req_test");
        ConnectionCodecs codecs =
                ConnectionCodecs.Pools.of(settings.compression()).codecs(Optional.empty());
        connection = new WebSocketConnection(request, settings, listener.orElseGet(Noting::new), wire, codecs, clock);
        thread = Thread.ofVirtual().start(connection::run);
    }

    /** The next thing the listener was told. */
    String event() throws InterruptedException {
        String event = events.poll(10, TimeUnit.SECONDS);
        return event == null ? "nothing within 10 s" : event;
    }

    boolean isOver() throws InterruptedException {
        return thread.join(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        connection.abort();
    }

    private final class Noting implements WebSocketListener {
        @Override
        public void onOpen(WebSocketSession session) {
            events.add("open");
        }

        @Override
        public void onText(WebSocketSession session, String text) {
            events.add("text:" + text);
        }

        @Override
        public void onExcess(WebSocketSession session, Duration retryAfter) {
            events.add("excess:" + retryAfter.toMillis());
        }

        @Override
        public void onClose(WebSocketSession session, CloseReason reason) {
            events.add("close:" + reason.code());
        }
    }
}
