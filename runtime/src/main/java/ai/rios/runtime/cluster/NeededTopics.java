package ai.rios.runtime.cluster;

import ai.rios.runtime.process.Deadline;
import ai.rios.schemas.topics.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A cluster and those of its topics that a service cannot run without. Immutable.
 *
 * @param clusterId as Kafka names the cluster
 * @param topicIds as Kafka prints them, by the names of the topics
 */
public record NeededTopics(String clusterId, Map<String, String> topicIds) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    public NeededTopics {
        topicIds = Map.copyOf(topicIds);
    }

    /** Id of one of the topics that were asked for. */
    public String topicId(TopicSpec topic) {
        return Objects.requireNonNull(topicIds.get(topic.name()), topic.name());
    }

    /**
     * Asks the cluster, and waits at most a minute until all of the topics exist: Streams dies where one is missing.
     *
     * @throws TopicsMissingException when they do not, or have other partitions than is said
     */
    public static NeededTopics await(Admin admin, List<TopicSpec> needed) {
        List<String> names = needed.stream().map(TopicSpec::name).toList();
        Deadline deadline = Deadline.after(LIMIT);
        try {
            while (true) {
                try {
                    return ask(admin, needed, names);
                } catch (ExecutionException e) {
                    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                    if (deadline.isOver() || !isWorthWaiting(cause)) {
                        throw new TopicsMissingException(
                                "the topics " + names + " cannot be had (" + cause.getMessage()
                                        + "): run ./rios topics apply",
                                cause);
                    }
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsMissingException("interrupted while waiting for the topics " + names, e);
        } catch (TimeoutException e) {
            throw new TopicsMissingException("the cluster does not say whether the topics " + names + " exist", e);
        }
    }

    private static NeededTopics ask(Admin admin, List<TopicSpec> needed, List<String> names)
            throws ExecutionException, InterruptedException, TimeoutException {
        String cluster = admin.describeCluster().clusterId().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        Map<String, TopicDescription> found =
                admin.describeTopics(names).allTopicNames().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        needed.forEach(topic -> check(topic, found));
        return new NeededTopics(
                cluster,
                found.values().stream()
                        .collect(Collectors.toMap(
                                TopicDescription::name, topic -> topic.topicId().toString())));
    }

    private static void check(TopicSpec wanted, Map<String, TopicDescription> found) {
        int partitions = Objects.requireNonNull(found.get(wanted.name()), wanted.name())
                .partitions()
                .size();
        if (partitions != wanted.partitions()) {
            throw new TopicsMissingException("topic " + wanted.name() + " has " + partitions
                    + " partitions where the settings say " + wanted.partitions());
        }
    }

    private static boolean isWorthWaiting(Throwable cause) {
        return cause instanceof UnknownTopicOrPartitionException || cause instanceof RetriableException;
    }
}
