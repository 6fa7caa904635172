package ai.rios.edge.stream;

import ai.rios.edge.websocket.OutboundMessage;
import ai.rios.schemas.codec.SchemasUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Feeds sockets that are behind from the log: a few threads, each with a consumer, taking turns. A reader never waits for a
 * client: where there is no room its turn is over, and the socket comes back when there is.
 *
 * <p>Thread-safe. The queue holds each socket at most once, so it is bounded by their number.
 */
final class CatchUpReaders implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CatchUpReaders.class.getName());
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration OFFSETS_TIMEOUT = Duration.ofSeconds(5);
    private static final long RESTART_AFTER_MS = 500;

    /** What one reader does next with its consumer. */
    private interface Turn {
        void take(Consumer<String, byte[]> consumer);
    }

    /**
     * Which offsets of a partition can be read.
     *
     * @param first of the oldest record kept
     * @param next where the next committed record will be
     */
    record Bounds(long first, long next) {}

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Supplier<Optional<String>> topicId;
    private final String topic;
    private final StreamMessages messages;
    private final Duration turnLength;
    private final LinkedBlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    CatchUpReaders(
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<Optional<String>> topicId,
            String topic,
            StreamMessages messages,
            StreamConfig config) {
        this.consumers = consumers;
        this.topicId = topicId;
        this.topic = topic;
        this.messages = messages;
        this.turnLength = config.catchUpTurn();
        for (int i = 1; i <= config.catchUpReaders(); i++) {
            threads.add(Thread.ofPlatform()
                    .name("edge-stream-catch-up-" + i)
                    .daemon(true)
                    .unstarted(this::run));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Queues a turn for a socket that is behind. */
    void submit(StreamFeed feed) {
        turns.add(consumer -> feed(consumer, feed));
    }

    /** Asks what can be read of a partition; fails with a KafkaException when there is no such partition. */
    CompletableFuture<Bounds> bounds(int partition) {
        CompletableFuture<Bounds> answer = new CompletableFuture<>();
        turns.add(consumer -> {
            try {
                TopicPartition place = new TopicPartition(topic, partition);
                List<TopicPartition> asked = List.of(place);
                if (!EventLogs.partitions(consumer, topic, OFFSETS_TIMEOUT).contains(place)) {
                    answer.complete(new Bounds(0, -1));
                    return;
                }
                long first = consumer.beginningOffsets(asked, OFFSETS_TIMEOUT).getOrDefault(place, 0L);
                long next = consumer.endOffsets(asked, OFFSETS_TIMEOUT).getOrDefault(place, 0L);
                answer.complete(new Bounds(first, next));
            } catch (KafkaException failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                while (closed.getCount() > 0) {
                    turns.take().take(consumer);
                }
            } catch (InterruptedException | InterruptException | WakeupException _) {
                // closing: the loop's condition ends it
            } catch (KafkaException failure) {
                LOG.log(Level.WARNING, "a catch-up reader starts again, topic=" + topic, failure);
                pause();
            }
        }
    }

    private void feed(Consumer<String, byte[]> consumer, StreamFeed feed) {
        Optional<String> id = topicId.get();
        try {
            if (id.isEmpty()) {
                pause(); // the live consumer has no place yet, and so nobody knows how far to read
            } else if (readTurn(consumer, feed, id.get())) {
                return;
            }
        } catch (OffsetOutOfRangeException lost) {
            LOG.log(Level.WARNING, "a stream's place is no longer in the log, topic=" + topic, lost);
            feed.lose();
            return;
        } catch (SchemasUnavailableException later) {
            LOG.log(Level.WARNING, "the registry is away; a stream waits", later);
            pause();
        } catch (InterruptException | WakeupException closing) {
            throw closing;
        } catch (KafkaException failure) {
            feed.requestTurn();
            throw failure;
        }
        feed.requestTurn();
    }

    /** Returns true when the feed needs no further turn from here: it is live, waits for room by itself, or is closed. */
    private boolean readTurn(Consumer<String, byte[]> consumer, StreamFeed feed, String id) {
        TopicPartition partition = new TopicPartition(topic, feed.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, feed.nextOffset());
        for (long left = turnLength.toMillis(); left > 0 && feed.isOpen(); left -= POLL.toMillis()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (!give(feed, id, record)) {
                    return true;
                }
            }
            if (feed.reached(consumer.position(partition))) {
                return true;
            }
        }
        return !feed.isOpen();
    }

    private boolean give(StreamFeed feed, String id, ConsumerRecord<String, byte[]> record) {
        if (!StreamMessages.tenant(record).map(feed.tenant()::equals).orElse(false)) {
            return true;
        }
        Optional<OutboundMessage> message = messages.of(id, record);
        return message.isEmpty() || feed.offerFromLog(record.offset(), message.get());
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
