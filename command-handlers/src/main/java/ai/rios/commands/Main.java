package ai.rios.commands;

import ai.rios.commands.kafka.LogIdentity;
import ai.rios.runtime.cluster.ClusterConfig;
import ai.rios.runtime.health.HealthConfig;
import ai.rios.runtime.health.HealthListener;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.process.ServiceProcess;
import ai.rios.runtime.process.Stop;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistrySchemaIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** Command handlers as a process of their own. */
public final class Main {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private Main() {}

    /** Runs until it is told to stop; arguments are {@code --key=value}. */
    public static void main(String[] args) {
        System.exit(ServiceProcess.run("command-handlers", settings(), args, Main::start));
    }

    /** Every setting of this process but those that all processes have. */
    static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(ClusterConfig.SETTINGS);
        settings.addAll(HandlersConfig.SETTINGS);
        return List.copyOf(settings);
    }

    private static AutoCloseable start(Settings settings, Observability observability, Stop stop) {
        ClusterConfig cluster = ClusterConfig.from(settings);
        RegistryClient registry = new RegistryClient(cluster.registry());
        RegistrySchemaIds ids = RegistrySchemaIds.confirmed(
                registry, cluster.schemaCache(), cluster.topics().schemas());
        HandlersSurroundings surroundings = new HandlersSurroundings(
                cluster.bootstrapServers(),
                cluster.clientProperties(),
                cluster.topics(),
                ids,
                cluster.stateFolder().resolve("streams"),
                log(cluster),
                observability,
                InstantSource.system());
        CommandHandlers handlers = CommandHandlers.start(
                HandlersConfig.from(settings), surroundings, end -> stop.fail(String.valueOf(end.getMessage())));
        observability.health().live(handlers.live()).ready(handlers.ready());
        HealthListener health =
                HealthListener.open(HealthConfig.from(settings), observability.health(), observability.metrics());
        return () -> {
            handlers.close(CLOSE_LIMIT);
            health.close();
            registry.close();
        };
    }

    private static LogIdentity log(ClusterConfig cluster) {
        Map<String, Object> client = new HashMap<>(cluster.clientProperties());
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            return LogIdentity.await(admin, cluster.topics());
        }
    }
}
