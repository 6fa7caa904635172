package ai.rios.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Confluent's frame around a message.
 *
 * <pre>
 * offset  bytes  what
 * 0       1      magic, 0
 * 1       4      schema id, big-endian
 * 5       …      Avro binary of the writer's schema, nothing after it
 * </pre>
 */
final class WireFormat {
    static final int HEADER_BYTES = 5;
    private static final byte MAGIC = 0;

    private WireFormat() {}

    static void writeHeader(ByteArrayOutputStream out, int schemaId) {
        out.write(MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    }

    /** The schema id of a framed message; refuses what is no such frame. */
    static int schemaId(byte[] framed) {
        if (framed.length < HEADER_BYTES) {
            throw new SerializationException(
                    "a message has at least " + HEADER_BYTES + " bytes, this one has " + framed.length);
        }
        if (framed[0] != MAGIC) {
            throw new SerializationException(
                    "a message starts with magic byte 0, this one with " + Byte.toUnsignedInt(framed[0]));
        }
        return ByteBuffer.wrap(framed).getInt(1);
    }
}
