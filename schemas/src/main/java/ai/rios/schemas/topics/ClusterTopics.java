package ai.rios.schemas.topics;

import ai.rios.schemas.topics.TopicsApply.TopicAction;
import ai.rios.schemas.topics.TopicsApply.TopicResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The cluster's side of the deploy step. */
final class ClusterTopics {
    private static final long POLL_MS = 50;

    private final Admin admin;
    private final short replication;
    private final Duration timeout;

    ClusterTopics(Admin admin, short replication, Duration timeout) {
        this.admin = admin;
        this.replication = replication;
        this.timeout = timeout;
    }

    List<TopicResult> apply(List<TopicSpec> wanted) {
        Map<String, TopicDescription> existing = describe(wanted);
        wanted.forEach(topic -> checkPartitions(topic, existing));
        Set<String> created = create(wanted.stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .toList());
        awaitAll(wanted);
        return configure(wanted, created);
    }

    private Map<String, TopicDescription> describe(List<TopicSpec> topics) {
        Map<String, TopicDescription> found = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        topics.stream().map(TopicSpec::name).toList())
                .topicNameValues();
        answers.forEach((name, answer) -> {
            try {
                found.put(name, get("describe topic " + name, answer));
            } catch (TopicsApplyException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        });
        return found;
    }

    private static void checkPartitions(TopicSpec topic, Map<String, TopicDescription> existing) {
        TopicDescription description = existing.get(topic.name());
        if (description != null && description.partitions().size() != topic.partitions()) {
            throw new TopicsApplyException(
                    "topic " + topic.name() + " has " + description.partitions().size() + " partitions where "
                            + topic.partitions()
                            + " are configured; they are fixed at creation: set topic.partitions to what is there, or another"
                            + " topic.prefix",
                    null);
        }
    }

    private Set<String> create(List<TopicSpec> missing) {
        Set<String> created = new HashSet<>();
        Map<String, KafkaFuture<Void>> answers = admin.createTopics(missing.stream()
                        .map(topic ->
                                new NewTopic(topic.name(), topic.partitions(), replication).configs(topic.config()))
                        .toList())
                .values();
        answers.forEach((name, answer) -> {
            try {
                get("create topic " + name, answer);
                created.add(name);
            } catch (TopicsApplyException e) {
                // Somebody else applies the catalogue at the same time: then it is there, which is all that is wanted.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
        return created;
    }

    /** A created topic is known to the controller first and to the brokers a moment later. */
    private void awaitAll(List<TopicSpec> wanted) {
        long tries = Math.max(1, timeout.toMillis() / POLL_MS);
        Map<String, TopicDescription> seen = describe(wanted);
        for (long i = 0; i < tries && seen.size() < wanted.size(); i++) {
            pause();
            seen = describe(wanted);
        }
        for (TopicSpec topic : wanted) {
            if (!seen.containsKey(topic.name())) {
                throw new TopicsApplyException(
                        "topic " + topic.name() + " was created and the brokers do not know it after "
                                + timeout.toSeconds() + " s",
                        null);
            }
            checkPartitions(topic, seen);
        }
    }

    private List<TopicResult> configure(List<TopicSpec> wanted, Set<String> created) {
        Map<ConfigResource, Config> actual = get(
                "read the settings of topics",
                admin.describeConfigs(
                                wanted.stream().map(ClusterTopics::resource).toList())
                        .all());
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        List<TopicResult> results = new ArrayList<>();
        for (TopicSpec topic : wanted) {
            List<AlterConfigOp> ops = new ArrayList<>();
            List<String> said = new ArrayList<>();
            compare(topic, actual.getOrDefault(resource(topic), new Config(List.of())), ops, said);
            if (!ops.isEmpty()) {
                changes.put(resource(topic), ops);
            }
            results.add(new TopicResult(topic.name(), action(created.contains(topic.name()), ops), said));
        }
        if (!changes.isEmpty()) {
            get(
                    "set the settings of topics",
                    admin.incrementalAlterConfigs(changes).all());
        }
        return results;
    }

    private static TopicAction action(boolean wasCreated, List<AlterConfigOp> ops) {
        if (wasCreated) {
            return TopicAction.CREATED;
        }
        return ops.isEmpty() ? TopicAction.UNCHANGED : TopicAction.CONFIGURED;
    }

    private static void compare(TopicSpec topic, Config actual, List<AlterConfigOp> ops, List<String> said) {
        topic.config().forEach((name, value) -> {
            ConfigEntry entry = actual.get(name);
            String found = entry == null ? "absent" : String.valueOf(entry.value());
            if (!found.equals(value)) {
                ops.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
                said.add(name + "=" + value + " (was " + found + ")");
            }
        });
    }

    private static ConfigResource resource(TopicSpec topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private <T> T get(String what, KafkaFuture<T> answer) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new TopicsApplyException("cannot " + what + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new TopicsApplyException(
                    "cannot " + what + ": the cluster does not answer in " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsApplyException("interrupted while waiting to " + what, e);
        }
    }

    private static void pause() {
        try {
            new CompletableFuture<Boolean>()
                    .completeOnTimeout(true, POLL_MS, TimeUnit.MILLISECONDS)
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsApplyException("interrupted while waiting for topics", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a pause cannot fail", e);
        }
    }
}
