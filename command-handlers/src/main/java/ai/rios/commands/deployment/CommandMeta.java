package ai.rios.commands.deployment;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the log says about a command beside its content. Immutable.
 *
 * @param partition of the commands topic
 * @param offset in that partition
 * @param appendedAt log-append time: the time of the decision
 * @param budget after append, the time within which the command must be decided; null: no limit
 * @param deadline when the command's client gives up, by its edge's clock; null: nobody says
 * @param trace W3C traceparent, if there was one
 */
public record CommandMeta(
        int partition,
        long offset,
        Instant appendedAt,
        @Nullable Duration budget,
        @Nullable Instant deadline,
        @Nullable String trace) {}
