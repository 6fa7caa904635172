package ai.rios.projections.streams;

import java.time.Duration;

/**
 * How long and how much the views keep. Immutable.
 *
 * @param history of a deployment, after its deletion; positive
 * @param operations after their command; positive
 * @param operationsPerTenant of one tenant, at most; 1 or more
 */
public record Retention(Duration history, Duration operations, int operationsPerTenant) {
    /** 30 days, 24 hours, 1,000,000 operations: more than ten a second for as long as they are kept. */
    public static final Retention DEFAULTS = new Retention(Duration.ofDays(30), Duration.ofHours(24), 1_000_000);

    public Retention {
        if (!history.isPositive() || !operations.isPositive() || operationsPerTenant < 1) {
            throw new IllegalArgumentException(
                    "retentions must be positive, were " + history + ", " + operations + ", " + operationsPerTenant);
        }
    }
}
