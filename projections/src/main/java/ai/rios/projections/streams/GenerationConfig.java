package ai.rios.projections.streams;

import ai.rios.runtime.streams.Membership;
import ai.rios.runtime.streams.StreamsSettings;
import ai.rios.schemas.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * How one generation runs. Immutable.
 *
 * @param number of the generation, from 1
 * @param bootstrapServers where the cluster is
 * @param clientProperties how to get in
 * @param eventsTopicId id of the events topic
 * @param stateDir folder of the stores of all generations
 * @param threads stream threads, 1 or more
 * @param membership in the group, and so whether others take over
 * @param standbys copies of each partition on other instances, 0 or more
 * @param sessionTimeout silence after which an instance is dead
 * @param advertised {@code host:port} at which others ask this instance; null when nobody does
 */
public record GenerationConfig(
        int number,
        TopicCatalogue topics,
        String bootstrapServers,
        Map<String, String> clientProperties,
        String eventsTopicId,
        Path stateDir,
        Retention retention,
        int threads,
        Membership membership,
        int standbys,
        Duration sessionTimeout,
        @Nullable String advertised) {
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(3);

    public GenerationConfig {
        clientProperties = Map.copyOf(clientProperties);
    }

    /** Id of the Streams application, and so the start of the names of its group and changelog. */
    public String applicationId() {
        return applicationId(topics, number);
    }

    /** Id of the Streams application of a generation. */
    public static String applicationId(TopicCatalogue topics, int number) {
        return topics.prefix() + "projections-g" + number;
    }

    /** Name of the changelog topic of a generation. */
    public static String changelog(TopicCatalogue topics, int number) {
        return applicationId(topics, number) + "-" + ProjectionTopology.STORE + "-changelog";
    }

    /** Settings of a client beside Streams. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(clientProperties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }

    Map<String, Object> sideReaderSettings() {
        Map<String, Object> settings = clientSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, applicationId() + "-side-reader");
        return settings;
    }

    StreamsSettings streamsSettings() {
        Map<String, String> properties = new HashMap<>(clientProperties);
        if (advertised != null) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
        }
        return new StreamsSettings(
                applicationId(),
                bootstrapServers,
                properties,
                stateDir,
                threads,
                COMMIT_INTERVAL,
                COMMIT_INTERVAL,
                membership,
                standbys,
                sessionTimeout,
                TRANSACTION_TIMEOUT);
    }

    Properties streamsProperties() {
        return streamsSettings().toProperties();
    }
}
