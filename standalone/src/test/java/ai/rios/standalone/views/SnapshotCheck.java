package ai.rios.standalone.views;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What stands on the snapshots topic.
 *
 * @param latest revision by key
 * @param repeatedOrOlder records whose revision was not above the one before, of the same key
 */
record SnapshotCheck(Map<String, Long> latest, List<String> repeatedOrOlder) {
    /** Reads the committed records of all partitions to their ends. */
    static SnapshotCheck read(TopicCatalogue topics, String bootstrap) {
        Map<String, Long> latest = new HashMap<>();
        List<String> repeated = new ArrayList<>();
        try (Consumer<String, Deployment> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new MessageSerde<>(Codecs.DEPLOYMENT, KnownSchemas.of(topics)).deserializer())) {
            List<TopicPartition> places = new ArrayList<>();
            for (int partition = 0; partition < topics.partitions(); partition++) {
                places.add(new TopicPartition(topics.deploymentSnapshots().name(), partition));
            }
            consumer.assign(places);
            consumer.seekToBeginning(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            while (places.stream().anyMatch(place -> consumer.position(place) < ends.getOrDefault(place, 0L))) {
                for (ConsumerRecord<String, Deployment> told : consumer.poll(Duration.ofMillis(200))) {
                    Long before = latest.put(told.key(), told.value().revision());
                    if (before != null && before >= told.value().revision()) {
                        repeated.add(told.key() + " " + before + " then "
                                + told.value().revision());
                    }
                }
            }
        }
        return new SnapshotCheck(latest, repeated);
    }
}
