package ai.rios.projections.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.projections.views.Script;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GenerationsTest {
    private static final String TOPIC = "control";

    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
    private final CountDownLatch starts = new CountDownLatch(1);

    @Test
    void aPollThatFailsDoesNotEndTheFollowing() throws Exception {
        // Given
        TopicPartition place = new TopicPartition(TOPIC, 0);
        consumer.assign(List.of(place));
        consumer.updateBeginningOffsets(Map.of(place, 0L));
        consumer.setPollException(new KafkaException("the broker is away"));
        // When
        try (Generations generations = generations()) {
            generations.startFollowing();
            // Then
            assertThat(starts.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(generations.isFollowing()).isTrue();
        }
    }

    private Generations generations() {
        ControlTopic control = new ControlTopic(TOPIC, consumer, new MockProducer<>());
        Map<String, Object> nowhere = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        ClusterGroups groups = new ClusterGroups(Admin.create(nowhere), Script.TOPICS);
        Comparison.Ages ages = new Comparison.Ages(Duration.ofDays(1), Duration.ofDays(1));
        Comparison comparison = new Comparison(Script.TOPICS, control, groups, ages, InstantSource.system());
        return new Generations(
                Script.TOPICS,
                (number, gate) -> {
                    starts.countDown();
                    throw new IllegalStateException("none starts here");
                },
                control,
                groups,
                comparison);
    }
}
