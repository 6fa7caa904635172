package ai.rios.standalone.stack;

import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.ids.Sha256;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.registry.RegistrySchemaIds;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import ai.rios.schemas.topics.TopicsApply;
import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The topics and schemas of a stack. They are applied at the first start on a folder, and again after a build that changed
 * them; other starts know their schemas from the folder and do not wait for the registry. Used by the running thread only.
 */
public final class Catalogue implements AutoCloseable {
    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);
    private static final short ONE_REPLICA = 1;

    private final StackContext context;
    private final TopicCatalogue topics;
    private final RegistryClient registry;
    private final RegistrySchemaIds schemaIds;
    private final Path marker;

    private Catalogue(StackContext context, TopicCatalogue topics, RegistryClient registry, SchemaCache cache) {
        this.context = context;
        this.topics = topics;
        this.registry = registry;
        this.schemaIds = new RegistrySchemaIds(registry, cache);
        this.marker = context.folder().registry().resolve("applied");
    }

    /** Opens the catalogue of a stack. */
    public static Catalogue open(StackContext context) {
        Path folder = context.folder().registry();
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new StandaloneException("Cannot make " + folder + ": " + failure.getMessage() + ".", failure);
        }
        RegistryClient registry = new RegistryClient(
                RegistryConfig.of(List.of(URI.create(context.foundation().registryUrl()))));
        TopicCatalogue topics = TopicCatalogue.of(
                TopicCatalogue.DEFAULT_PREFIX, context.options().partitions());
        return new Catalogue(context, topics, registry, SchemaCache.in(folder.resolve("schemas.json")));
    }

    /** Makes the cluster what this build needs, unless it is known to be. */
    public void apply() {
        String wanted = fingerprint();
        if (wanted.equals(applied())) {
            Thread.ofVirtual().name("schema-confirmation").start(() -> confirmLater(wanted));
            return;
        }
        applyAgain();
    }

    /** As {@link #apply}, whatever the folder remembers: waits for the registry and holds it against that. */
    public void applyAgain() {
        context.foundation().awaitRegistry(context.progress());
        // What is remembered may come from a registry whose data are gone.
        schemaIds.confirm();
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, context.foundation().bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            new TopicsApply(admin, registry, ONE_REPLICA, STEP_LIMIT).apply(topics);
            schemaIds.learnAhead(topics.schemas());
            Files.writeString(marker, fingerprint());
        } catch (IOException failure) {
            throw new StandaloneException("Cannot write " + marker + ": " + failure.getMessage() + ".", failure);
        }
        context.progress().done("topics", topics.all().size() + " topics and their schemas");
    }

    /**
     * Holds what the folder remembers against the registry, once that is ready; the start does not wait for it. They can only
     * differ when someone has put the folder together from parts.
     */
    private void confirmLater(String marked) {
        if (!context.foundation().registryIsReady()) {
            return;
        }
        RegistrySchemaIds.Confirmation confirmation = schemaIds.confirm();
        if (confirmation == RegistrySchemaIds.Confirmation.CONFIRMED) {
            schemaIds.learnAhead(topics.schemas());
        }
        if (confirmation == RegistrySchemaIds.Confirmation.FORGOTTEN && marked.equals(applied())) {
            forget();
            context.failed()
                    .accept("The registry of " + context.folder().path()
                            + " has other schemas than the folder remembered;"
                            + " these are forgotten now, start again.");
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(marker);
        } catch (IOException failure) {
            throw new StandaloneException("Cannot remove " + marker + ": " + failure.getMessage() + ".", failure);
        }
    }

    private String applied() {
        try {
            return Files.exists(marker) ? Files.readString(marker) : "";
        } catch (IOException unreadable) {
            // Applying again changes nothing that is right already.
            return "";
        }
    }

    private String fingerprint() {
        StringBuilder text = new StringBuilder(brokerFolderId());
        for (TopicSpec topic : topics.all()) {
            text.append(topic.name()).append(topic.partitions()).append(topic.config());
            text.append(topic.valueCodec() == null ? "" : topic.valueCodec().schema());
        }
        return Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Random, and made when the broker formats its folder: with other logs nothing has been applied. */
    private String brokerFolderId() {
        try (Stream<String> lines = Files.lines(context.folder().kafka().resolve("meta.properties"))) {
            return lines.filter(line -> line.startsWith("directory.id="))
                    .findFirst()
                    .orElse("");
        } catch (IOException failure) {
            throw new StandaloneException("Cannot read the broker's folder: " + failure.getMessage() + ".", failure);
        }
    }

    TopicCatalogue topics() {
        return topics;
    }

    SchemaIds schemaIds() {
        return schemaIds;
    }

    @Override
    public void close() {
        registry.close();
    }
}
