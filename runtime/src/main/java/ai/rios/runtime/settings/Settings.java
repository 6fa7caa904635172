package ai.rios.runtime.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The values of a known list of settings and where each came from. Immutable. */
public final class Settings {
    /** Where a value came from; later ones win. */
    public enum Source {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        FLAG
    }

    /**
     * A setting with its value.
     *
     * @param text the value as it was written
     */
    public record Entry(Setting<?> setting, String text, Source source, Object value) {}

    private final Map<String, Entry> entries;

    private Settings(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads settings from all sources.
     *
     * @param known every setting that may be set
     * @param file keys and values of the settings file; empty when there is none
     * @param environment the process environment; names that start with {@code RIOS_} must be those of settings
     * @param flags keys and values from the command line
     * @throws SettingsException when a name is unknown or a value is not allowed
     */
    public static Settings read(
            List<Setting<?>> known, Properties file, Map<String, String> environment, Map<String, String> flags) {
        Map<String, Setting<?>> byKey = new LinkedHashMap<>();
        Map<String, Setting<?>> byVariable = new LinkedHashMap<>();
        for (Setting<?> setting : known) {
            byKey.put(setting.key(), setting);
            byVariable.put(setting.environmentName(), setting);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        known.forEach(setting ->
                entries.put(setting.key(), entry(setting, setting.defaultText(), Source.DEFAULT, "default")));
        file.stringPropertyNames().stream().sorted().forEach(key -> {
            Setting<?> setting = require(byKey.get(key), "unknown setting " + key + " in the settings file");
            entries.put(key, entry(setting, file.getProperty(key), Source.FILE, "the settings file"));
        });
        environment.forEach((name, value) -> {
            if (name.startsWith("RIOS_")) {
                Setting<?> setting = require(byVariable.get(name), "unknown setting " + name + " in the environment");
                entries.put(setting.key(), entry(setting, value, Source.ENVIRONMENT, name));
            }
        });
        flags.forEach((key, value) -> {
            Setting<?> setting = require(byKey.get(key), "unknown setting " + key);
            entries.put(key, entry(setting, value, Source.FLAG, "the command line"));
        });
        return new Settings(entries);
    }

    /** The value of a setting. */
    @SuppressWarnings("unchecked") // the entry's value was made by this setting's parser
    public <T> T get(Setting<T> setting) {
        Entry entry = entries.get(setting.key());
        if (entry == null) {
            throw new IllegalStateException("setting " + setting.key() + " is not among those that were read");
        }
        return (T) entry.value();
    }

    /** Every setting, in the order of declaration. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    private static Setting<?> require(@Nullable Setting<?> setting, String problem) {
        if (setting == null) {
            throw new SettingsException(problem + "; ./rios config lists them");
        }
        return setting;
    }

    private static Entry entry(Setting<?> setting, String text, Source source, String where) {
        try {
            return new Entry(setting, text, source, setting.parser().apply(text));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    setting.key() + " " + e.getMessage() + ", was \"" + text + "\" (from " + where + ")");
        }
    }
}
