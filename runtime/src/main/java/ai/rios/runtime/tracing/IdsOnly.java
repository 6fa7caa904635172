package ai.rios.runtime.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Does nothing with spans. Its presence is the point: without any processor the SDK makes no ids. */
final class IdsOnly implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // nobody wants to know
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // nobody wants to know
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
