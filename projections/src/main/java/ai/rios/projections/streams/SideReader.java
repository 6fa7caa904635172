package ai.rios.projections.streams;

import ai.rios.projections.streams.HealSchedule.Due;
import ai.rios.projections.streams.HealSchedule.Place;
import ai.rios.projections.views.EventRecord;
import ai.rios.projections.views.TenantState;
import ai.rios.runtime.process.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of blocked tenants again, beside the partition's own reading, from the offset that each has kept. What it
 * finds waits for the task that owns the partition, one portion a tenant; until the task has taken all of them, the partition is
 * not read again, so that no more waits than one pass may hand over. One thread, which sleeps as long as nobody is blocked.
 * Thread-safe.
 */
final class SideReader implements BlockedTenants, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SideReader.class);

    /** Tenants that one pass over a partition reads for. */
    private static final int MAX_TENANTS_A_PASS = 64;

    /** Events of a tenant that one pass hands over. */
    private static final int MAX_EVENTS_A_TENANT = 500;

    /** Bytes that one pass hands over, give or take an event. */
    private static final long MAX_BYTES_A_PASS = 16L * 1_024 * 1_024;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PASS_LIMIT = Duration.ofSeconds(20);

    private final String topic;
    private final Opener opener;
    private final HealSchedule schedule = new HealSchedule();
    private final Map<Integer, Queue<HealedEvents>> found = new ConcurrentHashMap<>();

    // guards the schedule and the end; tasks hold it for the time of a map operation
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private final Thread thread;

    /** Makes a consumer of committed records that belongs to no group. */
    @FunctionalInterface
    interface Opener {
        Consumer<String, byte[]> open();
    }

    SideReader(String topic, Opener opener) {
        this.topic = topic;
        this.opener = opener;
        this.thread = Thread.ofPlatform().daemon().name("views-side-reader").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void stands(int partition, String tenant, TenantState state) {
        locked(() -> schedule.stands(new Place(partition, tenant), state, System.nanoTime()));
    }

    @Override
    public Optional<HealedEvents> next(int partition) {
        Queue<HealedEvents> portions = found.get(partition);
        return portions == null ? Optional.empty() : Optional.ofNullable(portions.poll());
    }

    @Override
    public void forget(int partition) {
        locked(() -> schedule.forget(partition));
        found.remove(partition);
    }

    @Override
    public void close() {
        locked(() -> closed = true);
        thread.interrupt();
    }

    /** Portions that wait to be taken. */
    int waiting(int partition) {
        Queue<HealedEvents> portions = found.get(partition);
        return portions == null ? 0 : portions.size();
    }

    private void run() {
        try {
            while (true) {
                List<Due> due = awaitDue();
                if (due.isEmpty()) {
                    return;
                }
                pass(due);
            }
        } catch (InterruptedException e) {
            LOG.debug("side reader ends");
        }
    }

    /** Tenants of one partition to read for; none when this reader is closed. */
    private List<Due> awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                List<Due> due = schedule.take(System.nanoTime(), MAX_TENANTS_A_PASS);
                if (!due.isEmpty()) {
                    return due;
                }
                OptionalLong next = schedule.nextNanos();
                long waitNanos = next.isPresent() ? next.getAsLong() - System.nanoTime() : TimeUnit.HOURS.toNanos(1);
                if (changed.awaitNanos(waitNanos) > 0) {
                    LOG.trace("side reader woken");
                }
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Reads for these tenants of one partition; puts them off while something still waits there. */
    void pass(List<Due> due) throws InterruptedException {
        int partition = due.getFirst().place().partition();
        if (waiting(partition) > 0) {
            locked(() -> due.forEach(each -> schedule.putOff(each.place(), System.nanoTime())));
            return;
        }
        try {
            Map<String, List<EventRecord>> events = read(partition, due);
            Queue<HealedEvents> portions = found.computeIfAbsent(partition, _ -> new ConcurrentLinkedQueue<>());
            events.forEach((tenant, portion) -> portions.add(new HealedEvents(tenant, portion)));
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("blocked tenants could not be read again partition={} tenants={}", partition, due.size(), e);
            locked(() -> due.forEach(each -> schedule.failed(each.place(), System.nanoTime())));
        }
    }

    private Map<String, List<EventRecord>> read(int partition, List<Due> due) {
        Map<String, TenantState> wanted = new HashMap<>();
        Map<String, List<EventRecord>> events = new HashMap<>();
        due.forEach(each -> {
            wanted.put(each.place().tenant(), each.state());
            events.put(each.place().tenant(), new ArrayList<>());
        });
        long from = wanted.values().stream()
                .mapToLong(TenantState::nextOffset)
                .min()
                .orElseThrow();
        long to = wanted.values().stream()
                        .mapToLong(TenantState::lastOffset)
                        .max()
                        .orElseThrow()
                + 1;
        TopicPartition place = new TopicPartition(topic, partition);
        Deadline deadline = Deadline.after(PASS_LIMIT);
        try (Consumer<String, byte[]> consumer = opener.open()) {
            consumer.assign(List.of(place));
            consumer.seek(place, from);
            long bytes = 0;
            while (consumer.position(place) < to && bytes < MAX_BYTES_A_PASS && !deadline.isOver()) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                    bytes += bytes < MAX_BYTES_A_PASS ? keep(message, wanted, events) : 0;
                }
            }
        }
        return events;
    }

    /** Bytes kept; 0 when the record is not wanted. */
    private static int keep(
            ConsumerRecord<String, byte[]> message,
            Map<String, TenantState> wanted,
            Map<String, List<EventRecord>> events) {
        TenantState state = message.key() == null ? null : wanted.get(message.key());
        List<EventRecord> portion = events.get(message.key());
        if (state != null
                && portion != null
                && message.offset() >= state.nextOffset()
                && portion.size() < MAX_EVENTS_A_TENANT) {
            portion.add(new EventRecord(message.key(), message.offset(), message.timestamp(), message.value()));
            return Math.max(0, message.serializedValueSize());
        }
        return 0;
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
