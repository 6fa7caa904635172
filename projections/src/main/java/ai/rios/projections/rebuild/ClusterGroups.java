package ai.rios.projections.rebuild;

import ai.rios.projections.streams.GenerationConfig;
import ai.rios.schemas.topics.TopicCatalogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What the cluster knows of the generations' groups and topics. Thread-safe; every call asks the cluster and blocks. */
final class ClusterGroups implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final Admin admin;
    private final TopicCatalogue topics;

    ClusterGroups(Admin admin, TopicCatalogue topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /** Offsets that a generation has committed on a topic, by partition. */
    Map<Integer, Long> committed(int generation, String topic) {
        String group = GenerationConfig.applicationId(topics, generation);
        Map<TopicPartition, OffsetAndMetadata> all =
                ask(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<Integer, Long> committed = new HashMap<>();
        if (all != null) {
            all.forEach((place, offset) -> {
                if (place.topic().equals(topic) && offset != null) {
                    committed.put(place.partition(), offset.offset());
                }
            });
        }
        return committed;
    }

    /** Whether no instance of a generation is left, or ever was. */
    boolean isEmpty(int generation) {
        String group = GenerationConfig.applicationId(topics, generation);
        Map<String, ConsumerGroupDescription> all =
                ask(admin.describeConsumerGroups(List.of(group)).all());
        ConsumerGroupDescription described = all == null ? null : all.get(group);
        return described == null
                || described.groupState() == GroupState.EMPTY
                || described.groupState() == GroupState.DEAD;
    }

    /** Records of the three topics that a generation has not folded yet, over all partitions. */
    long lag(int generation) {
        long lag = 0;
        for (String topic : sources()) {
            Map<Integer, Long> committed = committed(generation, topic);
            Map<Integer, Long> earliest = offsets(topic, OffsetSpec.earliest());
            for (Map.Entry<Integer, Long> end :
                    offsets(topic, OffsetSpec.latest()).entrySet()) {
                long begin = earliest.getOrDefault(end.getKey(), 0L);
                lag += Math.max(0, end.getValue() - Math.max(begin, committed.getOrDefault(end.getKey(), 0L)));
            }
        }
        return lag;
    }

    /** Offset of the first record of a topic that is still there, by partition. */
    Map<Integer, Long> earliest(String topic) {
        return offsets(topic, OffsetSpec.earliest());
    }

    /** Removes a generation's group and changelog; does nothing where they are gone. */
    void remove(int generation) {
        ask(admin.deleteConsumerGroups(List.of(GenerationConfig.applicationId(topics, generation)))
                .all());
        ask(admin.deleteTopics(List.of(GenerationConfig.changelog(topics, generation)))
                .all());
    }

    @Override
    public void close() {
        admin.close();
    }

    private List<String> sources() {
        return List.of(
                topics.deploymentEvents().name(),
                topics.deploymentCommands().name(),
                topics.outcomes().name());
    }

    private Map<Integer, Long> offsets(String topic, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            wanted.put(new TopicPartition(topic, partition), spec);
        }
        Map<Integer, Long> offsets = new HashMap<>();
        var found = ask(admin.listOffsets(wanted).all());
        if (found != null) {
            found.forEach((place, offset) -> offsets.put(place.partition(), offset.offset()));
        }
        return offsets;
    }

    /** The answer; null when what was asked for is not there. */
    private static <T> @Nullable T ask(KafkaFuture<T> asked) {
        try {
            return asked.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw new IllegalStateException("the cluster refuses: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the cluster", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the cluster does not answer", e);
        }
    }
}
