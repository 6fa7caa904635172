package ai.rios.projections;

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

/** The topics that the views are made of: Streams dies where one is missing, so a start waits for them. */
final class SourceTopics {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private SourceTopics() {}

    /**
     * Waits until all exist.
     *
     * @return id of the events topic
     */
    static String await(ProjectionsConfig config) {
        TopicCatalogue topics = config.topics();
        List<String> names = List.of(
                topics.deploymentEvents().name(),
                topics.deploymentCommands().name(),
                topics.outcomes().name(),
                topics.deploymentSnapshots().name());
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        try (Admin admin = Admin.create(config.clients())) {
            while (true) {
                try {
                    return eventsTopicId(admin, names, topics.deploymentEvents());
                } catch (ExecutionException e) {
                    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                    if (System.nanoTime() - deadlineNanos > 0 || !isWorthWaiting(cause)) {
                        throw new TopicsMissingException(
                                "the topics " + names + " cannot be had: " + cause.getMessage());
                    }
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsMissingException("interrupted while waiting for the topics " + names);
        } catch (TimeoutException e) {
            throw new TopicsMissingException("the cluster does not say whether the topics " + names + " exist");
        }
    }

    private static String eventsTopicId(Admin admin, List<String> names, TopicSpec events)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> found =
                admin.describeTopics(names).allTopicNames().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        TopicDescription topic = Objects.requireNonNull(found.get(events.name()), "described topics");
        if (topic.partitions().size() != events.partitions()) {
            throw new TopicsMissingException(events.name() + " has "
                    + topic.partitions().size() + " partitions where the settings say " + events.partitions());
        }
        return topic.topicId().toString();
    }

    private static boolean isWorthWaiting(Throwable cause) {
        return cause instanceof UnknownTopicOrPartitionException || cause instanceof RetriableException;
    }
}
