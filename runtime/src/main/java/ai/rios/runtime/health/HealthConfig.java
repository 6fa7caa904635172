package ai.rios.runtime.health;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import java.util.List;

/**
 * Where health and metrics of a process without an HTTP server of its own are asked. Immutable.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 */
public record HealthConfig(String host, int port) {
    /** {@code health.host}. */
    public static final Setting<String> HOST =
            Setting.text("health.host", "127.0.0.1", "address on which health and metrics are served");

    /** {@code health.port}. */
    public static final Setting<Integer> PORT = Setting.number(
            "health.port",
            8081,
            0,
            65_535,
            "port of health and metrics where a process serves no HTTP; 0 is any free one");

    /** All settings of this package. */
    public static final List<Setting<?>> SETTINGS = List.of(HOST, PORT);

    /** Loopback, port 8081. */
    public static final HealthConfig DEFAULTS = new HealthConfig("127.0.0.1", 8_081);

    public HealthConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("health.host must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("health.port must be 0 to 65535, was " + port);
        }
    }

    /** What the settings say. */
    public static HealthConfig from(Settings settings) {
        return new HealthConfig(settings.get(HOST), settings.get(PORT));
    }
}
