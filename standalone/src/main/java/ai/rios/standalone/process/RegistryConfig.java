package ai.rios.standalone.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One embedded schema registry (Apicurio), which keeps its schemas in the broker.
 *
 * @param logs folder of its own log files
 * @param port loopback port, 1 to 65,535
 * @param healthPort loopback port of its own health interface, 1 to 65,535
 * @param bootstrapServers the broker that stores the schemas
 * @param heapMebibytes most heap, 96 or more
 * @param jvmFlags further flags of the JVM, such as an ahead-of-time cache
 */
public record RegistryConfig(
        Path logs, int port, int healthPort, String bootstrapServers, int heapMebibytes, List<String> jvmFlags) {
    /** Enough for a few hundred schemas. */
    public static final int DEFAULT_HEAP_MEBIBYTES = 160;

    public RegistryConfig {
        requirePort("port", port);
        requirePort("health port", healthPort);
        if (heapMebibytes < 96) {
            throw new IllegalArgumentException("the registry's heap must be 96 MiB or more, was " + heapMebibytes);
        }
        jvmFlags = List.copyOf(jvmFlags);
    }

    private static void requirePort(String name, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("registry " + name + " must be 1 to 65535, was " + port);
        }
    }

    /** The address of the Confluent-compatible interface. */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** Says 200 once the registry has read its journal; the interface answers before that, and knows nothing then. */
    String healthUrl() {
        return "http://127.0.0.1:" + healthPort + "/health/ready";
    }

    /**
     * Its settings. The journal's poll is shortened from 5 s: at start the registry waits out whole polls on an empty
     * journal, twice.
     */
    Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("APICURIO_STORAGE_KIND", "kafkasql"),
                Map.entry("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", bootstrapServers),
                Map.entry("APICURIO_KAFKASQL_CONSUMER_POLL_TIMEOUT", "400"),
                Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                Map.entry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(healthPort)),
                Map.entry("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false"),
                Map.entry("QUARKUS_LOG_CONSOLE_ENABLED", "false"),
                Map.entry("QUARKUS_LOG_FILE_ENABLED", "true"),
                Map.entry("QUARKUS_LOG_FILE_PATH", logs.resolve("registry.log").toString()),
                Map.entry("QUARKUS_LOG_FILE_ROTATION_MAX_FILE_SIZE", "10M"),
                Map.entry("QUARKUS_LOG_FILE_ROTATION_MAX_BACKUP_INDEX", "3"));
    }
}
