package ai.rios.projections;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Projections as a process of their own, with a listener for edges. */
public final class Main {
    private Main() {}

    /** Runs until it is told to stop; arguments are {@code --key=value}. */
    public static void main(String[] args) {
        System.exit(ServiceProcess.run("projections", settings(), args, Main::start));
    }

    /** Every setting of this process but those that all processes have. */
    static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(ClusterConfig.SETTINGS);
        settings.addAll(ProjectionsConfig.SETTINGS);
        return List.copyOf(settings);
    }

    private static AutoCloseable start(Settings settings, Observability observability, Stop stop) {
        ClusterConfig cluster = ClusterConfig.from(settings);
        ProjectionsConfig config = ProjectionsConfig.from(
                settings,
                cluster.topics(),
                cluster.bootstrapServers(),
                cluster.clientProperties(),
                cluster.stateFolder().resolve("streams"),
                ListenerConfig.from(settings));
        RegistryClient registry = new RegistryClient(cluster.registry());
        RegistrySchemaIds ids = RegistrySchemaIds.confirmed(
                registry, cluster.schemaCache(), cluster.topics().schemas());
        Projections projections = Projections.start(config, observability, ids, InstantSource.system());
        observability.health().live(projections.live()).ready(projections.ready());
        HealthListener health =
                HealthListener.open(HealthConfig.from(settings), observability.health(), observability.metrics());
        return () -> {
            projections.close();
            health.close();
            registry.close();
        };
    }
}
