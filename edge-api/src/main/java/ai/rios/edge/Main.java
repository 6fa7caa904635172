package ai.rios.edge;

import ai.rios.edge.queries.RemoteDeploymentQueries;
import ai.rios.edge.queries.RemoteQueriesConfig;
import ai.rios.runtime.cluster.ClusterConfig;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.process.ServiceProcess;
import ai.rios.runtime.process.Stop;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistrySchemaIds;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** An edge as a process of its own, which asks the projections of other processes. */
public final class Main {
    private Main() {}

    /** Runs until it is told to stop; arguments are {@code --key=value}. */
    public static void main(String[] args) {
        System.exit(ServiceProcess.run("edge", settings(), args, Main::start));
    }

    /** Every setting of this process but those that all processes have. */
    static List<Setting<?>> settings() {
        return Stream.of(ClusterConfig.SETTINGS, EdgeConfig.SETTINGS)
                .<Setting<?>>flatMap(List::stream)
                .toList();
    }

    private static AutoCloseable start(Settings settings, Observability observability, Stop stop) {
        ClusterConfig cluster = ClusterConfig.from(settings);
        RegistryClient registry = new RegistryClient(cluster.registry());
        RegistrySchemaIds ids = RegistrySchemaIds.confirmed(
                registry, cluster.schemaCache(), cluster.topics().schemas());
        RemoteDeploymentQueries queries =
                new RemoteDeploymentQueries(RemoteQueriesConfig.from(settings), cluster.topics(), ids);
        Edge edge = Edge.start(
                EdgeConfig.from(settings),
                cluster.clientProperties(),
                cluster.topics(),
                queries,
                ids,
                observability,
                InstantSource.system());
        return () -> {
            edge.close();
            queries.close();
            registry.close();
        };
    }
}
