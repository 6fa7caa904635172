package ai.rios.projections;

import ai.rios.projections.streams.GenerationConfig;
import ai.rios.projections.streams.Retention;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.streams.Membership;
import ai.rios.schemas.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * How the projections of one process run. Immutable.
 *
 * @param topics the topics under their prefix
 * @param bootstrapServers where the cluster is: {@code host:port}, separated by commas
 * @param clientProperties how to get in: settings of Kafka clients, such as those of TLS; may be empty
 * @param stateDir folder of the stores; belongs to this instance alone
 * @param retention what the views keep
 * @param threads stream threads, 1 or more
 * @param instances how many run beside each other: alone an instance is a static member of its group and comes back to its
 *     partitions at once; of several, each keeps standby copies of another's
 * @param standbys copies of each partition on other instances, 0 or more; without meaning for one that is alone
 * @param sessionTimeout silence after which an instance is dead
 * @param listener where this instance answers other processes; null when it answers only in its own
 */
public record ProjectionsConfig(
        TopicCatalogue topics,
        String bootstrapServers,
        Map<String, String> clientProperties,
        Path stateDir,
        Retention retention,
        int threads,
        int instances,
        int standbys,
        Duration sessionTimeout,
        @Nullable ListenerConfig listener) {
    /** {@code projections.threads}. */
    public static final Setting<Integer> THREADS =
            Setting.number("projections.threads", 1, 1, 64, "threads that fold events into views");

    /** {@code projections.instances}. */
    public static final Setting<Integer> INSTANCES = Setting.number(
            "projections.instances", 1, 1, 64, "projections that run beside each other; alone one needs no standby");

    /** {@code projections.standbys}. */
    public static final Setting<Integer> STANDBYS = Setting.number(
            "projections.standbys", 1, 0, 8, "copies of every view on other instances, where there are any");

    /** {@code projections.session-timeout}. */
    public static final Setting<Duration> SESSION_TIMEOUT = Setting.duration(
            "projections.session-timeout",
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            "silence after which an instance is dead; brokers must allow it (group.min.session.timeout.ms)");

    /** {@code projections.history-retention}. */
    public static final Setting<Duration> HISTORY_RETENTION = Setting.duration(
            "projections.history-retention",
            Retention.DEFAULTS.history(),
            Duration.ofSeconds(1),
            Duration.ofDays(3_650),
            "how long the history of a deployment outlives it");

    /** {@code projections.operation-retention}. */
    public static final Setting<Duration> OPERATION_RETENTION = Setting.duration(
            "projections.operation-retention",
            Retention.DEFAULTS.operations(),
            Duration.ofSeconds(1),
            Duration.ofDays(2),
            "how long an operation can be asked for; outcomes are in the log for 48 h");

    /** {@code projections.operations-per-tenant}. */
    public static final Setting<Integer> OPERATIONS_PER_TENANT = Setting.number(
            "projections.operations-per-tenant",
            Retention.DEFAULTS.operationsPerTenant(),
            1,
            10_000_000,
            "operations kept of a tenant; the oldest give way");

    /** Every setting of this module. */
    public static final List<Setting<?>> SETTINGS = List.of(
            THREADS,
            INSTANCES,
            STANDBYS,
            SESSION_TIMEOUT,
            HISTORY_RETENTION,
            OPERATION_RETENTION,
            OPERATIONS_PER_TENANT,
            ListenerConfig.HOST,
            ListenerConfig.PORT,
            ListenerConfig.ADVERTISED,
            ListenerConfig.SECRET_FILE);

    private static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(3);

    public ProjectionsConfig {
        clientProperties = Map.copyOf(clientProperties);
        if (threads < 1) {
            throw new IllegalArgumentException("projections.threads must be 1 or more, was " + threads);
        }
        if (instances < 1) {
            throw new IllegalArgumentException("projections.instances must be 1 or more, was " + instances);
        }
        if (standbys < 0) {
            throw new IllegalArgumentException("projections.standbys must not be negative, was " + standbys);
        }
    }

    /** One instance that is alone and answers only in its own process, with the default retention. */
    public static ProjectionsConfig alone(TopicCatalogue topics, String bootstrapServers, Path stateDir) {
        return new ProjectionsConfig(
                topics,
                bootstrapServers,
                Map.of(),
                stateDir,
                Retention.DEFAULTS,
                1,
                1,
                0,
                DEFAULT_SESSION_TIMEOUT,
                null);
    }

    /**
     * What the settings say.
     *
     * @param listener see the record
     */
    public static ProjectionsConfig from(
            Settings settings,
            TopicCatalogue topics,
            String bootstrapServers,
            Map<String, String> clientProperties,
            Path stateDir,
            @Nullable ListenerConfig listener) {
        return new ProjectionsConfig(
                topics,
                bootstrapServers,
                clientProperties,
                stateDir,
                new Retention(
                        settings.get(HISTORY_RETENTION),
                        settings.get(OPERATION_RETENTION),
                        settings.get(OPERATIONS_PER_TENANT)),
                settings.get(THREADS),
                settings.get(INSTANCES),
                settings.get(STANDBYS),
                settings.get(SESSION_TIMEOUT),
                listener);
    }

    /** Settings of every Kafka client. */
    Map<String, Object> clients() {
        Map<String, Object> clients = new HashMap<>(clientProperties);
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return clients;
    }

    GenerationConfig generation(int number, String eventsTopicId, @Nullable String advertised) {
        boolean alone = instances == 1;
        String member = GenerationConfig.applicationId(topics, number);
        return new GenerationConfig(
                number,
                topics,
                bootstrapServers,
                clientProperties,
                eventsTopicId,
                stateDir,
                retention,
                threads,
                alone ? new Membership.Static(member) : new Membership.Dynamic(),
                alone ? 0 : standbys,
                sessionTimeout,
                advertised);
    }
}
