/**
 * Traces: one W3C trace context through HTTP headers and Kafka record headers, spans by the OpenTelemetry SDK, sent by OTLP
 * where an endpoint is set. Without one the ids are real all the same, for logs and answers.
 */
@NullMarked
package ai.rios.runtime.tracing;

import org.jspecify.annotations.NullMarked;
