package ai.rios.schemas.codec;

import org.apache.avro.Schema;

/** Schemas by their numbers in the registry. Thread-safe; both methods may block while the registry is asked, once a schema. */
public interface SchemaIds {
    /**
     * The id of a schema under a subject.
     *
     * @throws UnknownSchemaException when the subject has no such schema
     * @throws SchemasUnavailableException when that cannot be found out now
     */
    int idOf(String subject, Schema schema);

    /**
     * The schema with that id.
     *
     * @throws UnknownSchemaException when there is none
     * @throws SchemasUnavailableException when that cannot be found out now
     */
    Schema schemaOf(int id);
}
