package ai.rios.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes messages with the codec's schema. Thread-safe: the writer keeps no state between records. */
final class MessageSerializer<T> implements Serializer<T> {
    private static final int INITIAL_BYTES = 512;

    private final MessageCodec<T> codec;
    private final SchemaIds ids;
    private final @Nullable String fixedSubject;
    private final SpecificDatumWriter<SpecificRecord> writer;

    /** Ids by subject; as many entries as topics are written with this serializer. */
    private final Map<String, Integer> idBySubject = new ConcurrentHashMap<>();

    MessageSerializer(MessageCodec<T> codec, SchemaIds ids, @Nullable String fixedSubject) {
        this.codec = codec;
        this.ids = ids;
        this.fixedSubject = fixedSubject;
        this.writer = new SpecificDatumWriter<>(codec.schema());
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T message) {
        if (message == null) {
            return null;
        }
        String subject = fixedSubject == null ? topic + "-value" : fixedSubject;
        int id = idOf(subject);
        SpecificRecord avro = codec.toAvro(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_BYTES);
        WireFormat.writeHeader(out, id);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.write(avro, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new SerializationException("cannot write a message for " + subject, e);
        }
        return out.toByteArray();
    }

    private int idOf(String subject) {
        Integer known = idBySubject.get(subject);
        if (known != null) {
            return known;
        }
        int id = ids.idOf(subject, codec.schema());
        idBySubject.put(subject, id);
        return id;
    }
}
