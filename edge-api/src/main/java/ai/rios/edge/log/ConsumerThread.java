package ai.rios.edge.log;

import ai.rios.schemas.codec.SchemasUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A thread with a consumer of its own. When Kafka or the registry fails, its work starts again after half a second, with a new
 * consumer. Thread-safe.
 */
public final class ConsumerThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConsumerThread.class.getName());
    private static final Duration RESTART_AFTER = Duration.ofMillis(500);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Work work;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Set by the thread, woken by {@link #close}. */
    private volatile @Nullable Consumer<String, byte[]> current;

    /** What a thread does with its consumer. Called on that thread only; every method may throw KafkaException. */
    public interface Work {
        /** A consumer is there: the first, or a new one after a failure. */
        void opened(Consumer<String, byte[]> consumer);

        /** One step of many; it should not take much longer than a second. */
        void step(Consumer<String, byte[]> consumer) throws InterruptedException;

        /** Kafka or the registry failed, in a step or before the first; the consumer is gone. */
        void failed(RuntimeException failure);
    }

    /**
     * A thread that is not started yet.
     *
     * @param name of the thread
     * @param consumers makes a consumer, which the thread owns
     */
    public ConsumerThread(String name, Supplier<Consumer<String, byte[]>> consumers, Work work) {
        this.consumers = consumers;
        this.work = work;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    /** Starts it; once. */
    public void start() {
        thread.start();
    }

    /** Whether it has been started and has not ended. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Lets it end after its step, and wakes it from Kafka. Returns at once. */
    public void stop() {
        closed.countDown();
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Stops it and waits until its consumer is closed, 5 s at most. */
    @Override
    public void close() {
        stop();
        try {
            if (!thread.join(END_LIMIT)) {
                LOG.log(Level.WARNING, "a consumer is left to itself, thread=" + thread.getName());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (isOpen()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                current = consumer;
                work.opened(consumer);
                while (isOpen()) {
                    work.step(consumer);
                }
            } catch (WakeupException | InterruptException | InterruptedException _) {
                // closing: the loop's condition ends it
            } catch (KafkaException | SchemasUnavailableException failure) {
                LOG.log(Level.WARNING, "reading starts again, thread=" + thread.getName(), failure);
                work.failed(failure);
                pause();
            }
        }
    }

    private void pause() {
        try {
            closed.await(RESTART_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            thread.interrupt();
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }
}
