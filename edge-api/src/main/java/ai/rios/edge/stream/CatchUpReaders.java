package ai.rios.edge.stream;

import ai.rios.edge.log.ConsumerThread;
import ai.rios.edge.log.KafkaLogs;
import ai.rios.edge.websocket.OutboundMessage;
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

/**
 * Feeds sockets that are behind from the log: a few threads, each with a consumer, taking turns. A reader never waits for a
 * client: where there is no room its turn is over, and the socket comes back when there is.
 *
 * <p>Thread-safe. There are so many places and no more, and so many of one tenant: each socket that is fed or waits for its turn
 * has one, and each question. Who finds none is refused.
 */
final class CatchUpReaders implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CatchUpReaders.class.getName());
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration OFFSETS_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    /** What one reader does next with its consumer. */
    private sealed interface Turn {}

    /** Feeds a socket. */
    private record Feed(StreamFeed feed) implements Turn {}

    /** Says what can be read of a partition. */
    private record Ask(String tenant, int partition, CompletableFuture<Bounds> answer) implements Turn {}

    /** Looks whether to end. */
    private record End() implements Turn {}

    /**
     * Which offsets of a partition can be read.
     *
     * @param first of the oldest record kept
     * @param next where the next committed record will be
     */
    record Bounds(long first, long next) {}

    private final Supplier<Optional<String>> topicId;
    private final String topic;
    private final StreamMessages messages;
    private final Duration turnLength;
    private final CatchUpPlaces places;

    /** Bounded by the places, and an end for each reader. */
    private final LinkedBlockingQueue<Turn> turns = new LinkedBlockingQueue<>();

    private final List<ConsumerThread> threads = new ArrayList<>();

    /** Opened by {@link #close} before the queue is emptied; looked at by those that add to it, after they did. */
    private final CountDownLatch closed = new CountDownLatch(1);

    CatchUpReaders(
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<Optional<String>> topicId,
            String topic,
            StreamMessages messages,
            StreamConfig config) {
        this.topicId = topicId;
        this.topic = topic;
        this.messages = messages;
        this.turnLength = config.catchUpTurn();
        this.places = new CatchUpPlaces(config.catchUpPlaces(), config.catchUpPlacesPerTenant());
        for (int i = 1; i <= config.catchUpReaders(); i++) {
            threads.add(new ConsumerThread("edge-stream-catch-up-" + i, consumers, new Reader()));
        }
    }

    void start() {
        threads.forEach(ConsumerThread::start);
    }

    /** Queues a turn for a socket that is behind; where there is no place for it, it ends. */
    void submit(StreamFeed feed) {
        if (places.takeForFeed(feed.tenant())) {
            turns.add(new Feed(feed));
        } else {
            feed.refuse();
        }
    }

    /**
     * Asks for a tenant what can be read of a partition, nothing when there is no such one; fails with a KafkaException.
     * Empty when there is no place for the question.
     */
    Optional<CompletableFuture<Bounds>> bounds(String tenant, int partition) {
        if (!places.takeForQuestion(tenant)) {
            return Optional.empty();
        }
        CompletableFuture<Bounds> answer = new CompletableFuture<>();
        turns.add(new Ask(tenant, partition, answer));
        if (closed.getCount() == 0) {
            refuseAll();
        }
        return Optional.of(answer);
    }

    /** Ends the readers, and answers those who still ask that nobody reads. Blocking, some seconds at most. */
    @Override
    public void close() {
        closed.countDown();
        threads.forEach(ConsumerThread::stop);
        threads.forEach(_ -> turns.add(new End()));
        threads.forEach(ConsumerThread::close);
        refuseAll();
    }

    private void refuseAll() {
        for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
            if (turn instanceof Ask(String _, int _, CompletableFuture<Bounds> answer)) {
                answer.completeExceptionally(new KafkaException("the readers are closed"));
            }
        }
    }

    private final class Reader implements ConsumerThread.Work {
        @Override
        public void opened(Consumer<String, byte[]> consumer) {
            // each turn takes its own place
        }

        @Override
        public void step(Consumer<String, byte[]> consumer) throws InterruptedException {
            switch (turns.take()) {
                case Feed(StreamFeed feed) -> feed(consumer, feed);
                case Ask(String tenant, int partition, CompletableFuture<Bounds> answer) -> {
                    places.release(tenant);
                    answer(consumer, partition, answer);
                }
                case End _ -> LOG.log(Level.DEBUG, "closing");
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            // the socket whose turn it was has kept its place
        }
    }

    private void answer(Consumer<String, byte[]> consumer, int partition, CompletableFuture<Bounds> answer) {
        try {
            TopicPartition place = new TopicPartition(topic, partition);
            List<TopicPartition> asked = List.of(place);
            if (!KafkaLogs.partitions(consumer, topic, OFFSETS_TIMEOUT).contains(place)) {
                answer.complete(new Bounds(0, -1));
                return;
            }
            long first = consumer.beginningOffsets(asked, OFFSETS_TIMEOUT).getOrDefault(place, 0L);
            long next = consumer.endOffsets(asked, OFFSETS_TIMEOUT).getOrDefault(place, 0L);
            answer.complete(new Bounds(first, next));
        } catch (KafkaException failure) { // that of a reader that is being closed, too
            answer.completeExceptionally(failure);
        }
    }

    private void feed(Consumer<String, byte[]> consumer, StreamFeed feed) throws InterruptedException {
        Optional<String> id = topicId.get();
        boolean over = false;
        try {
            if (id.isEmpty()) {
                closed.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS); // nobody knows yet how far to read
            } else {
                over = readTurn(consumer, feed, id.get());
            }
        } catch (OffsetOutOfRangeException lost) {
            LOG.log(Level.WARNING, "a stream's place is no longer in the log, topic=" + topic, lost);
            feed.lose();
            over = true;
        } finally {
            if (!over && feed.isOpen()) {
                turns.add(new Feed(feed)); // in the place that it has
            } else {
                places.release(feed.tenant());
                feed.rest(); // only now: it may ask for its next turn, and need a place, before this returns
            }
        }
    }

    /** Returns true when the feed needs no further turn from here: it is live, has no room, or is closed. */
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
}
