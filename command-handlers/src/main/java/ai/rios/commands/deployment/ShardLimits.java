package ai.rios.commands.deployment;

import java.time.Duration;

/**
 * Times and bounds of decisions. Immutable.
 *
 * @param keyRetention how long an idempotency key is remembered, by log-append time
 * @param maxKeysPerTenant keys that a tenant may have remembered; the oldest give way
 * @param deleteAfter how long a deployment may be stopping before it is deleted without its worker's word
 * @param longestRetry longest back-off of a failed deployment; it starts at 1 s and doubles
 * @param clockSkew how far an edge's clock may be behind the decider's before commands are taken for late
 */
public record ShardLimits(
        Duration keyRetention, int maxKeysPerTenant, Duration deleteAfter, Duration longestRetry, Duration clockSkew) {
    /** 24 h, 100,000 keys, 30 s, 60 s, 5 s. */
    public static final ShardLimits DEFAULTS = new ShardLimits(
            Duration.ofHours(24), 100_000, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(5));

    public ShardLimits {
        if (!keyRetention.isPositive() || !deleteAfter.isPositive() || !longestRetry.isPositive()) {
            throw new IllegalArgumentException("times must be positive");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("clockSkew must be 0 or more, was " + clockSkew);
        }
        if (maxKeysPerTenant < 1) {
            throw new IllegalArgumentException("maxKeysPerTenant must be 1 or more, was " + maxKeysPerTenant);
        }
    }
}
