package ai.rios.edge.http;

import ai.rios.edge.errors.ApiError;
import ai.rios.runtime.logging.LogKey;
import ai.rios.runtime.tracing.TraceScope;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.ids.Ids;
import ai.rios.schemas.ids.RandomIds;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all requests have in common, whether a route answers them, the handshake of a socket, or the server before either: a span,
 * ids, a version, the form of errors, and the headers and the log line that go with every answer. Thread-safe.
 */
public final class Exchanges {
    private final ApiVersions versions;
    private final Cors cors;
    private final Tracing tracing;
    private final RequestLog log;
    private final RandomIds ids;
    private final Responder responder;

    /** @param origins of pages that may read answers */
    public Exchanges(
            ApiVersions versions,
            Set<String> origins,
            Tracing tracing,
            RequestLog log,
            RandomIds ids,
            InstantSource clock) {
        this.versions = versions;
        this.cors = new Cors(origins);
        this.tracing = tracing;
        this.log = log;
        this.ids = ids;
        this.responder = new Responder(clock);
    }

    ApiVersions versions() {
        return versions;
    }

    Cors cors() {
        return cors;
    }

    RequestLog log() {
        return log;
    }

    Responder responder() {
        return responder;
    }

    /** Makes a span of the request the current one; whoever asks closes it. */
    @SuppressWarnings("MustBeClosedChecker") // close() of what is returned closes it
    TraceScope span(Incoming incoming) {
        return tracing.server(incoming.method(), name -> first(incoming, name));
    }

    /** A request has come in. Its own id is taken over where it is one. */
    Progress begin(Incoming incoming, TraceScope span) {
        String own = first(incoming, Names.REQUEST_ID);
        String id = own != null && RequestIds.isId(own) ? own : ids.next(Ids.REQUEST);
        return new Progress(id, span, versions.current());
    }

    /**
     * Settles the version that the request speaks.
     *
     * @throws ai.rios.edge.errors.ApiException when it names one that is not spoken here
     */
    void speak(Incoming incoming, Progress progress) {
        progress.speak(versions.spoken(incoming.rawPath(), first(incoming, Names.API_VERSION)));
    }

    /**
     * Settles the form of the answer.
     *
     * @param produced media type of plain answers
     */
    AcceptedTypes wantForm(Incoming incoming, String produced, Progress progress) {
        AcceptedTypes accepted = AcceptedTypes.of(incoming.headers("Accept"), produced);
        if (accepted.envelope() && produced.equals(AcceptedTypes.JSON)) {
            progress.markEnveloped(true);
        } else if (accepted.problem()) {
            progress.wantProblem();
        }
        return accepted;
    }

    /**
     * Refuses a correlation id that is none.
     *
     * @throws ai.rios.edge.errors.ApiException {@code invalid_request}
     */
    static void requireId(Incoming incoming) {
        String own = first(incoming, Names.REQUEST_ID);
        if (own != null) {
            RequestIds.require(Names.REQUEST_ID, own);
        }
    }

    /** An error with all its headers. */
    Responder.Rendered refuse(ApiError error, Map<String, String> more, Incoming incoming, Progress progress) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.putAll(headers(incoming, progress));
        return responder.error(error, headers, progress);
    }

    /** Headers of every answer. */
    Map<String, String> headers(Incoming incoming, Progress progress) {
        progress.span().with(LogKey.REQUEST_ID, progress.requestId());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Names.REQUEST_ID, progress.requestId());
        headers.put(Names.TRACE_ID, traceId(incoming, progress.span()));
        headers.put(Names.SPAN_ID, progress.span().spanId());
        headers.put(Names.TRACEPARENT, progress.span().traceparent());
        headers.put(Names.API_VERSION, progress.version().name());
        headers.putAll(progress.version().headers());
        headers.put("X-Content-Type-Options", "nosniff");
        headers.putAll(cors.headers(first(incoming, "Origin")));
        return headers;
    }

    /** A client's own trace id that is none of W3C's is given back as it came. */
    private static String traceId(Incoming incoming, TraceScope span) {
        String own = first(incoming, Names.TRACE_ID);
        if (own == null
                || !RequestIds.isId(own)
                || own.matches("[0-9a-fA-F]{32}")
                || first(incoming, Names.TRACEPARENT) != null) {
            return span.traceId();
        }
        span.attribute("rios.client_trace_id", own);
        return own;
    }

    static @Nullable String first(Incoming incoming, String name) {
        List<String> lines = incoming.headers(name);
        return lines.isEmpty() ? null : lines.getFirst();
    }
}
