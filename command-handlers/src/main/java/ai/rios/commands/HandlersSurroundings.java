package ai.rios.commands;

import ai.rios.commands.kafka.LogIdentity;
import ai.rios.runtime.process.Observability;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What command handlers are put into. Immutable.
 *
 * @param bootstrapServers of the cluster, host:port separated by commas
 * @param clientProperties of every Kafka client, such as TLS and SASL
 * @param topics the catalogue; its topics must exist
 * @param schemaIds numbers of the schemas, which must be registered
 * @param stateFolder folder of the local state, this process's own
 * @param log of the cluster, see {@link LogIdentity#await}
 * @param observability traces, meters; checks are not added here, see {@link CommandHandlers#isReady}
 * @param clock the machine's
 */
public record HandlersSurroundings(
        String bootstrapServers,
        Map<String, String> clientProperties,
        TopicCatalogue topics,
        SchemaIds schemaIds,
        Path stateFolder,
        LogIdentity log,
        Observability observability,
        InstantSource clock) {
    public HandlersSurroundings {
        clientProperties = Map.copyOf(clientProperties);
    }
}
