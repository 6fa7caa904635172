package ai.rios.runtime.process;

import ai.rios.runtime.settings.SettingsException;
import ai.rios.runtime.settings.SettingsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A command line of settings: {@code --key=value} each, and {@code --config=FILE} for a file of {@code key=value} lines.
 *
 * @param flags settings by key, without {@code config}
 * @param file what the file says; empty when there is none
 */
record Arguments(Map<String, String> flags, Properties file) {
    static Arguments parse(String[] args) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (!arg.startsWith("--") || equals < 0) {
                throw new SettingsException("arguments have the form --key=value, was \"" + arg + "\"");
            }
            flags.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
        String config = flags.remove("config");
        return new Arguments(
                flags,
                config == null ? new Properties() : SettingsFile.read("the settings file " + config, Path.of(config)));
    }
}
