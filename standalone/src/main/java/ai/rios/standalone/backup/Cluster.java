package ai.rios.standalone.backup;

import ai.rios.runtime.process.Deadline;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.standalone.StandaloneException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** What a backup and a restore ask a broker. Thread-safe. */
record Cluster(Admin admin) {
    /** Where the embedded registry keeps its schemas. */
    static final String REGISTRY_JOURNAL = "kafkasql-journal";

    private static final long ASK_SECONDS = 30;

    /** The broker aborts what a dead process has left open sooner than that. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private static final short ONE_REPLICA = 1;

    /**
     * The stack's topics.
     *
     * @throws StandaloneException when there are none, or those of a stack whose data are thrown away
     */
    TopicCatalogue catalogue(Path data) {
        TopicCatalogue any = TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, 1);
        String events = any.deploymentEvents().name();
        if (!get("list the topics", admin.listTopics().names()).contains(events)) {
            throw new StandaloneException(
                    "There is nothing to back up in " + data + ": no stack has been ready on it yet.");
        }
        int partitions = describe(events).partitions().size();
        if (partitions != TopicCatalogue.DEFAULT_PARTITIONS) {
            throw new StandaloneException("The stack on " + data + " was started with --ephemeral: its topics have "
                    + partitions + " partitions, with which no folder is used again.");
        }
        return TopicCatalogue.of(any.prefix(), partitions);
    }

    String topicId(String topic) {
        return describe(topic).topicId().toString();
    }

    /** Ends of all partitions, in order, as those see them who read uncommitted. */
    Map<TopicPartition, Long> ends(String topic) {
        return ends(topic, IsolationLevel.READ_UNCOMMITTED);
    }

    /**
     * Ends of all partitions, in order, at which no transaction is under way, and behind which there is nothing that was there
     * before the call. Another end could be in the midst of what one command decided.
     */
    Map<TopicPartition, Long> settledEnds(String topic) {
        Map<TopicPartition, Long> now = ends(topic);
        Deadline deadline = Deadline.after(PATIENCE);
        while (true) {
            Map<TopicPartition, Long> settled = ends(topic, IsolationLevel.READ_COMMITTED);
            if (settled.entrySet().stream().allMatch(end -> end.getValue() >= now.getOrDefault(end.getKey(), 0L))) {
                return settled;
            }
            if (deadline.isOver()) {
                throw new StandaloneException("A transaction on " + topic + " does not end; try again.");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Map<TopicPartition, Long> ends(String topic, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = describe(topic).partitions().stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition.partition()), _ -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
        Map<TopicPartition, ListOffsetsResultInfo> answered = get(
                "ask for the ends of " + topic,
                admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all());
        answered.forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** The topic's own settings. */
    Map<String, String> config(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> answer = get(
                "read the settings of " + topic,
                admin.describeConfigs(List.of(resource)).all());
        Map<String, String> config = new HashMap<>();
        answer.values().stream()
                .flatMap(found -> found.entries().stream())
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .forEach(entry -> config.put(entry.name(), entry.value()));
        return config;
    }

    /** Makes a topic as it was. */
    void create(Manifest.Topic topic) {
        get(
                "make the topic " + topic.name(),
                admin.createTopics(List.of(
                                new NewTopic(topic.name(), topic.partitions(), ONE_REPLICA).configs(topic.config())))
                        .all());
    }

    private TopicDescription describe(String topic) {
        Map<String, TopicDescription> found = get(
                "find the topic " + topic, admin.describeTopics(List.of(topic)).allTopicNames());
        return found.values().iterator().next();
    }

    private static <T> T get(String what, KafkaFuture<T> answer) {
        try {
            return answer.get(ASK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new StandaloneException("Cannot " + what + ": " + failure.getMessage() + ".", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StandaloneException("Interrupted while waiting to " + what + ".", interrupted);
        }
    }
}
