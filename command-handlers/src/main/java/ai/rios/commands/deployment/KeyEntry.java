package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Outcome.Result;
import java.time.Instant;

/**
 * What an idempotency key has come to. Immutable.
 *
 * @param fingerprint of the first request under the key
 * @param operation of the first request
 * @param keptAt log-append time of the first request
 * @param sequence the tenant's sequence after the first decision
 * @param result of the first decision, without deployments, and with refusals cut to {@link Refusals#MAX_KEPT_BYTES}
 */
public record KeyEntry(String fingerprint, String operation, Instant keptAt, long sequence, Result result) {}
