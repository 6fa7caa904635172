package ai.rios.schemas.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of one deployment: the truth. Immutable.
 *
 * @param eventId {@code evt_…}
 * @param tenant the owner; also the record's key
 * @param deploymentId {@code deploy_…}
 * @param revision 1, 2, 3 … a deployment
 * @param sequence 1, 2, 3 … a tenant
 * @param time log-append time of the command
 * @param cause what made it happen
 * @param batch its place among a batch's events; null outside of batches
 * @param status status after the event
 * @param generation generation after the event
 * @param change what happened
 */
public record DeploymentEvent(
        String eventId,
        String tenant,
        String deploymentId,
        long revision,
        long sequence,
        Instant time,
        Cause cause,
        @Nullable BatchPosition batch,
        DeploymentStatus status,
        long generation,
        Change change) {
    /**
     * The command behind an event.
     *
     * @param operation {@code op_…}; empty for timers
     * @param command the command's type, such as {@code patch}
     * @param idempotencyKey the client's key, if it gave one
     * @param trace W3C traceparent, if there was one
     */
    public record Cause(
            String operation,
            String requestId,
            String actor,
            String command,
            @Nullable String idempotencyKey,
            @Nullable String trace) {}

    /**
     * Place of an event among those of its batch.
     *
     * @param index from 0
     * @param size events of the batch in all
     */
    public record BatchPosition(String batchId, int index, int size) {}
}
