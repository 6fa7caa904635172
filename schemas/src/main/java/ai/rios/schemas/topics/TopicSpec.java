package ai.rios.schemas.topics;

import ai.rios.schemas.codec.MessageCodec;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One topic as it must be on the cluster. Immutable.
 *
 * @param name with the prefix, such as {@code rios.deployments.events}
 * @param key what the record key is, for people: {@code tenant}, {@code tenant/id}; keys are UTF-8 text, never Avro
 * @param partitions 1 or more; fixed at creation
 * @param cleanup what becomes of old records
 * @param retention how long records are kept; null for ever
 * @param config the topic's settings by Kafka's names, sorted; cleanup and retention among them
 * @param valueCodec the codec of the values; null when they are not Avro
 */
public record TopicSpec(
        String name,
        String key,
        int partitions,
        Cleanup cleanup,
        @Nullable Duration retention,
        Map<String, String> config,
        @Nullable MessageCodec<?> valueCodec) {
    /** What becomes of old records. */
    public enum Cleanup {
        /** They go when their time is over, if it ever is. */
        DELETE,
        /** The last one of a key stays. */
        COMPACT
    }

    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has 1 or more partitions, not " + partitions);
        }
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }

    /** The registry's subject of the values, by the topic-name strategy. */
    public String subject() {
        return name + "-value";
    }
}
