package ai.rios.standalone.split;

import ai.rios.commands.HandlersConfig;
import ai.rios.edge.EdgeConfig;
import ai.rios.edge.queries.RemoteQueriesConfig;
import ai.rios.projections.ListenerConfig;
import ai.rios.projections.ProjectionsConfig;
import ai.rios.runtime.cluster.ClusterConfig;
import ai.rios.runtime.health.HealthConfig;
import ai.rios.runtime.logging.LoggingConfig;
import ai.rios.runtime.process.ProcessConfig;
import ai.rios.runtime.process.ServiceProcess;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.settings.SecretFile;
import ai.rios.standalone.settings.StackSettings;
import ai.rios.standalone.stack.StackContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which processes a split stack has, and with which settings. Ports are picked once a stack and kept over restarts of a
 * process, so that the edge's list of projections stays true. Stateless.
 */
final class StackPlan {
    private static final int HEAP_MEBIBYTES = 192;
    private static final int INSTANCES = 2;
    private static final String LOOPBACK = "127.0.0.1";

    /** What is decided for every process. */
    private static final Map<Setting<?>, Function<Place, String>> ALL = Map.of(
            ClusterConfig.STATE_FOLDER,
                    place -> place.folder().streams().resolve(place.name).toString(),
            ProcessConfig.INSTANCE, Place::name,
            ProcessConfig.STOP_WITH_PARENT, _ -> "true",
            LoggingConfig.FILE,
                    place -> place.folder().logs().resolve(place.name + ".log").toString());

    private static final Map<Setting<?>, Function<Place, String>> HANDLERS = Map.of(
            HandlersConfig.INSTANCES, _ -> Integer.toString(INSTANCES),
            HealthConfig.HOST, _ -> LOOPBACK,
            HealthConfig.PORT, place -> Integer.toString(place.healthPort));

    private static final Map<Setting<?>, Function<Place, String>> PROJECTIONS = Map.of(
            ProjectionsConfig.INSTANCES, _ -> Integer.toString(INSTANCES),
            ListenerConfig.HOST, _ -> LOOPBACK,
            ListenerConfig.PORT, place -> Integer.toString(place.queryPort),
            ListenerConfig.ADVERTISED, _ -> "",
            ListenerConfig.SECRET_FILE, place -> place.secret().toString(),
            HealthConfig.HOST, _ -> LOOPBACK,
            HealthConfig.PORT, place -> Integer.toString(place.healthPort));

    private static final Map<Setting<?>, Function<Place, String>> EDGE = Map.of(
            RemoteQueriesConfig.SEEDS, place -> String.join(",", place.projections),
            RemoteQueriesConfig.SECRET_FILE, place -> place.secret().toString());

    private StackPlan() {}

    /**
     * Where one process stands among the others.
     *
     * @param healthPort where it says how it is
     * @param queryPort where it answers edges; 0 where it does not
     * @param projections that it asks, by {@code host:port}
     */
    private record Place(StackContext context, String name, int healthPort, int queryPort, List<String> projections) {
        DataFolder folder() {
            return context.folder();
        }

        Path secret() {
            return folder().keys().resolve("internal.key");
        }
    }

    /** Settings that are not for people to set, for each process has its own. */
    static Set<Setting<?>> decided() {
        return Stream.of(ALL, HANDLERS, PROJECTIONS, EDGE)
                .flatMap(decisions -> decisions.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The processes in the order of their start; the edge is the last to start and the first to stop. */
    static List<ServicePlan> of(StackContext context) {
        Settings settings = StackSettings.read(context);
        List<ServicePlan> plans = new ArrayList<>();
        for (int instance = 1; instance <= INSTANCES; instance++) {
            Place place = new Place(context, "handlers-" + instance, FreePorts.pick(), 0, List.of());
            plans.add(plan(place, "ai.rios.commands.Main", HandlersConfig.SETTINGS, HANDLERS, settings));
        }
        List<String> projections = new ArrayList<>();
        for (int instance = 1; instance <= INSTANCES; instance++) {
            Place place = new Place(context, "projections-" + instance, FreePorts.pick(), FreePorts.pick(), List.of());
            projections.add(LOOPBACK + ":" + place.queryPort);
            plans.add(plan(place, "ai.rios.projections.Main", ProjectionsConfig.SETTINGS, PROJECTIONS, settings));
        }
        Place edge = new Place(context, "edge", context.httpPort(), 0, projections);
        SecretFile.base64(edge.secret());
        plans.add(plan(edge, "ai.rios.edge.Main", EdgeConfig.SETTINGS, EDGE, settings));
        return plans;
    }

    /** A process with what people and the stack have set, as far as its service knows it, under what is decided for it. */
    private static ServicePlan plan(
            Place place,
            String mainClass,
            List<Setting<?>> serviceSettings,
            Map<Setting<?>, Function<Place, String>> decisions,
            Settings settings) {
        List<String> known = Stream.of(serviceSettings, ClusterConfig.SETTINGS, ServiceProcess.withCommon(List.of()))
                .flatMap(List::stream)
                .map(Setting::key)
                .toList();
        Map<String, String> own = new LinkedHashMap<>();
        for (Settings.Entry entry : settings.entries()) {
            if (entry.source() != Settings.Source.DEFAULT
                    && known.contains(entry.setting().key())) {
                own.put(entry.setting().key(), entry.text());
            }
        }
        own.putIfAbsent(LoggingConfig.FORMAT.key(), "json");
        Stream.of(ALL, decisions)
                .forEach(decided -> decided.forEach((setting, value) -> own.put(setting.key(), value.apply(place))));
        String health = "http://" + LOOPBACK + ":" + place.healthPort + "/health/ready";
        return new ServicePlan(place.name, mainClass, HEAP_MEBIBYTES, health, own);
    }
}
