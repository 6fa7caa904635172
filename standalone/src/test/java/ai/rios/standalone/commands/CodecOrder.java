package ai.rios.standalone.commands;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.codec.UnknownSchemaException;
import java.util.List;
import org.apache.avro.Schema;

/** Schema ids that several processes agree on without a registry: this build's schemas, numbered in a fixed order. */
final class CodecOrder implements SchemaIds {
    private static final List<Schema> SCHEMAS = List.of(
            Codecs.COMMAND.schema(), Codecs.EVENT.schema(), Codecs.OUTCOME.schema(), Codecs.DEPLOYMENT.schema());

    @Override
    public int idOf(String subject, Schema schema) {
        int index = SCHEMAS.indexOf(schema);
        if (index < 0) {
            throw new UnknownSchemaException("not one of this build's: " + schema.getName());
        }
        return index + 1;
    }

    @Override
    public Schema schemaOf(int id) {
        if (id < 1 || id > SCHEMAS.size()) {
            throw new UnknownSchemaException("no schema has id " + id);
        }
        return SCHEMAS.get(id - 1);
    }
}
