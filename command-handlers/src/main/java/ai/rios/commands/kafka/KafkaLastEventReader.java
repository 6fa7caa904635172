package ai.rios.commands.kafka;

import ai.rios.schemas.deployment.DeploymentEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
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
 * so it waits for transactions that a dead instance has left open, until the broker aborts them. One consumer is kept for the
 * next call, for a start asks for every partition in turn. Thread-safe.
 */
public final class KafkaLastEventReader implements LastEventReader, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Records looked back at first; transaction markers and aborted records are among them. */
    private static final long FIRST_LOOK = 32;

    private final Map<String, Object> properties;
    private final String topic;
    private final Deserializer<DeploymentEvent> events;
    private final InstantSource clock;
    private final Admin admin;

    /** The consumer that nobody uses now, if there is one. */
    private final AtomicReference<@Nullable Consumer<String, DeploymentEvent>> idle = new AtomicReference<>();

    /**
     * A reader of one topic.
     *
     * @param client bootstrap servers and what else every client needs
     */
    public KafkaLastEventReader(
            Map<String, ?> client, String topic, Deserializer<DeploymentEvent> events, InstantSource clock) {
        Map<String, Object> admins = new HashMap<>(client);
        admins.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        this.properties = new HashMap<>(admins);
        this.topic = topic;
        this.events = events;
        this.clock = clock;
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        this.admin = Admin.create(admins);
    }

    @Override
    public Optional<LastEvent> lastEvent(int partition) {
        TopicPartition at = new TopicPartition(topic, partition);
        long end = offset(at, OffsetSpec.latest());
        long begin = offset(at, OffsetSpec.earliest());
        if (begin >= end) {
            return Optional.empty();
        }
        Consumer<String, DeploymentEvent> taken = idle.getAndSet(null);
        Consumer<String, DeploymentEvent> consumer =
                taken == null ? new KafkaConsumer<>(properties, new StringDeserializer(), events) : taken;
        boolean isReusable = false;
        try {
            consumer.assign(List.of(at));
            Optional<LastEvent> last = lastEvent(consumer, at, begin, end);
            consumer.unsubscribe();
            isReusable = idle.compareAndSet(null, consumer);
            return last;
        } finally {
            if (!isReusable) {
                consumer.close();
            }
        }
    }

    private Optional<LastEvent> lastEvent(
            Consumer<String, DeploymentEvent> consumer, TopicPartition at, long begin, long end) {
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

    /** As those see it who read uncommitted. */
    private long offset(TopicPartition at, OffsetSpec spec) {
        try {
            return admin.listOffsets(Map.of(at, spec), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(at)
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the ends of " + at + " cannot be asked for", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for the ends of " + at, interrupted);
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

    /** Closes what it asks with; only once nothing asks it any more. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
        Consumer<String, DeploymentEvent> kept = idle.getAndSet(null);
        if (kept != null) {
            kept.close();
        }
    }
}
