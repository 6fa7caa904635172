package ai.rios.edge.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** A consumer of {@link InMemoryLog}; only what the stream uses is here. */
final class LogConsumer extends MockConsumer<String, byte[]> {
    private static final long POLL_MILLIS = 5;

    private final InMemoryLog log;
    private final CountDownLatch never = new CountDownLatch(1);
    private final Map<TopicPartition, Long> places = new HashMap<>();
    private boolean woken;

    LogConsumer(InMemoryLog log) {
        super("none");
        this.log = log;
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        List<PartitionInfo> infos = new ArrayList<>();
        for (int i = 0; i < InMemoryLog.PARTITIONS; i++) {
            infos.add(new PartitionInfo(topic, i, Node.noNode(), new Node[0], new Node[0]));
        }
        return infos;
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
        places.clear();
        partitions.forEach(partition -> places.put(partition, 0L));
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
        places.put(partition, offset);
    }

    @Override
    public synchronized void seekToEnd(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> places.put(partition, log.end(partition.partition())));
    }

    @Override
    public synchronized long position(TopicPartition partition) {
        return places.getOrDefault(partition, 0L);
    }

    @Override
    public synchronized long position(TopicPartition partition, Duration timeout) {
        return position(partition);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, log.first(partition.partition())));
        return offsets;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, log.end(partition.partition())));
        return offsets;
    }

    @Override
    public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
        ConsumerRecords<String, byte[]> found = fetch();
        if (!found.isEmpty()) {
            return found;
        }
        try {
            never.await(Math.min(timeout.toMillis(), POLL_MILLIS), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
        return fetch();
    }

    private ConsumerRecords<String, byte[]> fetch() {
        if (woken) {
            throw new WakeupException();
        }
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> found = new HashMap<>();
        for (Map.Entry<TopicPartition, Long> place : places.entrySet()) {
            if (place.getValue() < log.first(place.getKey().partition())) {
                throw new OffsetOutOfRangeException(Map.of(place.getKey(), place.getValue()));
            }
            List<ConsumerRecord<String, byte[]>> records =
                    log.read(place.getKey().partition(), place.getValue());
            if (!records.isEmpty()) {
                found.put(place.getKey(), records);
                place.setValue(records.getLast().offset() + 1);
            }
        }
        return new ConsumerRecords<>(found, Map.of());
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
