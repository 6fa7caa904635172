package ai.rios.schemas.registry;

import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.codec.UnknownSchemaException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schema ids from the registry, each asked for once and then kept. With a cache file a service that has run before starts and runs
 * without the registry. Never registers anything: that is the deploy step's. Thread-safe.
 *
 * <p>A registry that has just been started may answer while it is still reading what it knows (Apicurio reads its journal so), and
 * finds nothing then; one whose data are lost finds nothing for ever. Records are set aside on its word, so its word that there is no
 * schema with an id counts only when it knows what it has told before, and says the same a moment later.
 */
public final class RegistrySchemaIds implements SchemaIds {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrySchemaIds.class);

    /** More than enough to read what is in a journal behind the newest schema that is known here. */
    private static final Duration SECOND_LOOK = Duration.ofMillis(250);

    /** No registry stops, starts and answers again in less. */
    private static final Duration TRUST = Duration.ofSeconds(1);

    private final RegistryClient registry;
    private final SchemaCache cache;
    private final LongSupplier nanoTime;

    /** When the registry was last found to know what it must; a hint only: a lost update costs some questions more. */
    private volatile OptionalLong provenAt = OptionalLong.empty();

    public RegistrySchemaIds(RegistryClient registry, SchemaCache cache) {
        this(registry, cache, System::nanoTime);
    }

    RegistrySchemaIds(RegistryClient registry, SchemaCache cache, LongSupplier nanoTime) {
        this.registry = registry;
        this.cache = cache;
        this.nanoTime = nanoTime;
    }

    /**
     * Ids for a process that starts: what its cache file remembers has been held against the registry, see {@link #confirm}, and
     * what it may have to write is known already, see {@link #learnAhead}.
     *
     * @param written schemas by subject
     */
    public static RegistrySchemaIds confirmed(RegistryClient registry, SchemaCache cache, Map<String, Schema> written) {
        RegistrySchemaIds ids = new RegistrySchemaIds(registry, cache);
        if (ids.confirm() != Confirmation.UNANSWERED) {
            ids.learnAhead(written);
        }
        return ids;
    }

    /**
     * Asks for what may have to be written, so that a registry that dies later is not missed. What cannot be learnt now is asked for
     * when it is written.
     *
     * @param written schemas by subject
     */
    public void learnAhead(Map<String, Schema> written) {
        try {
            written.forEach(this::idOf);
        } catch (SchemasUnavailableException | UnknownSchemaException e) {
            LOG.warn("schema ids not known ahead reason={}", e.getMessage());
        }
    }

    @Override
    public int idOf(String subject, Schema schema) {
        OptionalInt cached = cache.id(subject, schema);
        if (cached.isPresent()) {
            return cached.getAsInt();
        }
        int id = asked(() -> registry.find(subject, schema))
                .orElseThrow(() -> new UnknownSchemaException("the registry has no schema like this build's "
                        + schema.getName() + " under " + subject + ": run ./rios topics apply"));
        cache.learn(subject, schema, id);
        return id;
    }

    @Override
    public Schema schemaOf(int id) {
        return cache.schema(id).orElseGet(() -> {
            Schema schema = asked(() -> believed(id));
            cache.learn(id, schema);
            return schema;
        });
    }

    private Schema believed(int id) {
        try {
            return registry.schema(id);
        } catch (UnknownSchemaException none) {
            if (isTrusted()) {
                throw none;
            }
            requireKnowledge(id);
            RegistryTransport.pause(SECOND_LOOK);
            try {
                return registry.schema(id);
            } catch (UnknownSchemaException still) {
                provenAt = OptionalLong.of(nanoTime.getAsLong());
                throw still;
            }
        }
    }

    private boolean isTrusted() {
        OptionalLong proven = provenAt;
        return proven.isPresent() && nanoTime.getAsLong() - proven.getAsLong() < TRUST.toNanos();
    }

    /** The newest schema that is known here is the last that a registry reads; where none is known, any must do. */
    private void requireKnowledge(int id) {
        Optional<Map.Entry<SchemaCache.Key, Integer>> newest =
                cache.ids().entrySet().stream().max(Map.Entry.comparingByValue());
        boolean knows = newest.isPresent()
                ? isConfirmed(newest.get().getKey(), newest.get().getValue())
                : registry.hasSubjects();
        if (!knows) {
            throw new SchemasUnavailableException(
                    "the schema registry has no schema with id " + id
                            + ", nor what it must have: it is starting, or its data are lost",
                    null);
        }
    }

    /** A registry that answers nonsense, or refuses our credentials, says as little about a record as one that is down. */
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (RegistryException e) {
            throw new SchemasUnavailableException(
                    "the schema registry does not answer as it should: " + e.getMessage(), e);
        }
    }

    /** How the cache compared with the registry. */
    public enum Confirmation {
        /** The registry says what the cache says. */
        CONFIRMED,
        /** The registry says otherwise, for it was made anew; the cache is empty now. */
        FORGOTTEN,
        /** The registry does not answer; the cache stays. */
        UNANSWERED
    }

    /**
     * Compares what the cache file knows with the registry, for a start: the file may outlive the registry that it came from. Do this
     * before the first record is written; takes as long as the registry's rounds when it does not answer.
     */
    public Confirmation confirm() {
        for (Map.Entry<SchemaCache.Key, Integer> entry : cache.ids().entrySet()) {
            try {
                if (!isConfirmed(entry.getKey(), entry.getValue())) {
                    LOG.warn(
                            "schema cache is another registry's, forgotten subject={}",
                            entry.getKey().subject());
                    cache.forget();
                    return Confirmation.FORGOTTEN;
                }
            } catch (SchemasUnavailableException | RegistryException e) {
                LOG.warn("schema cache not confirmed, the registry does not answer reason={}", e.getMessage());
                return Confirmation.UNANSWERED;
            }
        }
        return Confirmation.CONFIRMED;
    }

    private boolean isConfirmed(SchemaCache.Key key, int id) {
        Schema schema = new Schema.Parser().parse(key.text());
        try {
            return key.subject().isEmpty()
                    ? PublishedSchema.textOf(registry.schema(id)).equals(key.text())
                    : registry.find(key.subject(), schema).equals(OptionalInt.of(id));
        } catch (UnknownSchemaException _) {
            return false;
        }
    }
}
