package ai.rios.runtime.tracing;

import ai.rios.schemas.topics.Headers;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a trace comes from. What is malformed is as good as absent.
 *
 * @param context holds the remote parent, if there is one
 * @param adoptedTraceId trace to begin under where there is no parent; empty for a new one
 */
record Origin(Context context, String adoptedTraceId) {
    private static final Origin NONE = new Origin(Context.root(), "");
    private static final int TRACEPARENT_LENGTH = 55;

    static Origin ofRequest(InboundHeaders headers) {
        SpanContext parent = parse(headers.first("traceparent"));
        if (parent.isValid()) {
            return under(parent);
        }
        String traceId = lower(headers.first("X-Trace-ID"));
        if (!TraceId.isValid(traceId)) {
            return NONE;
        }
        String spanId = lower(headers.first("X-Span-ID"));
        return SpanId.isValid(spanId)
                ? under(SpanContext.createFromRemoteParent(
                        traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault()))
                : new Origin(Context.root(), traceId);
    }

    static Origin ofRecord(org.apache.kafka.common.header.Headers headers) {
        SpanContext parent = parse(RecordHeaders.text(headers, Headers.TRACEPARENT));
        return parent.isValid() ? under(parent) : NONE;
    }

    /** {@code version-traceid-spanid-flags}; a later version may have more behind it (W3C Trace Context, 3.2). */
    static SpanContext parse(@Nullable String traceparent) {
        if (traceparent == null
                || traceparent.length() < TRACEPARENT_LENGTH
                || traceparent.startsWith("ff")
                || (traceparent.startsWith("00") && traceparent.length() != TRACEPARENT_LENGTH)) {
            return SpanContext.getInvalid();
        }
        String traceId = traceparent.substring(3, 35);
        String spanId = traceparent.substring(36, 52);
        String flags = traceparent.substring(53, TRACEPARENT_LENGTH);
        boolean wellFormed = traceparent.charAt(2) == '-'
                && traceparent.charAt(35) == '-'
                && traceparent.charAt(52) == '-'
                && TraceId.isValid(traceId)
                && SpanId.isValid(spanId)
                && flags.matches("[0-9a-f]{2}");
        return wellFormed
                ? SpanContext.createFromRemoteParent(
                        traceId, spanId, TraceFlags.fromHex(flags, 0), TraceState.getDefault())
                : SpanContext.getInvalid();
    }

    private static Origin under(SpanContext parent) {
        return new Origin(Context.root().with(Span.wrap(parent)), "");
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
