package ai.rios.standalone.settings;

import ai.rios.commands.HandlersConfig;
import ai.rios.edge.EdgeConfig;
import ai.rios.edge.stream.StreamConfig;
import ai.rios.projections.ProjectionsConfig;
import ai.rios.runtime.cluster.ClusterConfig;
import ai.rios.runtime.process.ServiceProcess;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.standalone.stack.StackContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every setting that there is, and the values that a stack gives to some. Stateless. */
public final class StackSettings {
    /** What a stack decides. */
    private static final List<Decision> DECISIONS = List.of(
            new Decision(
                    ClusterConfig.BOOTSTRAP_SERVERS,
                    context -> context.foundation().bootstrapServers(),
                    "a stack has a broker of its own, see --kafka-port"),
            new Decision(ClusterConfig.CLIENT_PROPERTIES, _ -> "", "a stack has a broker of its own, see --kafka-port"),
            new Decision(
                    ClusterConfig.REGISTRY_URLS,
                    context -> context.foundation().registryUrl(),
                    "a stack has a registry of its own, see --registry-port"),
            new Decision(
                    ClusterConfig.TOPIC_PREFIX, _ -> TopicCatalogue.DEFAULT_PREFIX, "a stack's topics are its own"),
            new Decision(
                    ClusterConfig.TOPIC_PARTITIONS,
                    context -> Integer.toString(context.options().partitions()),
                    "a stack's topics are its own"),
            new Decision(
                    ClusterConfig.STATE_FOLDER,
                    context -> context.folder().streams().toString(),
                    "see --data"),
            new Decision(EdgeConfig.PORT, context -> Integer.toString(context.httpPort()), "see --port"),
            new Decision(
                    EdgeConfig.JWKS,
                    context ->
                            StackKeys.tokens(context.folder().keys()).jwksFile().toString(),
                    "a stack makes keys of its own, see ./rios token"),
            new Decision(
                    EdgeConfig.SIGNING_KEYS,
                    context -> StackKeys.signing(context.folder().keys()),
                    "a stack makes keys of its own"));

    /** {@code broker.fsync}. */
    public static final Setting<Boolean> FSYNC = Setting.flag(
            "broker.fsync",
            false,
            "whether the broker of ./rios up has every record on the disk before it acknowledges it, against loss of power;"
                    + " the same as up --fsync");

    private StackSettings() {}

    /**
     * A setting that is not for people to set.
     *
     * @param elsewhere what they can do instead
     */
    private record Decision(Setting<?> setting, Function<StackContext, String> value, String elsewhere) {}

    /** Every setting of every service, each once. */
    public static List<Setting<?>> all() {
        Map<String, Setting<?>> byKey = new LinkedHashMap<>();
        Stream.of(
                        EdgeConfig.SETTINGS,
                        HandlersConfig.SETTINGS,
                        ProjectionsConfig.SETTINGS,
                        ClusterConfig.SETTINGS,
                        ServiceProcess.withCommon(List.of()),
                        List.of(FSYNC))
                .flatMap(List::stream)
                .forEach(setting -> byKey.putIfAbsent(setting.key(), setting));
        return List.copyOf(byKey.values());
    }

    /**
     * Refuses what would be overruled in silence.
     *
     * @param ofProcesses settings that are decided for the services of a stack, each process by process
     * @throws SettingsException names the setting and what to do instead
     */
    public static void refuseDecided(SettingSources sources, Set<Setting<?>> ofProcesses) {
        DECISIONS.forEach(decision -> refuse(sources, decision.setting(), decision.elsewhere()));
        // In one order, so that of two the same is always told.
        all().stream()
                .filter(ofProcesses::contains)
                .forEach(setting -> refuse(sources, setting, "a stack decides it for each of its services"));
    }

    private static void refuse(SettingSources sources, Setting<?> setting, String elsewhere) {
        if (sources.sets(setting)) {
            throw new SettingsException(
                    setting.key() + " (" + setting.environmentName() + ") cannot be set here: " + elsewhere);
        }
    }

    /**
     * Refuses settings that are good each by itself and contradict one another.
     *
     * @throws SettingsException says which and why
     */
    public static void refuseContradictions(Settings settings) {
        try {
            StreamConfig.from(settings, Set.of());
        } catch (IllegalArgumentException problem) {
            throw new SettingsException("the settings edge.stream.* contradict one another: " + problem.getMessage());
        }
    }

    /** What people have set, under what the stack decides. */
    public static Settings read(StackContext context) {
        SettingSources sources = context.options().settings();
        Map<String, String> flags = new LinkedHashMap<>(sources.flags());
        flags.putAll(decided(context));
        return Settings.read(all(), sources.file(), sources.environment(), flags);
    }

    /** The decisions; and the loopback address for listeners unless someone widened it. */
    private static Map<String, String> decided(StackContext context) {
        Map<String, String> decided = new LinkedHashMap<>();
        DECISIONS.forEach(decision ->
                decided.put(decision.setting().key(), decision.value().apply(context)));
        if (!context.options().settings().sets(EdgeConfig.HOST)) {
            decided.put(EdgeConfig.HOST.key(), "127.0.0.1");
        }
        if (context.options().testEndpoints()) {
            decided.put(EdgeConfig.TEST_ENDPOINTS.key(), "true");
        }
        return decided;
    }
}
