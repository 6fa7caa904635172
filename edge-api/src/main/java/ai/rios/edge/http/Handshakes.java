package ai.rios.edge.http;

import ai.rios.edge.errors.ApiException;
import ai.rios.edge.websocket.HandshakeDecision;
import ai.rios.edge.websocket.Reception;
import ai.rios.runtime.logging.LogKey;
import ai.rios.runtime.tracing.TraceScope;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Receives the handshakes of sockets as {@link FrontDoor} receives ordinary requests. Thread-safe. */
public final class Handshakes implements Reception {
    private final Exchanges exchanges;

    public Handshakes(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public Visit receive(String path, HttpPrologue prologue, Headers headers) {
        Head head = new Head(
                prologue.method().text(),
                prologue.uriPath().rawPath(),
                prologue.query().rawValue(),
                headers);
        return new Handshake(path, head, exchanges.span(head));
    }

    /** Confined to the connection's thread. */
    private final class Handshake implements Visit {
        private final Head head;
        private final TraceScope span;
        private final Progress progress;

        private Handshake(String path, Head head, TraceScope span) {
            this.head = head;
            this.span = span;
            this.progress = exchanges.begin(head, span);
            progress.matched(path);
            span.named(head.method() + ' ' + path).with(LogKey.REQUEST_ID, progress.requestId());
            exchanges.wantForm(head, AcceptedTypes.JSON, progress);
        }

        @Override
        public String requestId() {
            return progress.requestId();
        }

        @Override
        public Optional<HandshakeDecision.Refused> fault() {
            try {
                exchanges.speak(head, progress);
                Exchanges.requireId(head);
                return Optional.empty();
            } catch (ApiException e) {
                return Optional.of(new HandshakeDecision.Refused(e.error(), e.headers()));
            }
        }

        @Override
        public Map<String, String> welcome() {
            exchanges.log().finished(head, 101, 0, 0, progress);
            return exchanges.headers(head, progress);
        }

        @Override
        public Refusal refuse(HandshakeDecision.Refused refused) {
            Responder.Rendered rendered = exchanges.refuse(refused.error(), refused.headers(), head, progress);
            byte[] body = rendered.body();
            exchanges.log().finished(head, rendered.status(), 0, body.length, progress);
            return new Refusal(rendered.status(), rendered.headers(), new String(body, StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            span.close();
        }
    }
}
