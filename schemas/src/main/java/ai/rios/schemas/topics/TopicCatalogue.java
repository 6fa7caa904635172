package ai.rios.schemas.topics;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageCodec;
import ai.rios.schemas.topics.TopicSpec.Cleanup;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Every topic of the system under one prefix. What is keyed by tenant has the same number of partitions, so that a tenant's
 * commands, events and outcomes stand on partitions of the same number. Immutable.
 */
public final class TopicCatalogue {
    /** Prefix of topics unless set otherwise. */
    public static final String DEFAULT_PREFIX = "rios.";

    /** Partitions of what is keyed by tenant, unless set otherwise. */
    public static final int DEFAULT_PARTITIONS = 12;

    /** Bytes of a record batch at most: twice the largest request body, for what wraps it. */
    public static final int MAX_MESSAGE_BYTES = 2 * 1_024 * 1_024;

    private static final String TENANT = "tenant";

    private final String prefix;
    private final int partitions;

    private TopicCatalogue(String prefix, int partitions) {
        this.prefix = prefix;
        this.partitions = partitions;
    }

    /**
     * The topics under a prefix.
     *
     * @param prefix such as {@value #DEFAULT_PREFIX}; letters, digits, dots, dashes, underscores; may be empty
     * @param partitions of what is keyed by tenant, 1 or more
     */
    public static TopicCatalogue of(String prefix, int partitions) {
        if (!prefix.matches("[A-Za-z0-9._-]{0,128}")) {
            throw new IllegalArgumentException("topic.prefix must be at most 128 of A-Z a-z 0-9 . _ - , was " + prefix);
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be 1 or more, was " + partitions);
        }
        return new TopicCatalogue(prefix, partitions);
    }

    /** The prefix of all names. */
    public String prefix() {
        return prefix;
    }

    /** Partitions of what is keyed by tenant. */
    public int partitions() {
        return partitions;
    }

    /** Commands, in the broker's time: the log-append time is the time of decisions. */
    public TopicSpec deploymentCommands() {
        return byTenant(
                "deployments.commands",
                Duration.ofDays(7),
                Map.of("message.timestamp.type", "LogAppendTime"),
                Codecs.COMMAND);
    }

    /** Events: the truth, kept for ever. */
    public TopicSpec deploymentEvents() {
        return byTenant("deployments.events", null, Map.of(), Codecs.EVENT);
    }

    /** Deployments as they stand, for others: only ever a higher revision; deleted is a tombstone. */
    public TopicSpec deploymentSnapshots() {
        return topic(
                "deployments.snapshots", "tenant/id", partitions, Cleanup.COMPACT, null, Map.of(), Codecs.DEPLOYMENT);
    }

    /** What commands came to. */
    public TopicSpec outcomes() {
        return byTenant("outcomes", Duration.ofDays(2), Map.of(), Codecs.OUTCOME);
    }

    /** Commands that could not be read or decided, with coordinates and reason as headers. */
    public TopicSpec deploymentCommandsDlq() {
        return topic(
                "deployments.commands.dlq", TENANT, partitions, Cleanup.DELETE, Duration.ofDays(30), Map.of(), null);
    }

    /** Switches of the system, such as which generation of a view is read. */
    public TopicSpec control() {
        return topic("control", "name of the switch", 1, Cleanup.COMPACT, null, Map.of(), null);
    }

    /** All topics, in the order of the tables in the documentation. */
    public List<TopicSpec> all() {
        return List.of(
                deploymentCommands(),
                deploymentEvents(),
                deploymentSnapshots(),
                outcomes(),
                deploymentCommandsDlq(),
                control());
    }

    /** What values are written with, by the registry's subject; for the topics whose values have a schema. */
    public Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new TreeMap<>();
        for (TopicSpec topic : all()) {
            MessageCodec<?> codec = topic.valueCodec();
            if (codec != null) {
                schemas.put(topic.subject(), codec.schema());
            }
        }
        return schemas;
    }

    private TopicSpec byTenant(
            String name, @Nullable Duration retention, Map<String, String> more, MessageCodec<?> codec) {
        return topic(name, TENANT, partitions, Cleanup.DELETE, retention, more, codec);
    }

    private TopicSpec topic(
            String name,
            String key,
            int topicPartitions,
            Cleanup cleanup,
            @Nullable Duration retention,
            Map<String, String> more,
            @Nullable MessageCodec<?> codec) {
        Map<String, String> config = new TreeMap<>(more);
        config.put("cleanup.policy", cleanup.name().toLowerCase(Locale.ROOT));
        config.put("max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        config.put("retention.ms", retention == null ? "-1" : Long.toString(retention.toMillis()));
        config.put("retention.bytes", "-1");
        return new TopicSpec(prefix + name, key, topicPartitions, cleanup, retention, config, codec);
    }
}
