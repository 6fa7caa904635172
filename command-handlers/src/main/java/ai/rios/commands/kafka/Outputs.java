package ai.rios.commands.kafka;

import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The records that a decision is written as. All are keyed by tenant and have the time of the decision. */
final class Outputs {
    private Outputs() {}

    static Record<String, Object> event(DeploymentEvent event, @Nullable String traceparent) {
        org.apache.kafka.common.header.Headers headers = headers(event.tenant(), traceparent);
        HeaderText.add(headers, Headers.SEQUENCE, Long.toString(event.sequence()));
        HeaderText.add(headers, Headers.DEPLOYMENT_ID, event.deploymentId());
        HeaderText.add(headers, Headers.OPERATION, event.cause().operation());
        HeaderText.add(headers, Headers.REQUEST_ID, event.cause().requestId());
        return new Record<>(event.tenant(), event, event.time().toEpochMilli(), headers);
    }

    /** The outcome goes to the edge that waits for it: it has put its name into the command's headers. */
    static Record<String, Object> outcome(
            Outcome outcome, org.apache.kafka.common.header.Headers command, @Nullable String traceparent) {
        org.apache.kafka.common.header.Headers headers = headers(outcome.tenant(), traceparent);
        HeaderText.add(headers, Headers.EDGE, HeaderText.get(command, Headers.EDGE));
        HeaderText.add(headers, Headers.OPERATION, outcome.operation());
        HeaderText.add(headers, Headers.REQUEST_ID, outcome.requestId());
        return new Record<>(outcome.tenant(), outcome, outcome.time().toEpochMilli(), headers);
    }

    static Record<String, Object> timer(DeploymentCommand command, long nowMs) {
        return new Record<>(command.tenant(), command, nowMs, headers(command.tenant(), null));
    }

    private static org.apache.kafka.common.header.Headers headers(String tenant, @Nullable String traceparent) {
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        HeaderText.add(headers, Headers.TENANT, tenant);
        HeaderText.add(headers, Headers.TRACEPARENT, traceparent);
        return headers;
    }
}
