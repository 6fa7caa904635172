package ai.rios.standalone.settings;

import ai.rios.commands.HandlersConfig;
import ai.rios.edge.EdgeConfig;
import ai.rios.edge.auth.DevTokens;
import ai.rios.runtime.process.ServiceProcess;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.standalone.stack.StackContext;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Every setting that there is, and the values that a stack gives to some. Stateless. */
public final class StackSettings {
    private StackSettings() {}

    /** Every setting of every service, each once. */
    public static List<Setting<?>> all() {
        Map<String, Setting<?>> byKey = new LinkedHashMap<>();
        Stream.of(ServiceProcess.withCommon(HandlersConfig.SETTINGS), EdgeConfig.SETTINGS)
                .flatMap(List::stream)
                .forEach(setting -> byKey.putIfAbsent(setting.key(), setting));
        return List.copyOf(byKey.values());
    }

    /** What the environment says, under what the stack decides. */
    public static Settings read(StackContext context) {
        return Settings.read(all(), new Properties(), System.getenv(), decided(context, System.getenv()));
    }

    /**
     * What a stack decides: addresses, keys, and the loopback address for listeners, which the environment may widen.
     *
     * @param environment of the process
     */
    static Map<String, String> decided(StackContext context, Map<String, String> environment) {
        Map<String, String> decided = new LinkedHashMap<>();
        decided.put(EdgeConfig.KAFKA.key(), context.foundation().bootstrapServers());
        decided.put(EdgeConfig.PORT.key(), Integer.toString(context.httpPort()));
        decided.put(
                EdgeConfig.JWKS.key(),
                DevTokens.open(context.folder().keys(), InstantSource.system())
                        .jwksFile()
                        .toString());
        decided.put(
                EdgeConfig.SIGNING_KEYS.key(),
                SecretFile.base64(context.folder().keys().resolve("signing.key")));
        if (!environment.containsKey(EdgeConfig.HOST.environmentName())) {
            decided.put(EdgeConfig.HOST.key(), "127.0.0.1");
        }
        return decided;
    }
}
