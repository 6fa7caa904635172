package ai.rios.runtime.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/**
 * How one Streams application runs. Immutable.
 *
 * <p>Exactly once: what a record led to, the state and the offset are one transaction. Streams commits only between polls, and an
 * empty poll waits {@code pollInterval}; so where somebody waits for each record both intervals are to be the same few
 * milliseconds.
 *
 * @param applicationId also the consumer group, and the prefix of changelogs and transactional ids
 * @param bootstrapServers host:port, separated by commas
 * @param clientProperties of every Kafka client, such as TLS and SASL; they win over nothing that this record sets
 * @param stateDir folder of the local state, this process's own
 * @param threads 1 or more
 * @param commitInterval longest time to the next commit while there is something to commit
 * @param pollInterval longest wait of a poll that finds nothing
 * @param membership in the consumer group
 * @param standbys copies of the state on other instances, 0 or more
 * @param sessionTimeout after so long without a word a member is dead; brokers allow no less than their
 *     {@code group.min.session.timeout.ms}
 * @param transactionTimeout after so long the broker aborts what a dead instance has left open
 */
public record StreamsSettings(
        String applicationId,
        String bootstrapServers,
        Map<String, String> clientProperties,
        Path stateDir,
        int threads,
        Duration commitInterval,
        Duration pollInterval,
        Membership membership,
        int standbys,
        Duration sessionTimeout,
        Duration transactionTimeout) {
    /** Bytes of a record at most, everywhere where users' bytes may stand. */
    public static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    private static final int HEARTBEATS_PER_SESSION = 10;
    private static final Duration FIRST_PRODUCER_RETRY = Duration.ofMillis(20);
    private static final Duration LONGEST_PRODUCER_RETRY = Duration.ofMillis(500);
    private static final int MAX_POLL_RECORDS = 1_000;

    public StreamsSettings {
        clientProperties = Map.copyOf(clientProperties);
        if (threads < 1 || standbys < 0) {
            throw new IllegalArgumentException("threads must be 1 or more and standbys 0 or more");
        }
    }

    /** In the form that Streams takes. */
    public Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(clientProperties);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        properties.put(StreamsConfig.POLL_MS_CONFIG, pollInterval.toMillis());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonToDeadLetters.class);
        properties.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        // Neither a line of figures every two minutes nor a push of client metrics to the broker is wanted.
        properties.put(StreamsConfig.LOG_SUMMARY_INTERVAL_MS_CONFIG, -1L);
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), MAX_RECORD_BYTES);
        putProducer(properties);
        putRetries(properties);
        putConsumer(properties);
        return properties;
    }

    private void putProducer(Properties properties) {
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                transactionTimeout.toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_RECORD_BYTES);
    }

    /** A transaction may begin before the markers of the last one are written; the broker then has the producer ask again. */
    private static void putRetries(Properties properties) {
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), FIRST_PRODUCER_RETRY.toMillis());
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
                LONGEST_PRODUCER_RETRY.toMillis());
    }

    private void putConsumer(Properties properties) {
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
        // The streams protocol of 4.3 refuses static members and knows no client-side standbys.
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                sessionTimeout.toMillis());
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int)
                sessionTimeout.dividedBy(HEARTBEATS_PER_SESSION).toMillis());
        if (membership instanceof Membership.Static(String instanceId)) {
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
        }
    }
}
