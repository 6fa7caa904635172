package ai.rios.schemas.codec;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages that any version of the schema wrote.
 *
 * <p>Thread-safe. The usual Avro reader keeps its resolution a thread, which is lost with every virtual thread; Avro's fast reader
 * resolves once a pair of schemas and then holds no state, so one a writer schema serves all threads.
 */
final class MessageDeserializer<T> implements Deserializer<T> {
    /** Writer schemas whose resolution is kept; a subject has one a released version, so this is never reached in earnest. */
    static final int MAX_READERS = 1_024;

    private final MessageCodec<T> codec;
    private final SchemaIds ids;
    private final SpecificData data;
    private final Map<Integer, DatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();

    MessageDeserializer(MessageCodec<T> codec, SchemaIds ids) {
        this.codec = codec;
        this.ids = ids;
        this.data = SpecificData.getForSchema(codec.schema());
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] framed) {
        if (framed == null) {
            return null;
        }
        int id = WireFormat.schemaId(framed);
        DatumReader<SpecificRecord> reader = readerOf(id);
        try {
            return codec.fromAvro(read(reader, id, framed));
        } catch (MalformedMessageException e) {
            throw new SerializationException("malformed message (schema id " + id + "): " + e.getMessage(), e);
        } catch (SerializationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Reading bytes in memory touches nothing else: whatever goes wrong in it is the bytes' fault, and Avro
            // throws many kinds.
            throw new SerializationException(
                    "not the Avro binary of a " + codec.schema().getName() + " with schema id " + id + ": " + e, e);
        }
    }

    private static SpecificRecord read(DatumReader<SpecificRecord> reader, int schemaId, byte[] framed)
            throws IOException {
        BinaryDecoder decoder = DecoderFactory.get()
                .binaryDecoder(framed, WireFormat.HEADER_BYTES, framed.length - WireFormat.HEADER_BYTES, null);
        SpecificRecord avro = reader.read(null, decoder);
        if (!decoder.isEnd()) {
            throw new SerializationException(
                    "there are bytes after the end of the message (schema id " + schemaId + ")");
        }
        return avro;
    }

    private DatumReader<SpecificRecord> readerOf(int id) {
        DatumReader<SpecificRecord> known = readers.get(id);
        if (known != null) {
            return known;
        }
        DatumReader<SpecificRecord> made = resolve(id);
        if (readers.size() >= MAX_READERS) {
            readers.clear();
        }
        readers.put(id, made);
        return made;
    }

    private DatumReader<SpecificRecord> resolve(int id) {
        try {
            Schema writerSchema = ids.schemaOf(id);
            checkResolves(id, writerSchema);
            return new FastReaderBuilder(data).createDatumReader(writerSchema, codec.schema());
        } catch (UnknownSchemaException e) {
            throw new SerializationException("unknown schema id " + id + ": " + e.getMessage(), e);
        } catch (IOException | AvroRuntimeException e) {
            throw unresolved(id, e.getMessage());
        }
    }

    /** The fast reader itself goes by structure: defaults everywhere would make any record read as any other. */
    private void checkResolves(int id, Schema writerSchema) {
        if (!writerSchema.getFullName().equals(codec.schema().getFullName())) {
            throw unresolved(id, "it is a " + writerSchema.getFullName());
        }
        SchemaPairCompatibility verdict =
                SchemaCompatibility.checkReaderWriterCompatibility(codec.schema(), writerSchema);
        if (verdict.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw unresolved(id, verdict.getResult().getIncompatibilities().toString());
        }
    }

    private SerializationException unresolved(int id, @Nullable String reason) {
        return new SerializationException(
                "schema id " + id + " does not resolve into " + codec.schema().getName() + ": " + reason);
    }
}
