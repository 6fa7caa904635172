package ai.rios.edge.stream;

import ai.rios.edge.websocket.OutboundMessage;
import ai.rios.schemas.codec.SchemasUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the end of the events topic for all sockets of this edge. It assigns itself every partition and joins no group; what
 * no socket wants is passed over by its header, undecoded. When Kafka or the registry fails it goes on from where it stood.
 *
 * <p>Thread-safe; one thread of its own.
 */
final class LiveEvents implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LiveEvents.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);
    private static final long RESTART_AFTER_MS = 500;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Supplier<String> topicIds;
    private final String topic;
    private final StreamMessages messages;
    private final InstantSource clock;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Held while a record is given out and while a socket comes or goes, so that each socket sees a clean cut of the log. */
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final Map<String, Set<StreamFeed>> feeds = new HashMap<>();
    private final Map<Integer, Long> next = new HashMap<>();

    /** Set by the thread once it has a place on every partition; null before. */
    private volatile @Nullable String topicId;

    private volatile @Nullable Consumer<String, byte[]> current;

    /** @param topicIds asks the cluster for the topic's id; may throw KafkaException */
    LiveEvents(
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<String> topicIds,
            String topic,
            StreamMessages messages,
            InstantSource clock) {
        this.consumers = consumers;
        this.topicIds = topicIds;
        this.topic = topic;
        this.messages = messages;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("edge-stream-live").daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The id of the log that it follows; empty until it has a place on every partition. */
    Optional<String> topicId() {
        return Optional.ofNullable(topicId);
    }

    boolean isPositioned() {
        return topicId != null && thread.isAlive();
    }

    /** A socket that wants what happens from now on. */
    void join(StreamFeed feed) {
        lock.lock();
        try {
            add(feed);
        } finally {
            lock.unlock();
        }
    }

    /** A socket that wants what happened from a place in the log on; it is to ask for its first turn after this. */
    void joinAt(StreamFeed feed, int partition, long offset) {
        lock.lock();
        try {
            feed.startAt(partition, offset, next.getOrDefault(partition, 0L));
            add(feed);
        } finally {
            lock.unlock();
        }
    }

    void leave(StreamFeed feed) {
        lock.lock();
        try {
            Set<StreamFeed> ofTenant = feeds.get(feed.tenant());
            if (ofTenant != null && ofTenant.remove(feed) && ofTenant.isEmpty()) {
                feeds.remove(feed.tenant());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                current = consumer;
                position(consumer);
                while (closed.getCount() > 0) {
                    giveOut(consumer.poll(POLL));
                    expire();
                }
            } catch (WakeupException | InterruptException _) {
                // closing: the loop's condition ends it
            } catch (OffsetOutOfRangeException lost) {
                topicId = null;
                LOG.log(Level.ERROR, "the log no longer has the next events; every stream ends, topic=" + topic, lost);
                loseAll();
                pause();
            } catch (KafkaException | SchemasUnavailableException failure) {
                topicId = null;
                LOG.log(Level.WARNING, "the events cannot be read; starting again, topic=" + topic, failure);
                pause();
            }
        }
    }

    private void position(Consumer<String, byte[]> consumer) {
        String id = topicIds.get();
        List<TopicPartition> partitions = EventLogs.partitions(consumer, topic, METADATA_TIMEOUT);
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long known = nextOf(partition.partition());
            if (known == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, known);
            }
        }
        for (TopicPartition partition : partitions) {
            advance(partition.partition(), consumer.position(partition, METADATA_TIMEOUT));
        }
        topicId = id;
    }

    private void giveOut(ConsumerRecords<String, byte[]> records) {
        String id = topicId;
        for (ConsumerRecord<String, byte[]> record : records) {
            giveOut(id == null ? "" : id, record);
        }
    }

    /** Should the registry be away, this throws before the record counts as given out: it comes again. */
    private void giveOut(String id, ConsumerRecord<String, byte[]> record) {
        String tenant = StreamMessages.tenant(record).orElse("");
        Optional<OutboundMessage> message = isWanted(tenant) ? messages.of(id, record) : Optional.empty();
        lock.lock();
        try {
            next.put(record.partition(), record.offset() + 1);
            Set<StreamFeed> wanting = feeds.getOrDefault(tenant, Set.of());
            if (!wanting.isEmpty() && message.isEmpty()) {
                message = messages.of(id, record); // the tenant's first socket came just now
            }
            message.ifPresent(
                    made -> wanting.forEach(feed -> feed.offerLive(record.partition(), record.offset(), made)));
        } finally {
            lock.unlock();
        }
    }

    private boolean isWanted(String tenant) {
        lock.lock();
        try {
            return feeds.containsKey(tenant);
        } finally {
            lock.unlock();
        }
    }

    private void expire() {
        lock.lock();
        try {
            feeds.values().forEach(ofTenant -> ofTenant.forEach(feed -> feed.closeIfExpired(clock.instant())));
        } finally {
            lock.unlock();
        }
    }

    private void loseAll() {
        lock.lock();
        try {
            next.clear();
            feeds.values().forEach(ofTenant -> ofTenant.forEach(StreamFeed::lose));
        } finally {
            lock.unlock();
        }
    }

    private void add(StreamFeed feed) {
        feeds.computeIfAbsent(feed.tenant(), _ -> new HashSet<>()).add(feed);
    }

    private @Nullable Long nextOf(int partition) {
        lock.lock();
        try {
            return next.get(partition);
        } finally {
            lock.unlock();
        }
    }

    private void advance(int partition, long offset) {
        lock.lock();
        try {
            next.put(partition, offset);
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        try {
            if (closed.await(RESTART_AFTER_MS, TimeUnit.MILLISECONDS)) {
                LOG.log(Level.DEBUG, "closing");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
