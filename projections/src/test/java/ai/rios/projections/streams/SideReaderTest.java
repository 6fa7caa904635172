package ai.rios.projections.streams;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.projections.streams.HealSchedule.Due;
import ai.rios.projections.streams.HealSchedule.Place;
import ai.rios.projections.views.EventRecord;
import ai.rios.projections.views.TenantState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SideReaderTest {
    private static final String TOPIC = "events";
    private static final TopicPartition PLACE = new TopicPartition(TOPIC, 3);

    private final Queue<MockConsumer<String, byte[]>> consumers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final SideReader reader = new SideReader(TOPIC, () -> {
        opened.incrementAndGet();
        return consumers.remove();
    });

    @AfterEach
    void close() {
        reader.close();
    }

    /** Stands before offset 10; what it holds back reaches to 13. */
    private static TenantState blocked() {
        return new TenantState(4, 10, new TenantState.Block("a hole", 11, 13, 0));
    }

    /** A log of offsets 8 to 13: the tenant's own at even offsets, another's at odd ones. */
    private static MockConsumer<String, byte[]> log() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PLACE, 0L));
        consumer.updateEndOffsets(Map.of(PLACE, 14L));
        consumer.schedulePollTask(() -> {
            for (long offset = 8; offset < 14; offset++) {
                String tenant = offset % 2 == 0 ? "acme" : "other";
                consumer.addRecord(new ConsumerRecord<>(TOPIC, 3, offset, tenant, new byte[] {(byte) offset}));
            }
        });
        return consumer;
    }

    private HealedEvents awaitPortion() {
        while (true) {
            Optional<HealedEvents> portion = reader.next(3);
            if (portion.isPresent()) {
                return portion.get();
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @Test
    void theTenantsOwnEventsFromItsKeptOffsetOnAreHandedOverInOrder() {
        consumers.add(log());
        reader.start();

        reader.stands(3, "acme", blocked());

        HealedEvents portion = awaitPortion();
        assertThat(portion.tenant()).isEqualTo("acme");
        assertThat(portion.events()).extracting(EventRecord::offset).containsExactly(10L, 12L);
        assertThat(reader.next(3)).isEmpty();
    }

    @Test
    void aLogThatCannotBeReadIsReadAgainAfterAPause() {
        MockConsumer<String, byte[]> broken = new MockConsumer<>("earliest");
        broken.setPollException(new KafkaException("the broker is away"));
        consumers.addAll(List.of(broken, log()));
        reader.start();

        reader.stands(3, "acme", blocked());

        assertThat(awaitPortion().events()).hasSize(2);
        assertThat(opened).hasValue(2);
        assertThat(broken.closed()).isTrue();
    }

    @Test
    void aPartitionIsNotReadAgainWhileSomethingWaitsForItsTask() throws Exception {
        consumers.addAll(List.of(log(), log()));
        List<Due> acme = List.of(new Due(new Place(3, "acme"), blocked()));
        List<Due> other = List.of(new Due(new Place(3, "other"), blocked()));

        reader.pass(acme);
        reader.pass(acme);
        reader.pass(other);

        assertThat(opened).hasValue(1);
        assertThat(reader.waiting(3)).isEqualTo(1);
        assertThat(reader.next(3)).isPresent();
        reader.pass(other);
        assertThat(opened).hasValue(2);
        assertThat(awaitPortion().tenant()).isEqualTo("other");
    }

    @Test
    void whatWasFoundForAPartitionThatIsGoneIsDropped() {
        consumers.add(log());
        reader.start();
        reader.stands(3, "acme", blocked());
        while (reader.waiting(3) == 0) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }

        reader.forget(3);

        assertThat(reader.next(3)).isEmpty();
    }
}
