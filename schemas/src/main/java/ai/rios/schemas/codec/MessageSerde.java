package ai.rios.schemas.codec;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Messages as bytes in Confluent's wire format, for producers, consumers and Kafka Streams. Null is a tombstone in both
 * directions. Thread-safe; closing it does nothing, so that one may be shared by many clients.
 *
 * <p>The serializer writes the codec's schema under the subject {@code <topic>-value}. The deserializer reads what any version of
 * the schema wrote and resolves it into the codec's. What is wrong with the bytes is a
 * {@link org.apache.kafka.common.errors.SerializationException} that says what; a registry that cannot be asked is a
 * {@link SchemasUnavailableException}, and is no reason to set the record aside.
 *
 * @param <T> the message
 */
public final class MessageSerde<T> implements Serde<T> {
    private final Serializer<T> serializer;
    private final Deserializer<T> deserializer;

    /** A serde that writes under the subject of each record's topic. */
    public MessageSerde(MessageCodec<T> codec, SchemaIds ids) {
        this(codec, ids, null);
    }

    private MessageSerde(MessageCodec<T> codec, SchemaIds ids, @Nullable String subject) {
        this.serializer = new MessageSerializer<>(codec, ids, subject);
        this.deserializer = new MessageDeserializer<>(codec, ids);
    }

    /**
     * A serde that writes under one subject whatever the topic: for state stores, whose changelog topics have no subjects of their
     * own.
     */
    public static <T> MessageSerde<T> underSubject(MessageCodec<T> codec, SchemaIds ids, String subject) {
        return new MessageSerde<>(codec, ids, subject);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }
}
