package ai.rios.schemas.codec;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Schema ids for tests and simulations: gives every schema the next number from 1 on, the same under all subjects. Keeps all it
 * has seen. Thread-safe.
 */
public final class InMemorySchemaIds implements SchemaIds {
    private final Map<Schema, Integer> ids = new HashMap<>();
    private final Map<Integer, Schema> schemas = new HashMap<>();

    @Override
    public synchronized int idOf(String subject, Schema schema) {
        return ids.computeIfAbsent(schema, added -> {
            int id = ids.size() + 1;
            schemas.put(id, added);
            return id;
        });
    }

    @Override
    public synchronized Schema schemaOf(int id) {
        Schema schema = schemas.get(id);
        if (schema == null) {
            throw new UnknownSchemaException("no schema has id " + id);
        }
        return schema;
    }
}
