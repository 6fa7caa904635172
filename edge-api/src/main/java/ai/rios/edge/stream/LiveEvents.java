package ai.rios.edge.stream;

import ai.rios.edge.log.LogTail;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.edge.websocket.OutboundMessage;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows the end of the events topic for all sockets of this edge; what no socket wants is passed over by its header, undecoded,
 * once its position is noted.
 *
 * <p>Thread-safe; one thread of its own.
 */
final class LiveEvents implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LiveEvents.class.getName());

    private final Supplier<String> topicIds;
    private final StreamMessages messages;
    private final TenantPositions positions;
    private final InstantSource clock;
    private final LogTail tail;

    /** Held while a record is given out and while a socket comes or goes, so that each socket sees a clean cut of the log. */
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final Map<String, Set<StreamFeed>> feeds = new HashMap<>();
    /** By partition: offset of the first event that has not been given out. */
    private final Map<Integer, Long> next = new HashMap<>();

    /** Set by the tail's thread before it takes its places; counts while the tail has them. */
    private volatile @Nullable String topicId;

    /** @param topicIds asks the cluster for the topic's id; may throw KafkaException */
    LiveEvents(
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<String> topicIds,
            String topic,
            StreamMessages messages,
            TenantPositions positions,
            InstantSource clock) {
        this.topicIds = topicIds;
        this.messages = messages;
        this.positions = positions;
        this.clock = clock;
        this.tail = new LogTail("edge-stream-live", consumers, topic, new Following());
    }

    void start() {
        tail.start();
    }

    /** The id of the log that it follows; empty while it has no place on every partition. */
    Optional<String> topicId() {
        return tail.isPositioned() ? Optional.ofNullable(topicId) : Optional.empty();
    }

    boolean isPositioned() {
        return tail.isPositioned();
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
        tail.close();
    }

    private void add(StreamFeed feed) {
        feeds.computeIfAbsent(feed.tenant(), _ -> new HashSet<>()).add(feed);
    }

    private final class Following implements LogTail.Follower {
        @Override
        public void opening() {
            String before = topicId;
            String now = topicIds.get();
            if (before != null && !before.equals(now)) {
                positions.forget();
            }
            topicId = now;
        }

        @Override
        public void standsAt(Map<TopicPartition, Long> places) {
            lock.lock();
            try {
                places.forEach((place, offset) -> next.put(place.partition(), offset));
            } finally {
                lock.unlock();
            }
        }

        /** Should the registry be away, this throws before the record counts as given out: it comes again. */
        @Override
        public void accept(ConsumerRecord<String, byte[]> record) {
            String id = topicId;
            String tenant = StreamMessages.tenant(record).orElse("");
            StreamMessages.sequence(record).ifPresent(sequence -> positions.saw(tenant, sequence));
            boolean wanted = isWanted(tenant);
            Optional<OutboundMessage> message = wanted ? messages.of(id == null ? "" : id, record) : Optional.empty();
            lock.lock();
            try {
                next.put(record.partition(), record.offset() + 1);
                Set<StreamFeed> wanting = feeds.getOrDefault(tenant, Set.of());
                if (!wanting.isEmpty() && !wanted) {
                    message = messages.of(id == null ? "" : id, record); // the tenant's first socket came just now
                }
                message.ifPresent(
                        made -> wanting.forEach(feed -> feed.offerLive(record.partition(), record.offset(), made)));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void caughtUp() {
            lock.lock();
            try {
                feeds.values().forEach(ofTenant -> ofTenant.forEach(feed -> feed.closeIfExpired(clock.instant())));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void lost() {
            LOG.log(Level.ERROR, "every stream ends, for events were missed");
            lock.lock();
            try {
                next.clear();
                feeds.values().forEach(ofTenant -> ofTenant.forEach(StreamFeed::lose));
            } finally {
                lock.unlock();
            }
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
}
