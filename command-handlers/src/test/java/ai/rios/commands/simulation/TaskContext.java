package ai.rios.commands.simulation;

import ai.rios.commands.kafka.Adapter;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What Streams gives the adapter: its store, a way out, its place in the log, and schedules. */
final class TaskContext implements ProcessorContext<String, Object> {
    private final int partition;
    private final LocalStore store;
    private final BiConsumer<Topic, Message> output;
    private final List<Schedule> schedules = new ArrayList<>();
    private @Nullable RecordMetadata at;

    TaskContext(int partition, LocalStore store, BiConsumer<Topic, Message> output) {
        this.partition = partition;
        this.store = store;
        this.output = output;
    }

    /** Has the next record come from there. */
    void comesFrom(long offset) {
        at = new At(Adapter.COMMANDS, partition, offset);
    }

    /** Runs what is due. */
    void punctuate(long nowMs) {
        at = null;
        for (Schedule schedule : List.copyOf(schedules)) {
            if (!schedule.cancelled && schedule.dueMs <= nowMs) {
                schedule.dueMs = nowMs + schedule.intervalMs;
                schedule.punctuator.punctuate(nowMs);
            }
        }
        schedules.removeIf(schedule -> schedule.cancelled);
    }

    @Override
    public <K extends String, V> void forward(Record<K, V> record, String child) {
        output.accept(
                Topic.valueOf(Adapter.topicOf(child)),
                new Message(record.key(), record.value(), record.timestamp(), record.headers()));
    }

    @Override
    public <K extends String, V> void forward(Record<K, V> record) {
        throw new UnsupportedOperationException("every record has its sink");
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.ofNullable(at);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Kafka wants it so; there is one store
    public <S extends StateStore> S getStateStore(String name) {
        return (S) store;
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, partition);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
        Schedule schedule = new Schedule(interval.toMillis(), punctuator);
        schedules.add(schedule);
        return () -> schedule.cancelled = true;
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
        throw unused();
    }

    @Override
    public String applicationId() {
        throw unused();
    }

    @Override
    public Serde<?> keySerde() {
        throw unused();
    }

    @Override
    public Serde<?> valueSerde() {
        throw unused();
    }

    @Override
    public File stateDir() {
        throw unused();
    }

    @Override
    public StreamsMetrics metrics() {
        throw unused();
    }

    @Override
    public void commit() {
        throw unused();
    }

    @Override
    public Map<String, Object> appConfigs() {
        throw unused();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        throw unused();
    }

    @Override
    public long currentSystemTimeMs() {
        throw unused();
    }

    @Override
    public long currentStreamTimeMs() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the adapter does without");
    }

    private record At(String topic, int partition, long offset) implements RecordMetadata {}

    private static final class Schedule {
        private final long intervalMs;
        private final Punctuator punctuator;
        private long dueMs;
        private boolean cancelled;

        Schedule(long intervalMs, Punctuator punctuator) {
            this.intervalMs = intervalMs;
            this.punctuator = punctuator;
        }
    }
}
