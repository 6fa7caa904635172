package ai.rios.standalone.settings;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.SettingsException;
import ai.rios.runtime.settings.SettingsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where people set things, in rising order. Treated as immutable.
 *
 * @param file of {@code key=value} lines; empty when there is none
 * @param environment of the process
 * @param flags keys and values from the command line
 */
public record SettingSources(Properties file, Map<String, String> environment, Map<String, String> flags) {
    public SettingSources {
        environment = Map.copyOf(environment);
        flags = Map.copyOf(flags);
    }

    /**
     * Reads them.
     *
     * @param file the settings file, if one was named
     * @param pairs {@code KEY=VALUE} each
     * @throws SettingsException when the file cannot be read or a pair is none
     */
    public static SettingSources of(Optional<Path> file, Map<String, String> environment, List<String> pairs) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new SettingsException("a setting has the form KEY=VALUE, was \"" + pair + "\"");
            }
            flags.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new SettingSources(
                file.map(path -> SettingsFile.read("the settings file " + path, path))
                        .orElseGet(Properties::new),
                environment,
                flags);
    }

    /** Whether anyone has set it. */
    public boolean sets(Setting<?> setting) {
        return file.containsKey(setting.key())
                || environment.containsKey(setting.environmentName())
                || flags.containsKey(setting.key());
    }
}
