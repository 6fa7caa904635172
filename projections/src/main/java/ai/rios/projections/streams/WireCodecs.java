package ai.rios.projections.streams;

import ai.rios.projections.views.BinaryCodec;
import ai.rios.projections.views.ViewCodecs;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageCodec;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;

/** The views keep messages as they stand on the topics: in the wire format, under the topics' subjects. */
public final class WireCodecs {
    private WireCodecs() {}

    /** Codecs of all messages that the views keep. */
    public static ViewCodecs of(TopicCatalogue topics, SchemaIds ids) {
        return new ViewCodecs(
                codec(Codecs.DEPLOYMENT, topics.deploymentSnapshots(), ids),
                codec(Codecs.EVENT, topics.deploymentEvents(), ids),
                codec(Codecs.COMMAND, topics.deploymentCommands(), ids),
                codec(Codecs.OUTCOME, topics.outcomes(), ids));
    }

    private static <T> BinaryCodec<T> codec(MessageCodec<T> codec, TopicSpec topic, SchemaIds ids) {
        MessageSerde<T> serde = new MessageSerde<>(codec, ids);
        return new BinaryCodec<>(
                message -> serde.serializer().serialize(topic.name(), message),
                bytes -> serde.deserializer().deserialize(topic.name(), bytes));
    }
}
