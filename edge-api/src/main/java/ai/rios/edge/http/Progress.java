package ai.rios.edge.http;

import ai.rios.edge.auth.Principal;
import ai.rios.runtime.tracing.TraceScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes known of a request while it is handled: for its answer, its log line and its metrics. Confined to one thread. */
final class Progress {
    private final long startedAtNanos = System.nanoTime();
    private final TraceScope span;
    private String requestId;
    private ApiVersion version;
    private String template = "";
    private boolean enveloped;
    private boolean envelopeType;
    private boolean problem;
    private @Nullable String client;
    private @Nullable Principal principal;
    private long bytesIn;

    /** @param version spoken as long as the request says no other */
    Progress(String requestId, TraceScope span, ApiVersion version) {
        this.requestId = requestId;
        this.span = span;
        this.version = version;
    }

    void speak(ApiVersion spoken) {
        version = spoken;
    }

    ApiVersion version() {
        return version;
    }

    void correlate(String id) {
        requestId = id;
    }

    String requestId() {
        return requestId;
    }

    TraceScope span() {
        return span;
    }

    String traceparent() {
        return span.traceparent();
    }

    /** @param byType whether the client asked for it by its {@code Accept}, and so gets that media type */
    void markEnveloped(boolean byType) {
        enveloped = true;
        envelopeType |= byType;
    }

    boolean isEnveloped() {
        return enveloped;
    }

    boolean isEnvelopeType() {
        return envelopeType;
    }

    void wantProblem() {
        problem = true;
    }

    boolean wantsProblem() {
        return problem;
    }

    void matched(String routeTemplate) {
        template = routeTemplate;
    }

    /** Template of the route; empty when none was found. */
    String template() {
        return template;
    }

    void nameClient(@Nullable String name) {
        client = name;
    }

    @Nullable String client() {
        return client;
    }

    void identify(Principal who) {
        principal = who;
    }

    @Nullable Principal principal() {
        return principal;
    }

    void read(long bytes) {
        bytesIn += bytes;
    }

    long bytesIn() {
        return bytesIn;
    }

    Duration spent() {
        return Duration.ofNanos(System.nanoTime() - startedAtNanos);
    }
}
