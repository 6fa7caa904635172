package ai.rios.schemas.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Made-up later versions of a schema: good ones and bad ones. */
final class Evolved {
    private static final String ADDED = "scaled";

    private Evolved() {}

    /** With a new type of message: a new nullable part, default null, as the rules want it. */
    static Schema withNewType(Schema schema) {
        Schema part = SchemaBuilder.record("Scaled")
                .namespace(schema.getNamespace())
                .fields()
                .name("replicas")
                .type()
                .intType()
                .intDefault(1)
                .endRecord();
        Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), part);
        return with(schema, new Schema.Field(ADDED, nullable, null, JsonProperties.NULL_VALUE));
    }

    /** Versions that must be refused, by what is wrong with them. */
    static Map<String, Schema> badVersions(Schema schema) {
        Map<String, Schema> bad = new LinkedHashMap<>();
        bad.put(
                "a field without default",
                with(schema, new Schema.Field("must", Schema.create(Schema.Type.STRING), null, null)));
        bad.put("another type", mapFirst(schema, Schema.Type.STRING, Evolved::asLong));
        bad.put("a widened number", mapFirst(schema, Schema.Type.LONG, Evolved::asDouble));
        bad.put("no longer nullable", mapFirst(schema, Schema.Type.UNION, Evolved::asNotNullable));
        bad.put("another branch in a union", mapFirst(schema, Schema.Type.UNION, Evolved::asWiderUnion));
        bad.put("another record", copy(schema, "Renamed", schema.getFields()));
        return bad;
    }

    private static Schema with(Schema schema, Schema.Field added) {
        List<Schema.Field> fields = new ArrayList<>(schema.getFields());
        fields.add(added);
        return copy(schema, schema.getName(), fields);
    }

    private static Schema mapFirst(Schema schema, Schema.Type type, Function<Schema.Field, Schema.Field> change) {
        List<Schema.Field> fields = new ArrayList<>(schema.getFields());
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).schema().getType() == type) {
                fields.set(i, change.apply(fields.get(i)));
                return copy(schema, schema.getName(), fields);
            }
        }
        throw new IllegalArgumentException(schema.getName() + " has no field of type " + type);
    }

    private static Schema copy(Schema schema, String name, List<Schema.Field> fields) {
        List<Schema.Field> copies = fields.stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(name, schema.getDoc(), schema.getNamespace(), false, copies);
    }

    private static Schema.Field asLong(Schema.Field field) {
        return new Schema.Field(field.name(), Schema.create(Schema.Type.LONG), null, 0L);
    }

    private static Schema.Field asDouble(Schema.Field field) {
        return new Schema.Field(field.name(), Schema.create(Schema.Type.DOUBLE), null, 0.0);
    }

    private static Schema.Field asNotNullable(Schema.Field field) {
        return new Schema.Field(field.name(), field.schema().getTypes().getLast(), null, null);
    }

    private static Schema.Field asWiderUnion(Schema.Field field) {
        List<Schema> branches = new ArrayList<>(field.schema().getTypes());
        branches.add(Schema.create(Schema.Type.BOOLEAN));
        return new Schema.Field(field.name(), Schema.createUnion(branches), null, JsonProperties.NULL_VALUE);
    }
}
