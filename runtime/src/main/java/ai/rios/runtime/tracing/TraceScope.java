package ai.rios.runtime.tracing;

import ai.rios.runtime.logging.LogKey;
import ai.rios.runtime.logging.LogScope;
import ai.rios.schemas.topics.Headers;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A span that is under way, current on the thread that opened it, whose log lines carry its ids. Closing ends the span and
 * puts back what was current before. Confined to that thread, except for the ids, which any thread may read.
 */
public final class TraceScope implements AutoCloseable {
    private final Span span;
    private final Scope current;
    private final LogScope log;

    private TraceScope(Span span, Scope current, LogScope log) {
        this.span = span;
        this.current = current;
        this.log = log;
    }

    @SuppressWarnings("MustBeClosedChecker") // close() of what is returned closes it
    static TraceScope open(Span span) {
        LogScope log = LogScope.open()
                .with(LogKey.TRACE_ID, span.getSpanContext().getTraceId())
                .with(LogKey.SPAN_ID, span.getSpanContext().getSpanId());
        return new TraceScope(span, span.makeCurrent(), log);
    }

    /** Trace id, 32 lower-case hex digits. */
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    /** Span id, 16 lower-case hex digits. */
    public String spanId() {
        return span.getSpanContext().getSpanId();
    }

    /** The context in W3C form, for the {@code traceparent} header of what this span causes. */
    public String traceparent() {
        return "00-" + traceId() + "-" + spanId() + "-"
                + span.getSpanContext().getTraceFlags().asHex();
    }

    /** Makes records that are sent with these headers part of this trace. */
    public void inject(org.apache.kafka.common.header.Headers headers) {
        RecordHeaders.set(headers, Headers.TRACEPARENT, traceparent());
    }

    /** Adds a key to the span and to the log lines written inside; null adds nothing. */
    public TraceScope with(LogKey key, @Nullable String value) {
        if (value != null) {
            log.with(key, value);
            span.setAttribute(attribute(key), value);
        }
        return this;
    }

    /** Adds an attribute to the span; OpenTelemetry's names where there is one. */
    public TraceScope attribute(String name, String value) {
        span.setAttribute(name, value);
        return this;
    }

    /** Adds a number to the span. */
    public TraceScope attribute(String name, long value) {
        span.setAttribute(name, value);
        return this;
    }

    /** Renames the span, once the route is known. */
    public TraceScope named(String name) {
        span.updateName(name);
        return this;
    }

    /** Marks the span as failed. A refusal that is the caller's fault is no failure of ours. */
    public TraceScope failed(String reason) {
        span.setStatus(StatusCode.ERROR, reason);
        return this;
    }

    /** Marks the span as failed by this error. */
    public TraceScope failed(Throwable error) {
        span.recordException(error);
        return failed(error.getClass().getSimpleName());
    }

    @Override
    public void close() {
        log.close();
        current.close();
        span.end();
    }

    private static String attribute(LogKey key) {
        return switch (key) {
            case REQUEST_ID -> "rios.request_id";
            case TENANT -> "rios.tenant";
            case OPERATION -> "rios.operation";
            case TRACE_ID -> "rios.trace_id";
            case SPAN_ID -> "rios.span_id";
        };
    }
}
