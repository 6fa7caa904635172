package ai.rios.schemas.registry;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the registry has said: ids of schemas by subject, and schemas by id. Optionally kept in a file too. Grows by one entry a
 * released version and subject; more than {@link #MAX_ENTRIES} are not kept. Thread-safe.
 */
public final class SchemaCache {
    /** Entries kept at most, of ids and of schemas each. */
    public static final int MAX_ENTRIES = 10_000;

    private final @Nullable SchemaCacheFile file;
    private final Map<Key, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    private SchemaCache(@Nullable SchemaCacheFile file) {
        this.file = file;
        if (file != null) {
            file.read().forEach(this::keep);
        }
    }

    /** A cache in memory only. */
    public static SchemaCache inMemory() {
        return new SchemaCache(null);
    }

    /**
     * A cache that is also in a file, which is read now and written whenever something is learnt. A file that cannot be read is
     * said so in the log and made anew; one that cannot be written costs only the next start.
     */
    public static SchemaCache in(java.nio.file.Path file) {
        return new SchemaCache(new SchemaCacheFile(file));
    }

    OptionalInt id(String subject, Schema schema) {
        Integer id = ids.get(new Key(subject, PublishedSchema.textOf(schema)));
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    Optional<Schema> schema(int id) {
        return Optional.ofNullable(schemas.get(id));
    }

    /** Ids by subject and text, for comparing them with the registry's. */
    Map<Key, Integer> ids() {
        return Map.copyOf(ids);
    }

    void learn(String subject, Schema schema, int id) {
        keep(new Key(subject, PublishedSchema.textOf(schema)), id);
        store();
    }

    /** A schema that was asked for by its id alone. */
    void learn(int id, Schema schema) {
        keep(new Key("", PublishedSchema.textOf(schema)), id);
        store();
    }

    /** Forgets everything, also in the file: it was another registry's. */
    void forget() {
        ids.clear();
        schemas.clear();
        if (file != null) {
            file.write(Map.of());
        }
    }

    private void keep(Key key, int id) {
        if (ids.size() < MAX_ENTRIES) {
            ids.put(key, id);
            schemas.put(id, new Schema.Parser().parse(key.text()));
        }
    }

    private void store() {
        if (file != null) {
            file.read().forEach(this::keep);
            file.write(ids);
        }
    }

    /**
     * A schema under a subject.
     *
     * @param subject empty where a schema was asked for by its id alone
     * @param text as published
     */
    record Key(String subject, String text) {}
}
