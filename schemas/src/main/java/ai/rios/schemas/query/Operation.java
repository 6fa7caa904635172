package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A write, decided or not.
 *
 * @param command type of the command
 * @param submittedAt log-append time of the command
 * @param outcome what it came to; null while it is pending
 */
public record Operation(
        String id,
        String requestId,
        String command,
        Instant submittedAt,
        @Nullable Outcome outcome) {}
