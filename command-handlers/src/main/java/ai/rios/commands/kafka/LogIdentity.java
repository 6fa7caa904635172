package ai.rios.commands.kafka;

import ai.rios.runtime.cluster.NeededTopics;
import ai.rios.schemas.topics.TopicCatalogue;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/**
 * Which log commands are read from: ids are derived from it, and offsets mean nothing without it. Immutable.
 *
 * @param clusterId as Kafka names the cluster
 * @param commandsTopicId as Kafka prints the id of the commands topic
 */
public record LogIdentity(String clusterId, String commandsTopicId) {
    /**
     * Waits for all topics of the handlers.
     *
     * @throws ai.rios.runtime.cluster.TopicsMissingException as {@link NeededTopics#await} does
     */
    public static LogIdentity await(Admin admin, TopicCatalogue topics) {
        NeededTopics found = NeededTopics.await(
                admin,
                List.of(
                        topics.deploymentCommands(),
                        topics.deploymentCommandsDlq(),
                        topics.deploymentEvents(),
                        topics.outcomes()));
        return new LogIdentity(found.clusterId(), found.topicId(topics.deploymentCommands()));
    }
}
