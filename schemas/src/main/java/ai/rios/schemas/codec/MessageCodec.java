package ai.rios.schemas.codec;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns one kind of our messages into its Avro record and back. Generated Avro types stop here. Immutable and thread-safe.
 *
 * @param <T> our record, such as {@code DeploymentEvent}
 */
public interface MessageCodec<T> {
    /** The schema that this build writes, and into which it resolves what others wrote. */
    Schema schema();

    /**
     * The Avro record of a message.
     *
     * @throws IllegalArgumentException when the message cannot be written, such as an event of a type this build does not know
     */
    SpecificRecord toAvro(T message);

    /**
     * The message in an Avro record of {@link #schema()}.
     *
     * @throws MalformedMessageException when the record breaks a rule that Avro cannot state, such as "exactly one part set"
     */
    T fromAvro(SpecificRecord avro);
}
