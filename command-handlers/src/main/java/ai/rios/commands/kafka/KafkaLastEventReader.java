package ai.rios.commands.kafka;

import ai.rios.schemas.deployment.DeploymentEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the end of the events topic. It asks for the end as those see it who read uncommitted, and reads committed up to there:
 * so it waits for transactions that a dead instance has left open, until the broker aborts them. Thread-safe.
 */
public final class KafkaLastEventReader implements LastEventReader {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Records looked back at first; transaction markers and aborted records are among them. */
    private static final long FIRST_LOOK = 32;

    private final Map<String, Object> properties;
    private final String topic;
    private final Deserializer<DeploymentEvent> events;
    private final InstantSource clock;

    /**
     * A reader of one topic.
     *
     * @param client bootstrap servers and what else every client needs
     */
    public KafkaLastEventReader(
            Map<String, ?> client, String topic, Deserializer<DeploymentEvent> events, InstantSource clock) {
        this.properties = new HashMap<>(client);
        this.topic = topic;
        this.events = events;
        this.clock = clock;
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    }

    @Override
    public Optional<LastEvent> lastEvent(int partition) {
        TopicPartition at = new TopicPartition(topic, partition);
        long end = endOf(at);
        try (Consumer<String, DeploymentEvent> consumer = consumer(IsolationLevel.READ_COMMITTED)) {
            consumer.assign(List.of(at));
            long begin = consumer.beginningOffsets(List.of(at)).getOrDefault(at, 0L);
            for (long look = FIRST_LOOK; ; look *= 8) {
                long from = Math.max(begin, end - look);
                DeploymentEvent last = lastBetween(consumer, at, from, end);
                if (last != null) {
                    return Optional.of(new LastEvent(last.eventId(), last.tenant(), last.sequence()));
                }
                if (from == begin) {
                    return Optional.empty();
                }
            }
        }
    }

    private long endOf(TopicPartition at) {
        try (Consumer<String, DeploymentEvent> consumer = consumer(IsolationLevel.READ_UNCOMMITTED)) {
            return consumer.endOffsets(List.of(at)).getOrDefault(at, 0L);
        }
    }

    private @Nullable DeploymentEvent lastBetween(
            Consumer<String, DeploymentEvent> consumer, TopicPartition at, long from, long end) {
        Instant giveUp = clock.instant().plus(LIMIT);
        DeploymentEvent last = null;
        consumer.seek(at, from);
        while (consumer.position(at) < end) {
            if (clock.instant().isAfter(giveUp)) {
                throw new IllegalStateException("the end of " + at + " was not readable within " + LIMIT.toSeconds()
                        + " s: a transaction seems to be stuck at offset " + consumer.position(at));
            }
            for (ConsumerRecord<String, DeploymentEvent> record : consumer.poll(POLL)) {
                last = record.value();
            }
        }
        return last;
    }

    private Consumer<String, DeploymentEvent> consumer(IsolationLevel isolation) {
        Map<String, Object> own = new HashMap<>(properties);
        own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        return new KafkaConsumer<>(own, new StringDeserializer(), events);
    }
}
