package ai.rios.schemas.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to change a tenant's deployments, as it stands in the log. Immutable.
 *
 * @param operation {@code op_…} made by the edge; empty on timer commands, which nobody waits for
 * @param requestId correlation id; never decides anything
 * @param tenant who owns what is changed; also the record's key
 * @param actor the token's subject, or {@link #TIMER}
 * @param submittedAt the edge's clock, for people who look; never decides anything
 * @param dryRun decide and write nothing
 * @param idempotency the request's idempotency key, if it had one
 * @param request what is asked for
 */
public record DeploymentCommand(
        String operation,
        String requestId,
        String tenant,
        String actor,
        Instant submittedAt,
        boolean dryRun,
        @Nullable Idempotency idempotency,
        Request request) {
    /** Actor of the commands that the system's own timers give. */
    public static final String TIMER = "system:timer";

    /**
     * An idempotency key with what limits it.
     *
     * @param key 1 to 128 visible ASCII characters
     * @param scope subject, method and route template; with tenant and key it names the entry
     * @param fingerprint hex SHA-256 of the RFC 8785 form of the payload, path and query
     */
    public record Idempotency(String key, String scope, String fingerprint) {}
}
