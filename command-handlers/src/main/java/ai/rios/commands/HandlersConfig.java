package ai.rios.commands;

import ai.rios.commands.deployment.ShardLimits;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How command handlers run. Immutable.
 *
 * @param instances how many run beside each other: alone an instance is a static member of its group and comes back to its
 *     partitions at once; of several, each keeps standby copies of another's state
 * @param threads Streams threads of this instance
 * @param commitInterval between transactions while there is something to commit
 * @param pollInterval longest wait of an empty poll; to be the commit interval, for commits happen between polls
 * @param sessionTimeout after so long a silent instance is dead
 * @param transactionTimeout after so long the broker aborts what a dead instance left open
 * @param timerInterval between two looks at what is due
 * @param toleratedReplacements of Streams threads within a minute; with more the instance is no longer live
 * @param limits of decisions
 */
public record HandlersConfig(
        int instances,
        int threads,
        Duration commitInterval,
        Duration pollInterval,
        Duration sessionTimeout,
        Duration transactionTimeout,
        Duration timerInterval,
        int toleratedReplacements,
        ShardLimits limits) {
    /** {@code handlers.instances}. */
    public static final Setting<Integer> INSTANCES = Setting.number(
            "handlers.instances", 1, 1, 64, "handlers that run beside each other; from 2 on each keeps a standby copy");

    /** {@code handlers.threads}. */
    public static final Setting<Integer> THREADS =
            Setting.number("handlers.threads", 1, 1, 64, "threads that decide commands");

    /** {@code handlers.commit-interval}. */
    public static final Setting<Duration> COMMIT_INTERVAL = Setting.duration(
            "handlers.commit-interval",
            Duration.ofMillis(5),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            "longest time until decisions are committed");

    /** {@code handlers.poll-interval}. */
    public static final Setting<Duration> POLL_INTERVAL = Setting.duration(
            "handlers.poll-interval",
            Duration.ofMillis(5),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            "longest wait of an empty poll; best the same as the commit interval");

    /** {@code handlers.session-timeout}. */
    public static final Setting<Duration> SESSION_TIMEOUT = Setting.duration(
            "handlers.session-timeout",
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            "silence after which an instance is dead; brokers must allow it (group.min.session.timeout.ms)");

    /** {@code handlers.transaction-timeout}. */
    public static final Setting<Duration> TRANSACTION_TIMEOUT = Setting.duration(
            "handlers.transaction-timeout",
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "time after which what a dead instance left open is aborted");

    /** {@code handlers.timer-interval}. */
    public static final Setting<Duration> TIMER_INTERVAL = Setting.duration(
            "handlers.timer-interval",
            Duration.ofMillis(250),
            Duration.ofMillis(10),
            Duration.ofMinutes(1),
            "between two looks at what is due");

    /** {@code handlers.tolerated-replacements}. */
    public static final Setting<Integer> TOLERATED_REPLACEMENTS = Setting.number(
            "handlers.tolerated-replacements",
            12,
            0,
            500,
            "threads that may be replaced within a minute before the instance counts as dead");

    /** {@code handlers.key-retention}. */
    public static final Setting<Duration> KEY_RETENTION = Setting.duration(
            "handlers.key-retention",
            ShardLimits.DEFAULTS.keyRetention(),
            Duration.ofSeconds(1),
            Duration.ofDays(30),
            "how long an idempotency key is remembered");

    /** {@code handlers.max-keys-per-tenant}. */
    public static final Setting<Integer> MAX_KEYS = Setting.number(
            "handlers.max-keys-per-tenant",
            ShardLimits.DEFAULTS.maxKeysPerTenant(),
            1,
            10_000_000,
            "idempotency keys remembered of a tenant; the oldest give way");

    /** {@code handlers.delete-after}. */
    public static final Setting<Duration> DELETE_AFTER = Setting.duration(
            "handlers.delete-after",
            ShardLimits.DEFAULTS.deleteAfter(),
            Duration.ofMillis(10),
            Duration.ofHours(1),
            "how long a deployment that is being deleted waits for the word that it has stopped");

    /** {@code handlers.longest-retry}. */
    public static final Setting<Duration> LONGEST_RETRY = Setting.duration(
            "handlers.longest-retry",
            ShardLimits.DEFAULTS.longestRetry(),
            Duration.ofMillis(10),
            Duration.ofHours(1),
            "longest back-off of a failed deployment; it starts at 1 s and doubles");

    /** {@code handlers.clock-skew}. */
    public static final Setting<Duration> CLOCK_SKEW = Setting.duration(
            "handlers.clock-skew",
            ShardLimits.DEFAULTS.clockSkew(),
            Duration.ZERO,
            Duration.ofHours(1),
            "how far an edge's clock may be behind before its commands are taken for late");

    /** Every setting of this module. */
    public static final List<Setting<?>> SETTINGS = List.of(
            INSTANCES,
            THREADS,
            COMMIT_INTERVAL,
            POLL_INTERVAL,
            SESSION_TIMEOUT,
            TRANSACTION_TIMEOUT,
            TIMER_INTERVAL,
            TOLERATED_REPLACEMENTS,
            KEY_RETENTION,
            MAX_KEYS,
            DELETE_AFTER,
            LONGEST_RETRY,
            CLOCK_SKEW);

    /** What the settings say. */
    public static HandlersConfig from(Settings settings) {
        return new HandlersConfig(
                settings.get(INSTANCES),
                settings.get(THREADS),
                settings.get(COMMIT_INTERVAL),
                settings.get(POLL_INTERVAL),
                settings.get(SESSION_TIMEOUT),
                settings.get(TRANSACTION_TIMEOUT),
                settings.get(TIMER_INTERVAL),
                settings.get(TOLERATED_REPLACEMENTS),
                new ShardLimits(
                        settings.get(KEY_RETENTION),
                        settings.get(MAX_KEYS),
                        settings.get(DELETE_AFTER),
                        settings.get(LONGEST_RETRY),
                        settings.get(CLOCK_SKEW)));
    }
}
