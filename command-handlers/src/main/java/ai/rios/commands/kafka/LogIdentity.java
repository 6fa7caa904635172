package ai.rios.commands.kafka;

import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Which log commands are read from: ids are derived from it, and offsets mean nothing without it. Immutable.
 *
 * @param clusterId as Kafka names the cluster
 * @param commandsTopicId as Kafka prints the id of the commands topic
 */
public record LogIdentity(String clusterId, String commandsTopicId) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * Asks the cluster, and waits at most a minute until all topics of the handlers exist: Streams dies where one is missing.
     *
     * @throws IllegalStateException saying which topics are missing or made otherwise than the settings say
     */
    public static LogIdentity await(Admin admin, TopicCatalogue topics) {
        List<TopicSpec> needed = List.of(
                topics.deploymentCommands(),
                topics.deploymentCommandsDlq(),
                topics.deploymentEvents(),
                topics.outcomes());
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        try {
            while (true) {
                LogIdentity found = ask(admin, needed, System.nanoTime() - deadlineNanos > 0);
                if (found != null) {
                    return found;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + names(needed), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the cluster does not say whether " + names(needed) + " exist", e);
        }
    }

    /**
     * Asks the cluster once.
     *
     * @param commandsTopic must exist
     * @throws IllegalStateException when there is no answer within the limit, or no such topic
     */
    public static LogIdentity fetch(Admin admin, String commandsTopic, Duration limit) {
        try {
            long ms = limit.toMillis();
            String cluster = admin.describeCluster().clusterId().get(ms, TimeUnit.MILLISECONDS);
            String topic = Objects.requireNonNull(admin.describeTopics(List.of(commandsTopic))
                            .topicNameValues()
                            .get(commandsTopic))
                    .get(ms, TimeUnit.MILLISECONDS)
                    .topicId()
                    .toString();
            return new LogIdentity(cluster, topic);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the cluster for " + commandsTopic, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the cluster does not tell of topic " + commandsTopic, e);
        }
    }

    /** The identity, or null when it is worth asking again. */
    private static @Nullable LogIdentity ask(Admin admin, List<TopicSpec> needed, boolean last)
            throws InterruptedException, TimeoutException {
        long ms = LIMIT.toMillis();
        try {
            String cluster = admin.describeCluster().clusterId().get(ms, TimeUnit.MILLISECONDS);
            Map<String, TopicDescription> found =
                    admin.describeTopics(names(needed)).allTopicNames().get(ms, TimeUnit.MILLISECONDS);
            needed.forEach(spec -> check(spec, found.get(spec.name())));
            TopicDescription commands = found.get(needed.getFirst().name());
            return commands == null
                    ? null
                    : new LogIdentity(cluster, commands.topicId().toString());
        } catch (ExecutionException e) {
            if (last || !isWorthWaiting(e.getCause())) {
                throw new IllegalStateException(
                        "the topics " + names(needed) + " cannot be had: run ./rios topics apply", e);
            }
            return null;
        }
    }

    private static void check(TopicSpec spec, @Nullable TopicDescription found) {
        if (found != null && found.partitions().size() != spec.partitions()) {
            throw new IllegalStateException("topic " + spec.name() + " has "
                    + found.partitions().size() + " partitions where the settings say " + spec.partitions());
        }
    }

    private static boolean isWorthWaiting(@Nullable Throwable cause) {
        return cause instanceof UnknownTopicOrPartitionException || cause instanceof RetriableException;
    }

    private static List<String> names(List<TopicSpec> topics) {
        return topics.stream().map(TopicSpec::name).toList();
    }
}
