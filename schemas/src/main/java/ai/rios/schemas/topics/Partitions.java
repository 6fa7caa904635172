package ai.rios.schemas.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Which partition a key stands on: the rule of Kafka's own producers, for those who read by key. */
public final class Partitions {
    private Partitions() {}

    /**
     * The partition of a key.
     *
     * @param partitions of the topic, 1 or more
     */
    public static int of(String key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    }
}
