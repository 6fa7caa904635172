package ai.rios.edge.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** How an edge reaches topics that it follows by itself, without a group. Stateless. */
public final class KafkaLogs {
    private static final long ADMIN_TIMEOUT_SECONDS = 10;

    private KafkaLogs() {}

    /**
     * A consumer of committed records without a group, for values as bytes.
     *
     * @param kafka settings common to all clients, {@code bootstrap.servers} among them
     */
    public static Consumer<String, byte[]> consumer(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // a lost place is an answer, not a jump
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The id under which Kafka knows this incarnation of a topic. Blocking, 10 s at most.
     *
     * @throws KafkaException when there is no such topic, or no broker answers
     */
    public static String topicId(Map<String, Object> kafka, String topic) {
        try (Admin admin = Admin.create(kafka)) {
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(topic);
            if (description == null) {
                throw new KafkaException("there is no topic " + topic + " yet");
            }
            return description.topicId().toString();
        } catch (ExecutionException | TimeoutException failure) {
            throw new KafkaException("topic " + topic + " cannot be described", failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while describing topic " + topic);
        }
    }

    /**
     * All partitions of a topic, at least one. Blocking.
     *
     * @throws KafkaException when there is no such topic, or no broker answers within the limit
     */
    public static List<TopicPartition> partitions(Consumer<String, byte[]> consumer, String topic, Duration limit) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, limit);
        if (infos == null || infos.isEmpty()) {
            throw new KafkaException("there is no topic " + topic + " yet");
        }
        return infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
