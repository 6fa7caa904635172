package ai.rios.standalone.split;

import ai.rios.commands.HandlersConfig;
import ai.rios.edge.EdgeConfig;
import ai.rios.runtime.cluster.ClusterConfig;
import ai.rios.runtime.health.HealthConfig;
import ai.rios.runtime.logging.LoggingConfig;
import ai.rios.runtime.process.ProcessConfig;
import ai.rios.runtime.process.ServiceProcess;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.settings.SecretFile;
import ai.rios.standalone.settings.StackSettings;
import ai.rios.standalone.stack.StackContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which processes a split stack has, and with which settings. Ports are picked once a stack and kept over restarts of a
 * process, so that the edge's list of projections stays true. Stateless.
 */
final class StackPlan {
    private static final int HEAP_MEBIBYTES = 192;
    private static final int INSTANCES = 2;
    private static final String LOOPBACK = "127.0.0.1";

    private StackPlan() {}

    /** The processes in the order of their start; the edge is the last to start and the first to stop. */
    static List<ServicePlan> of(StackContext context) {
        Settings settings = StackSettings.read(context);
        Path secret = context.folder().keys().resolve("internal.key");
        SecretFile.base64(secret);
        List<ServicePlan> plans = new ArrayList<>();
        for (int instance = 1; instance <= INSTANCES; instance++) {
            plans.add(handlers(context, settings, instance));
        }
        List<String> queryAddresses = new ArrayList<>();
        for (int instance = 1; instance <= INSTANCES; instance++) {
            int port = FreePorts.pick();
            queryAddresses.add(LOOPBACK + ":" + port);
            plans.add(projections(context, settings, instance, port, secret));
        }
        plans.add(edge(context, settings, queryAddresses, secret));
        return plans;
    }

    private static ServicePlan handlers(StackContext context, Settings settings, int instance) {
        String name = "handlers-" + instance;
        int health = FreePorts.pick();
        Map<String, String> own = common(context, settings, name, HandlersConfig.SETTINGS);
        own.put(HandlersConfig.INSTANCES.key(), Integer.toString(INSTANCES));
        own.putAll(healthAt(health));
        return plan(name, "ai.rios.commands.Main", health, own);
    }

    private static ServicePlan projections(
            StackContext context, Settings settings, int instance, int queryPort, Path secret) {
        String name = "projections-" + instance;
        int health = FreePorts.pick();
        Map<String, String> own = common(context, settings, name, StackSettings.projections());
        own.put("projections.instances", Integer.toString(INSTANCES));
        own.put("projections.host", LOOPBACK);
        own.put("projections.port", Integer.toString(queryPort));
        own.put("projections.secret-file", secret.toString());
        own.putAll(healthAt(health));
        return plan(name, "ai.rios.projections.Main", health, own);
    }

    private static ServicePlan edge(StackContext context, Settings settings, List<String> queryAddresses, Path secret) {
        String name = "edge";
        Map<String, String> own = common(context, settings, name, EdgeConfig.SETTINGS);
        own.put("edge.projections", String.join(",", queryAddresses));
        own.put("edge.secret-file", secret.toString());
        return plan(name, "ai.rios.edge.Main", context.httpPort(), own);
    }

    private static ServicePlan plan(String name, String mainClass, int healthPort, Map<String, String> settings) {
        String health = "http://" + LOOPBACK + ":" + healthPort + "/health/ready";
        return new ServicePlan(name, mainClass, HEAP_MEBIBYTES, health, settings);
    }

    private static Map<String, String> healthAt(int port) {
        return Map.of(HealthConfig.HOST.key(), LOOPBACK, HealthConfig.PORT.key(), Integer.toString(port));
    }

    /** What people and the stack have set, as far as this service knows it, and what every process here has. */
    private static Map<String, String> common(
            StackContext context, Settings settings, String name, List<Setting<?>> serviceSettings) {
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
        own.put(
                ClusterConfig.STATE_FOLDER.key(),
                context.folder().streams().resolve(name).toString());
        own.put(ProcessConfig.INSTANCE.key(), name);
        own.put(ProcessConfig.STOP_WITH_PARENT.key(), "true");
        own.putIfAbsent(LoggingConfig.FORMAT.key(), "json");
        own.put(
                LoggingConfig.FILE.key(),
                context.folder().logs().resolve(name + ".log").toString());
        return own;
    }
}
