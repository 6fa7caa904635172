package ai.rios.projections.streams;

import ai.rios.schemas.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * How one generation runs. Immutable.
 *
 * @param number of the generation, from 1
 * @param clients settings of Kafka clients: where the cluster is and how to get in
 * @param eventsTopicId id of the events topic
 * @param stateDir folder of the stores of all generations
 * @param threads stream threads, 1 or more
 * @param standbys copies of each partition on other instances, 0 or more
 * @param advertised {@code host:port} at which others ask this instance; null when nobody does
 * @param staticInstance name of the one instance that there is, which keeps its partitions over restarts; null when others
 *     are to take over
 */
public record GenerationConfig(
        int number,
        TopicCatalogue topics,
        Map<String, Object> clients,
        String eventsTopicId,
        Path stateDir,
        Retention retention,
        int threads,
        int standbys,
        @Nullable String advertised,
        @Nullable String staticInstance) {
    private static final int COMMIT_INTERVAL_MS = 100;
    private static final int SESSION_TIMEOUT_MS = 3_000;
    private static final int HEARTBEAT_MS = 300;
    private static final int TRANSACTION_TIMEOUT_MS = 3_000;

    public GenerationConfig {
        clients = Map.copyOf(clients);
    }

    /** Id of the Streams application, and so the start of the names of its group and changelog. */
    public String applicationId() {
        return applicationId(topics, number);
    }

    /** Id of the Streams application of a generation. */
    public static String applicationId(TopicCatalogue topics, int number) {
        return topics.prefix() + "projections-g" + number;
    }

    Map<String, Object> sideReaderSettings() {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, applicationId() + "-side-reader");
        return settings;
    }

    Properties streamsProperties() {
        Properties properties = new Properties();
        properties.putAll(clients);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MS);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MS);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                TopicCatalogue.MAX_MESSAGE_BYTES + 4_096);
        if (advertised != null) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
        }
        if (staticInstance != null) {
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), staticInstance);
        }
        return properties;
    }
}
