package ai.rios.runtime.logging;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How this process logs. Immutable.
 *
 * @param level of everything that has no level of its own: one of TRACE, DEBUG, INFO, WARN, ERROR, OFF
 * @param levels levels of single loggers by name; win over the built-in ones
 * @param format of a line
 * @param file takes the lines, bounded, instead of standard output; empty: standard output
 */
public record LoggingConfig(String level, Map<String, String> levels, Format format, String file) {
    /** How a line looks. */
    public enum Format {
        /** One JSON object a line, for machines. */
        JSON,
        /** Short text, for a terminal. */
        TEXT,
        /** Text where standard output is a terminal, else JSON. */
        AUTO
    }

    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    /** {@code log.level}. */
    public static final Setting<List<String>> LEVEL = new Setting<>(
            "log.level",
            "INFO",
            "least level that is logged, then levels of single loggers: INFO,ai.rios.commands=DEBUG",
            LoggingConfig::parseLevels);

    /** {@code log.format}. */
    public static final Setting<Format> FORMAT = new Setting<>(
            "log.format",
            "auto",
            "json, text, or auto: text on a terminal and json elsewhere",
            LoggingConfig::parseFormat);

    /** {@code log.file}. */
    public static final Setting<String> FILE = Setting.text(
            "log.file",
            "",
            "file for the lines instead of standard output; at 10 MB it is set aside, and the last three of those are kept");

    /** All settings of this package. */
    public static final List<Setting<?>> SETTINGS = List.of(LEVEL, FORMAT, FILE);

    /** INFO, format by what standard output is. */
    public static final LoggingConfig DEFAULTS = new LoggingConfig("INFO", Map.of(), Format.AUTO, "");

    public LoggingConfig {
        requireLevel(level);
        levels.values().forEach(LoggingConfig::requireLevel);
        levels = Map.copyOf(levels);
    }

    /** What the settings say. */
    public static LoggingConfig from(Settings settings) {
        String level = "INFO";
        Map<String, String> levels = new LinkedHashMap<>();
        for (String part : settings.get(LEVEL)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                level = part;
            } else {
                levels.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return new LoggingConfig(level, levels, settings.get(FORMAT), settings.get(FILE));
    }

    /** The same, as JSON into a file. */
    public LoggingConfig inFile(Path other) {
        return new LoggingConfig(level, levels, Format.JSON, other.toString());
    }

    private static List<String> parseLevels(String text) {
        List<String> parts = Setting.list("log.level", "", "").parser().apply(text);
        parts.forEach(part -> requireLevel(part.substring(part.indexOf('=') + 1)));
        return parts;
    }

    private static Format parseFormat(String text) {
        return switch (text) {
            case "json" -> Format.JSON;
            case "text" -> Format.TEXT;
            case "auto" -> Format.AUTO;
            default -> throw new IllegalArgumentException("must be json, text or auto");
        };
    }

    private static void requireLevel(String level) {
        if (!LEVELS.contains(level.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("must be made of TRACE, DEBUG, INFO, WARN, ERROR, OFF");
        }
    }
}
