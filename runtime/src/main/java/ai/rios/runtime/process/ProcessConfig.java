package ai.rios.runtime.process;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a process names itself and ends. Immutable.
 *
 * @param instance name of this instance in metrics and traces; unique among those of its service
 * @param stopWithParent whether the end of standard input ends the process, so that children never outlive their parent
 * @param stopLimit how long closing may take before the process ends all the same
 */
public record ProcessConfig(String instance, boolean stopWithParent, Duration stopLimit) {
    /** {@code process.instance}. */
    public static final Setting<String> INSTANCE = Setting.text(
            "process.instance",
            "",
            "name of this instance in metrics and traces; empty: the host's name, else the pid");

    /** {@code process.stop-with-parent}. */
    public static final Setting<Boolean> STOP_WITH_PARENT =
            Setting.flag("process.stop-with-parent", false, "whether the end of standard input stops the process");

    /** {@code process.stop-limit}. */
    public static final Setting<Duration> STOP_LIMIT = Setting.duration(
            "process.stop-limit",
            Duration.ofSeconds(25),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "how long an orderly stop may take before the process ends all the same");

    /** All settings of this package. */
    public static final List<Setting<?>> SETTINGS = List.of(INSTANCE, STOP_WITH_PARENT, STOP_LIMIT);

    /** A process named {@code local} that lives until it is told to stop. */
    public static final ProcessConfig DEFAULTS = new ProcessConfig("local", false, Duration.ofSeconds(25));

    public ProcessConfig {
        if (instance.isBlank()) {
            throw new IllegalArgumentException("process.instance must not be empty");
        }
        if (!stopLimit.isPositive()) {
            throw new IllegalArgumentException("process.stop-limit must be positive, was " + stopLimit);
        }
    }

    /**
     * What the settings say.
     *
     * @param environment of the process, for the host's name
     */
    public static ProcessConfig from(Settings settings, Map<String, String> environment) {
        String named = settings.get(INSTANCE);
        String host = environment.getOrDefault("HOSTNAME", "");
        String fallback = host.isBlank() ? "pid-" + ProcessHandle.current().pid() : host;
        return new ProcessConfig(
                named.isBlank() ? fallback : named, settings.get(STOP_WITH_PARENT), settings.get(STOP_LIMIT));
    }
}
