package ai.rios.bench.faults.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LoggedTopicsTest {
    private static final URI NO_REGISTRY = URI.create("http://127.0.0.1:1");
    private static final Duration LIMIT = Duration.ofMillis(300);

    private final Cluster cluster = new Cluster();

    @Test
    void whatABrokerDoesNotGiveInTimeIsNotWaitedForAndTheTopicIsNamed() {
        try (LoggedTopics topics = LoggedTopics.from(cluster, NO_REGISTRY, LIMIT)) {
            cluster.end = 5;

            assertThatThrownBy(topics::read)
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("rios.deployments.commands could not be read within 300 ms");
        }
    }

    @Test
    void topicsThatHaveGotNothingSinceAreReadAtOnce() {
        cluster.end = 5;
        try (LoggedTopics topics = LoggedTopics.from(cluster, NO_REGISTRY, LIMIT)) {
            assertThat(topics.read().undecided()).isEmpty();
            assertThat(topics.read().topics().events()).isEmpty();
        }
    }

    /** Topics that all end at one offset and give no record. */
    private static final class Cluster implements LoggedTopics.Consumers {
        private long end;

        @Override
        public <T> Consumer<String, T> open(Deserializer<T> values) {
            return new MockConsumer<>("none") {
                @Override
                public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
                    Map<TopicPartition, Long> ends = new HashMap<>();
                    partitions.forEach(partition -> ends.put(partition, end));
                    return ends;
                }
            };
        }
    }
}
