package ai.rios.commands.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Which log commands are read from: ids are derived from it, and offsets mean nothing without it. Immutable.
 *
 * @param clusterId as Kafka names the cluster
 * @param commandsTopicId as Kafka prints the id of the commands topic
 */
public record LogIdentity(String clusterId, String commandsTopicId) {
    /**
     * Asks the cluster.
     *
     * @param commandsTopic must exist
     * @throws IllegalStateException when there is no answer within the limit, or no such topic
     */
    public static LogIdentity fetch(Admin admin, String commandsTopic, Duration limit) {
        try {
            long ms = limit.toMillis();
            String cluster = admin.describeCluster().clusterId().get(ms, TimeUnit.MILLISECONDS);
            String topic = admin.describeTopics(List.of(commandsTopic))
                    .topicNameValues()
                    .get(commandsTopic)
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
}
