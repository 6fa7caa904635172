package ai.rios.projections;

import ai.rios.projections.streams.Retention;
import ai.rios.schemas.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * How the projections of one process run. Immutable.
 *
 * @param topics the topics under their prefix
 * @param bootstrapServers where the cluster is: {@code host:port}, separated by commas
 * @param clientProperties how to get in: settings of Kafka clients, such as those of TLS; may be empty
 * @param stateDir folder of the stores; belongs to this instance alone
 * @param retention what the views keep
 * @param threads stream threads, 1 or more
 * @param standbys copies of each partition on other instances, 0 or more
 * @param staticInstance name of the one instance that there is, which keeps its partitions over restarts; null when others
 *     are to take over
 */
public record ProjectionsConfig(
        TopicCatalogue topics,
        String bootstrapServers,
        Map<String, String> clientProperties,
        Path stateDir,
        Retention retention,
        int threads,
        int standbys,
        @Nullable String staticInstance) {
    public ProjectionsConfig {
        clientProperties = Map.copyOf(clientProperties);
        if (threads < 1) {
            throw new IllegalArgumentException("projections.threads must be 1 or more, was " + threads);
        }
        if (standbys < 0) {
            throw new IllegalArgumentException("projections.standbys must not be negative, was " + standbys);
        }
    }

    /** One instance that is alone, with the default retention. */
    public static ProjectionsConfig alone(TopicCatalogue topics, String bootstrapServers, Path stateDir) {
        return new ProjectionsConfig(
                topics, bootstrapServers, Map.of(), stateDir, Retention.DEFAULTS, 1, 0, "projections");
    }

    /** Settings of every Kafka client. */
    Map<String, Object> clients() {
        Map<String, Object> clients = new HashMap<>(clientProperties);
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return clients;
    }
}
