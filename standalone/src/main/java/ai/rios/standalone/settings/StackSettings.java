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
import ai.rios.standalone.stack.StackContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every setting that there is, and the values that a stack gives to some. Stateless. */
public final class StackSettings {
    /** What {@link #decided} overrules, and where people say it instead. */
    private static final Map<Setting<?>, String> ELSEWHERE = Map.of(
            ClusterConfig.BOOTSTRAP_SERVERS, "a stack has a broker of its own, see --kafka-port",
            ClusterConfig.CLIENT_PROPERTIES, "a stack has a broker of its own, see --kafka-port",
            ClusterConfig.REGISTRY_URLS, "a stack has a registry of its own, see --registry-port",
            ClusterConfig.TOPIC_PREFIX, "a stack's topics are its own",
            ClusterConfig.TOPIC_PARTITIONS, "a stack's topics are its own",
            ClusterConfig.STATE_FOLDER, "see --data",
            EdgeConfig.PORT, "see --port",
            EdgeConfig.JWKS, "a stack makes keys of its own, see ./rios token",
            EdgeConfig.SIGNING_KEYS, "a stack makes keys of its own");

    /** {@code broker.fsync}. */
    public static final Setting<Boolean> FSYNC = Setting.flag(
            "broker.fsync",
            false,
            "whether the broker of ./rios up has every record on the disk before it acknowledges it, against loss of power;"
                    + " the same as up --fsync");

    private StackSettings() {}

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

    /** Those of the projections' own process. */
    public static List<Setting<?>> projections() {
        return ProjectionsConfig.SETTINGS;
    }

    /**
     * Refuses what would be overruled in silence.
     *
     * @throws SettingsException names the setting and what to do instead
     */
    public static void refuseDecided(SettingSources sources) {
        for (Setting<?> setting : all()) {
            String elsewhere = ELSEWHERE.get(setting);
            if (elsewhere != null && sources.sets(setting)) {
                throw new SettingsException(
                        setting.key() + " (" + setting.environmentName() + ") cannot be set here: " + elsewhere);
            }
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

    /** What a stack decides: addresses and keys; and the loopback address for listeners unless someone widened it. */
    static Map<String, String> decided(StackContext context) {
        Map<String, String> decided = new LinkedHashMap<>();
        decided.put(ClusterConfig.BOOTSTRAP_SERVERS.key(), context.foundation().bootstrapServers());
        decided.put(ClusterConfig.REGISTRY_URLS.key(), context.foundation().registryUrl());
        decided.put(
                ClusterConfig.TOPIC_PARTITIONS.key(),
                Integer.toString(context.options().partitions()));
        decided.put(EdgeConfig.PORT.key(), Integer.toString(context.httpPort()));
        decided.put(
                EdgeConfig.JWKS.key(),
                StackKeys.tokens(context.folder().keys()).jwksFile().toString());
        decided.put(
                EdgeConfig.SIGNING_KEYS.key(),
                StackKeys.signing(context.folder().keys()));
        if (!context.options().settings().sets(EdgeConfig.HOST)) {
            decided.put(EdgeConfig.HOST.key(), "127.0.0.1");
        }
        if (context.options().testEndpoints()) {
            decided.put(EdgeConfig.TEST_ENDPOINTS.key(), "true");
        }
        return decided;
    }
}
