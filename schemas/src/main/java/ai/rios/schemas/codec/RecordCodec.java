package ai.rios.schemas.codec;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A codec over one generated class.
 *
 * @param <T> our record
 * @param <R> the generated class
 */
abstract class RecordCodec<T, R extends SpecificRecord> implements MessageCodec<T> {
    static {
        GeneratedClasses.trust();
    }

    private final Class<R> generated;
    private final Schema schema;

    RecordCodec(Class<R> generated, Schema schema) {
        this.generated = generated;
        this.schema = schema;
    }

    abstract R write(T message);

    abstract T read(R avro);

    @Override
    public final Schema schema() {
        return schema;
    }

    @Override
    public final SpecificRecord toAvro(T message) {
        return write(message);
    }

    @Override
    public final T fromAvro(SpecificRecord avro) {
        if (!generated.isInstance(avro)) {
            throw new IllegalArgumentException("a " + schema.getName() + " is wanted, not a "
                    + avro.getSchema().getName());
        }
        return read(generated.cast(avro));
    }
}
