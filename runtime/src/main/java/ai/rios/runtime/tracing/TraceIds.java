package ai.rios.runtime.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;

/** Ids of traces: random, or the one that a caller named without naming a span of it. Thread-safe. */
final class TraceIds {
    private static final ScopedValue<String> ADOPTED = ScopedValue.newInstance();

    /** Asked by the SDK, on the thread that starts a span, for a span without a parent. */
    static final IdGenerator GENERATOR = new IdGenerator() {
        private final IdGenerator random = IdGenerator.random();

        @Override
        public String generateSpanId() {
            return random.generateSpanId();
        }

        @Override
        public String generateTraceId() {
            return ADOPTED.isBound() ? ADOPTED.get() : random.generateTraceId();
        }
    };

    private TraceIds() {}

    /** Starts a span whose trace, should it begin here, has the given id; an empty one means any. */
    static Span startUnder(String traceId, SpanBuilder builder) {
        return traceId.isEmpty()
                ? builder.startSpan()
                : ScopedValue.where(ADOPTED, traceId).call(builder::startSpan);
    }
}
