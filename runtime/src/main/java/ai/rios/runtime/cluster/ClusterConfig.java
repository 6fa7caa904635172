package ai.rios.runtime.cluster;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import ai.rios.runtime.settings.SettingsFile;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.schemas.topics.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The cluster and the registry that a service works with. Immutable.
 *
 * @param bootstrapServers host:port, separated by commas
 * @param clientProperties of every Kafka client, such as TLS and SASL
 * @param topics the catalogue under the prefix that is set
 * @param registry where schemas are looked up
 * @param schemaCache where they are remembered
 * @param stateFolder what this process keeps on disk
 */
public record ClusterConfig(
        String bootstrapServers,
        Map<String, String> clientProperties,
        TopicCatalogue topics,
        RegistryConfig registry,
        SchemaCache schemaCache,
        Path stateFolder) {
    /** {@code kafka.bootstrap-servers}. */
    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.text(
            "kafka.bootstrap-servers", "localhost:9092", "addresses of Kafka brokers, separated by commas");

    /** {@code kafka.client-properties}. */
    public static final Setting<String> CLIENT_PROPERTIES = Setting.text(
            "kafka.client-properties",
            "",
            "file of properties for every Kafka client, such as TLS and SASL; empty none");

    /** {@code topic.prefix}. */
    public static final Setting<String> TOPIC_PREFIX =
            Setting.text("topic.prefix", TopicCatalogue.DEFAULT_PREFIX, "starts the names of all topics");

    /** {@code topic.partitions}. */
    public static final Setting<Integer> TOPIC_PARTITIONS = Setting.number(
            "topic.partitions",
            TopicCatalogue.DEFAULT_PARTITIONS,
            1,
            1_000,
            "partitions of what is keyed by tenant, as the topics were made");

    /** {@code registry.urls}. */
    public static final Setting<List<String>> REGISTRY_URLS = Setting.list(
            "registry.urls",
            "http://localhost:8081/apis/ccompat/v7",
            "addresses of the schema registry, separated by commas");

    /** {@code registry.user}. */
    public static final Setting<String> REGISTRY_USER =
            Setting.text("registry.user", "", "user for basic authentication at the registry; empty none");

    /** {@code registry.password-file}. */
    public static final Setting<String> REGISTRY_PASSWORD_FILE =
            Setting.text("registry.password-file", "", "file with that user's password");

    /** {@code registry.trust-store}. */
    public static final Setting<String> REGISTRY_TRUST_STORE = Setting.text(
            "registry.trust-store", "", "PEM file of certificates to trust at the registry; empty: the JDK's");

    /** {@code state.folder}. */
    public static final Setting<Path> STATE_FOLDER =
            Setting.path("state.folder", "state", "folder of what a process keeps on disk; no two processes share one");

    /** All settings of this package. */
    public static final List<Setting<?>> SETTINGS = List.of(
            BOOTSTRAP_SERVERS,
            CLIENT_PROPERTIES,
            TOPIC_PREFIX,
            TOPIC_PARTITIONS,
            REGISTRY_URLS,
            REGISTRY_USER,
            REGISTRY_PASSWORD_FILE,
            REGISTRY_TRUST_STORE,
            STATE_FOLDER);

    private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REGISTRY_BACK_OFF = Duration.ofMillis(100);
    private static final int REGISTRY_ROUNDS = 4;

    public ClusterConfig {
        clientProperties = Map.copyOf(clientProperties);
    }

    /**
     * What the settings say.
     *
     * @throws SettingsException when a file that they name cannot be read
     */
    public static ClusterConfig from(Settings settings) {
        Path folder = settings.get(STATE_FOLDER);
        return new ClusterConfig(
                settings.get(BOOTSTRAP_SERVERS),
                clientProperties(settings.get(CLIENT_PROPERTIES)),
                TopicCatalogue.of(settings.get(TOPIC_PREFIX), settings.get(TOPIC_PARTITIONS)),
                registry(settings),
                SchemaCache.in(folder.resolve("schemas.json")),
                folder);
    }

    private static RegistryConfig registry(Settings settings) {
        List<URI> urls = settings.get(REGISTRY_URLS).stream().map(URI::create).toList();
        String user = settings.get(REGISTRY_USER);
        String trust = settings.get(REGISTRY_TRUST_STORE);
        return new RegistryConfig(
                urls,
                user.isEmpty()
                        ? null
                        : new RegistryConfig.Credentials(user, password(settings.get(REGISTRY_PASSWORD_FILE))),
                trust.isEmpty() ? null : new RegistryConfig.TrustStore(Path.of(trust), ""),
                REGISTRY_TIMEOUT,
                REGISTRY_ROUNDS,
                REGISTRY_BACK_OFF);
    }

    private static String password(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new SettingsException("registry.password-file \"" + file + "\" cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, String> clientProperties(String file) {
        if (file.isEmpty()) {
            return Map.of();
        }
        Properties properties = SettingsFile.read("kafka.client-properties \"" + file + "\"", Path.of(file));
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return texts;
    }
}
