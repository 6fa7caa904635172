package ai.rios.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.runtime.logging.LogKey;
import ai.rios.schemas.topics.Headers;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

final class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + SPAN + "-01";

    private final RecordedSpans recorded = new RecordedSpans();

    @Test
    void oneTraceGoesThroughRequestAndRecords() {
        RecordHeaders command = new RecordHeaders();
        RecordHeaders event = new RecordHeaders();
        try (Tracing edge = Tracing.to(recorded, "edge");
                Tracing handler = Tracing.to(recorded, "handler");
                Tracing projection = Tracing.to(recorded, "projection")) {
            try (TraceScope _ = edge.server("POST /v1/deployments", Map.of("traceparent", TRACEPARENT)::get);
                    TraceScope send = edge.producer("send")) {
                send.inject(command);
            }
            try (TraceScope decide = handler.consumer("decide", command)) {
                decide.inject(event);
            }
            try (TraceScope fold = projection.consumer("fold", event)) {
                assertThat(fold.traceId()).isEqualTo(TRACE);
            }
        }

        assertThat(recorded.named("POST /v1/deployments").getParentSpanId()).isEqualTo(SPAN);
        assertThat(recorded.named("send").getParentSpanId())
                .isEqualTo(recorded.named("POST /v1/deployments").getSpanId());
        assertThat(recorded.named("decide").getParentSpanId())
                .isEqualTo(recorded.named("send").getSpanId());
        assertThat(recorded.named("fold").getParentSpanId())
                .isEqualTo(recorded.named("decide").getSpanId());
    }

    @Test
    void logLinesInsideCarryTheIdsOfTheRecord() {
        RecordHeaders command = new RecordHeaders();
        command.add(Headers.TRACEPARENT, utf8(TRACEPARENT));
        command.add(Headers.REQUEST_ID, utf8("req_1"));
        command.add(Headers.OPERATION, utf8("op_1"));
        command.add(Headers.TENANT, utf8("acme"));
        try (Tracing tracing = Tracing.to(recorded, "handler")) {
            try (TraceScope span = tracing.consumer("decide", command)) {
                assertThat(MDC.getCopyOfContextMap())
                        .containsOnly(
                                Map.entry("requestId", "req_1"),
                                Map.entry("traceId", TRACE),
                                Map.entry("spanId", span.spanId()),
                                Map.entry("tenant", "acme"),
                                Map.entry("operation", "op_1"));
            }
            assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
        }
        assertThat(recorded.named("decide").getAttributes().get(AttributeKey.stringKey("rios.request_id")))
                .isEqualTo("req_1");
    }

    @Test
    void withoutAnEndpointTheIdsAreRealAndTheTraceIsPassedOn() {
        RecordHeaders headers = new RecordHeaders();
        try (Tracing tracing = Tracing.off();
                TraceScope fresh = tracing.server("GET /", _ -> null)) {
            assertThat(fresh.traceId()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
            assertThat(fresh.spanId()).matches("[0-9a-f]{16}").isNotEqualTo("0".repeat(16));
            fresh.inject(headers);
            try (TraceScope later = tracing.consumer("decide", headers)) {
                assertThat(later.traceId()).isEqualTo(fresh.traceId());
                assertThat(later.spanId()).isNotEqualTo(fresh.spanId());
            }
        }
    }

    @Test
    void aCallersWishToRecordIsPassedOnByAServiceThatRecordsNothing() {
        try (Tracing tracing = Tracing.off();
                TraceScope span = tracing.server("GET /", Map.of("traceparent", TRACEPARENT)::get)) {
            assertThat(span.traceparent()).isEqualTo("00-" + TRACE + "-" + span.spanId() + "-01");
        }
    }

    @Test
    void aTraceIdOfItsOwnHeaderIsAdopted() {
        try (Tracing tracing = Tracing.to(recorded, "edge")) {
            tracing.server("bare", Map.of("X-Trace-ID", TRACE)::get).close();
            tracing.server("both", Map.of("X-Trace-ID", TRACE, "X-Span-ID", SPAN)::get)
                    .close();
            tracing.server("word", Map.of("X-Trace-ID", "my-trace")::get).close();
        }

        assertThat(recorded.named("bare").getTraceId()).isEqualTo(TRACE);
        assertThat(recorded.named("bare").getParentSpanContext().isValid()).isFalse();
        assertThat(recorded.named("both").getTraceId()).isEqualTo(TRACE);
        assertThat(recorded.named("both").getParentSpanId()).isEqualTo(SPAN);
        assertThat(recorded.named("word").getTraceId()).isNotEqualTo(TRACE).matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-0g",
                "00_" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
            })
    void aMalformedParentStartsATraceOfItsOwn(String traceparent) {
        assertThat(Origin.parse(traceparent).isValid()).isFalse();
    }

    @Test
    void aLaterVersionOfTheHeaderIsReadAsFarAsItIsKnown() {
        assertThat(Origin.parse("01-" + TRACE + "-" + SPAN + "-01-more").getTraceId())
                .isEqualTo(TRACE);
    }

    @Test
    void aFailureShowsInTheSpanAndWhatWasCurrentIsPutBack() {
        try (Tracing tracing = Tracing.to(recorded, "edge")) {
            try (TraceScope span = tracing.internal("work")) {
                span.named("work on it")
                        .attribute("count", 2)
                        .attribute("kind", "test")
                        .with(LogKey.TENANT, null)
                        .failed(new IllegalStateException("no"));
            }
        }

        assertThat(recorded.named("work on it").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
