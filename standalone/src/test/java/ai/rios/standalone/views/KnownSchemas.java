package ai.rios.standalone.views;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.topics.TopicCatalogue;

/** Schema ids that are the same in every process of a test, without a registry. */
final class KnownSchemas {
    private KnownSchemas() {}

    static SchemaIds of(TopicCatalogue topics) {
        InMemorySchemaIds ids = new InMemorySchemaIds();
        ids.idOf(topics.deploymentCommands().subject(), Codecs.COMMAND.schema());
        ids.idOf(topics.deploymentEvents().subject(), Codecs.EVENT.schema());
        ids.idOf(topics.outcomes().subject(), Codecs.OUTCOME.schema());
        ids.idOf(topics.deploymentSnapshots().subject(), Codecs.DEPLOYMENT.schema());
        return ids;
    }
}
