package ai.rios.runtime.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One setting. Immutable.
 *
 * @param key lower case with dots and dashes, such as {@code edge.max-in-flight}
 * @param defaultText the default as one would write it
 * @param meaning one line for people, with unit and bounds
 * @param parser from text; throws {@link IllegalArgumentException} saying what the value must be
 */
public record Setting<T>(String key, String defaultText, String meaning, Function<String, T> parser) {
    /** A text. */
    public static Setting<String> text(String key, String defaultText, String meaning) {
        return new Setting<>(key, defaultText, meaning, value -> value);
    }

    /** A list of texts separated by commas; empty text is the empty list. */
    public static Setting<List<String>> list(String key, String defaultText, String meaning) {
        return new Setting<>(key, defaultText, meaning, Setting::parseList);
    }

    /** A path. */
    public static Setting<Path> path(String key, String defaultText, String meaning) {
        return new Setting<>(key, defaultText, meaning, Path::of);
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String key, boolean defaultValue, String meaning) {
        return new Setting<>(key, Boolean.toString(defaultValue), meaning, Setting::parseFlag);
    }

    /** A whole number between bounds, both included. */
    public static Setting<Integer> number(String key, int defaultValue, int min, int max, String meaning) {
        return new Setting<>(
                key,
                Integer.toString(defaultValue),
                meaning + " (" + min + " to " + max + ")",
                value -> parseNumber(value, min, max));
    }

    /** A time such as {@code 250ms}, {@code 5s}, {@code 10m}, {@code 24h} or {@code PT5S}, between bounds, both included. */
    public static Setting<Duration> duration(
            String key, Duration defaultValue, Duration min, Duration max, String meaning) {
        return new Setting<>(
                key,
                print(defaultValue),
                meaning + " (" + print(min) + " to " + print(max) + ")",
                value -> parseDuration(value, min, max));
    }

    /** The environment variable that sets it. */
    public String environmentName() {
        return "RIOS_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static List<String> parseList(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Boolean parseFlag(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Integer parseNumber(String value, int min, int max) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
        throw new IllegalArgumentException("must be between " + min + " and " + max);
    }

    private static Duration parseDuration(String value, Duration min, Duration max) {
        Duration parsed = durationOf(value);
        if (parsed.compareTo(min) < 0 || parsed.compareTo(max) > 0) {
            throw new IllegalArgumentException("must be between " + print(min) + " and " + print(max));
        }
        return parsed;
    }

    private static Duration durationOf(String value) {
        try {
            if (value.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
            }
            if (value.matches("\\d+[smh]")) {
                return Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
            }
            return Duration.parse(value);
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time such as 250ms, 5s, 10m or 24h", e);
        }
    }

    private static String print(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
