package ai.rios.commands.deployment;

import java.time.Instant;

/** When an idempotency entry was kept: its place in the order of expiry. Immutable. */
public record KeyAge(KeyRef ref, Instant keptAt) {}
