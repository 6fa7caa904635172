package ai.rios.standalone.schemas;

import ai.rios.schemas.codec.Codecs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Events as a build of the future might write them: with a type that this build does not know. */
final class NewerEvents {
    static final String TYPE = "scaled";

    private NewerEvents() {}

    /** This build's schema and one more nullable part. */
    static Schema schema() {
        Schema current = Codecs.EVENT.schema();
        Schema part = SchemaBuilder.record("Scaled")
                .namespace(current.getNamespace())
                .fields()
                .name("replicas")
                .type()
                .intType()
                .intDefault(1)
                .endRecord();
        List<Schema.Field> fields = new ArrayList<>();
        current.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field(
                TYPE, Schema.createUnion(Schema.create(Schema.Type.NULL), part), null, JsonProperties.NULL_VALUE));
        return Schema.createRecord(current.getName(), current.getDoc(), current.getNamespace(), false, fields);
    }

    /** An event of the new type in Confluent's frame. */
    static byte[] framed(int schemaId) throws IOException {
        Schema schema = schema();
        Schema part = schema.getField(TYPE).schema().getTypes().getLast();
        GenericRecord event = new GenericRecordBuilder(schema)
                .set("type", TYPE)
                .set("tenant", EventSamples.TENANT)
                .set("deployment_id", EventSamples.ID)
                .set("revision", 6L)
                .set("sequence", 6L)
                .set("status", "running")
                .set(TYPE, new GenericRecordBuilder(part).set("replicas", 9).build())
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(event, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
