package ai.rios.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.testing.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A backup's end of the events is never in the midst of a transaction, for that may be in the midst of a command. */
final class SettledEndsIT {
    private static final String TOPIC = TestCluster.topicPrefix(SettledEndsIT.class) + "events";

    @Test
    void anEndIsBehindTheTransactionThatIsUnderWay() throws Exception {
        String servers = TestCluster.shared().bootstrapServers();
        TopicPartition at = new TopicPartition(TOPIC, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers, ProducerConfig.TRANSACTIONAL_ID_CONFIG, TOPIC),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            Cluster cluster = new Cluster(admin);
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(1)).get(30, TimeUnit.SECONDS);

            CompletableFuture<Map<TopicPartition, Long>> ends =
                    CompletableFuture.supplyAsync(() -> cluster.settledEnds(TOPIC));
            assertThat(cluster.ends(TOPIC)).containsEntry(at, 1L);
            producer.send(record(2)).get(30, TimeUnit.SECONDS);
            assertThat(ends).isNotDone();
            producer.commitTransaction();

            // Two records and the marker of their transaction.
            Map<TopicPartition, Long> settled = ends.get(30, TimeUnit.SECONDS);
            assertThat(settled).containsEntry(at, 3L);
            List<Byte> read = new ArrayList<>();
            try (TopicReader reader = new TopicReader(servers)) {
                reader.read(at, settled.getOrDefault(at, 0L), stored -> read.add(stored.toBytes()[0]));
            }
            assertThat(read).hasSize(2);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(int number) {
        return new ProducerRecord<>(TOPIC, new byte[] {(byte) number}, new byte[] {(byte) number});
    }
}
