package ai.rios.runtime.tracing;

import ai.rios.runtime.logging.LogKey;
import ai.rios.schemas.topics.Headers;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Opens the spans of one service. Each method makes its span the current one of this thread and of its log lines until the
 * returned scope is closed:
 *
 * <pre>{@code
 * try (TraceScope span = tracing.consumer("decide", record.headers())) {
 *     span.inject(outputHeaders);
 * }
 * }</pre>
 *
 * <p>Thread-safe. Recording never blocks: finished spans wait in a bounded queue and are dropped when it is full.
 */
public final class Tracing implements AutoCloseable {
    private static final Duration LAST_SEND = Duration.ofSeconds(5);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Tracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("ai.rios");
    }

    /**
     * Starts tracing.
     *
     * @param service name of the service in the trace, such as {@code edge}
     * @param instance which of its instances
     */
    public static Tracing open(TracingConfig config, String service, String instance) {
        SdkTracerProviderBuilder builder = builder(service, instance);
        config.otlpEndpoint()
                .ifPresentOrElse(
                        endpoint -> builder.setSampler(
                                        Sampler.parentBased(Sampler.traceIdRatioBased(config.samplePercent() / 100.0)))
                                .addSpanProcessor(batches(config, exporter(endpoint))),
                        // a caller's wish to record is passed on, but nothing is recorded here
                        () -> builder.setSampler(Sampler.parentBased(Sampler.alwaysOff()))
                                .addSpanProcessor(new IdsOnly()));
        return new Tracing(builder.build());
    }

    /** Tracing that sends nothing but makes real ids: for tests and tools. */
    public static Tracing off() {
        return open(TracingConfig.DEFAULTS, "rios", "local");
    }

    /** Tracing that hands every span to an exporter at once; for tests. */
    static Tracing to(SpanExporter exporter, String service) {
        return new Tracing(builder(service, "test")
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build());
    }

    /**
     * A span for a request that came in. The trace goes on from {@code traceparent}, else from {@code X-Trace-ID} (with
     * {@code X-Span-ID}) where these are 32 and 16 hex digits, else a new one starts.
     *
     * @param name low in variety: method and route template, never the path itself
     */
    public TraceScope server(String name, InboundHeaders headers) {
        Origin origin = Origin.ofRequest(headers);
        SpanBuilder builder =
                tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER).setParent(origin.context());
        return TraceScope.open(TraceIds.startUnder(origin.adoptedTraceId(), builder));
    }

    /** A span for a record that was read; its log lines carry the request, operation and tenant of the record. */
    public TraceScope consumer(String name, org.apache.kafka.common.header.Headers headers) {
        SpanBuilder builder = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(Origin.ofRecord(headers).context());
        return TraceScope.open(builder.startSpan())
                .with(LogKey.REQUEST_ID, RecordHeaders.text(headers, Headers.REQUEST_ID))
                .with(LogKey.OPERATION, RecordHeaders.text(headers, Headers.OPERATION))
                .with(LogKey.TENANT, RecordHeaders.text(headers, Headers.TENANT));
    }

    /** A span, under the current one, for a record that is being sent. */
    public TraceScope producer(String name) {
        return TraceScope.open(
                tracer.spanBuilder(name).setSpanKind(SpanKind.PRODUCER).startSpan());
    }

    /** A span, under the current one, for a call to another service. */
    public TraceScope client(String name) {
        return TraceScope.open(
                tracer.spanBuilder(name).setSpanKind(SpanKind.CLIENT).startSpan());
    }

    /** A span, under the current one, for a piece of work inside this service. */
    public TraceScope internal(String name) {
        return TraceScope.open(tracer.spanBuilder(name).startSpan());
    }

    /** Sends what is finished; waits at most 5 s. */
    public void flush() {
        provider.forceFlush().join(LAST_SEND.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends what is finished, at most 5 s, and ends. */
    @Override
    public void close() {
        provider.shutdown().join(LAST_SEND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static SdkTracerProviderBuilder builder(String service, String instance) {
        return SdkTracerProvider.builder()
                .setIdGenerator(TraceIds.GENERATOR)
                .setResource(Resource.create(Attributes.builder()
                        .put("service.namespace", "rios")
                        .put("service.name", service)
                        .put("service.instance.id", instance)
                        .build()));
    }

    private static BatchSpanProcessor batches(TracingConfig config, SpanExporter exporter) {
        return BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(config.maxQueued())
                .setMaxExportBatchSize(TracingConfig.BATCH)
                .setScheduleDelay(config.sendInterval())
                .build();
    }

    private static SpanExporter exporter(URI endpoint) {
        String base = endpoint.toString();
        return OtlpHttpSpanExporter.builder()
                .setEndpoint((base.endsWith("/") ? base : base + "/") + "v1/traces")
                .setTimeout(LAST_SEND)
                .setConnectTimeout(Duration.ofSeconds(2))
                .build();
    }
}
