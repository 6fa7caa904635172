package ai.rios.projections;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.StackSecret;
import java.nio.file.Path;

/**
 * Where an instance answers the edges of other processes. It sees every tenant, so it wants the stack's secret. Immutable.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param advertised {@code host:port} by which others reach it; empty: host and port as they are
 * @param secret what askers must show; never logged
 */
public record ListenerConfig(String host, int port, String advertised, String secret) {
    /** {@code projections.host}. */
    public static final Setting<String> HOST =
            Setting.text("projections.host", "127.0.0.1", "address on which projections answer edges");

    /** {@code projections.port}. */
    public static final Setting<Integer> PORT = Setting.number(
            "projections.port", 7_070, 0, 65_535, "port on which projections answer edges; 0 any free one");

    /** {@code projections.advertised}. */
    public static final Setting<String> ADVERTISED = Setting.text(
            "projections.advertised",
            "",
            "host:port by which edges reach this instance; empty: projections.host and the port it listens on");

    /** {@code projections.secret-file}. */
    public static final Setting<Path> SECRET_FILE = Setting.path(
            "projections.secret-file",
            "internal.key",
            "file with the stack's secret, below the working folder unless absolute; only its owner may read it");

    private static final int MIN_SECRET = 16;

    public ListenerConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("projections.host must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("projections.port must be 0 to 65535, was " + port);
        }
        if (secret.length() < MIN_SECRET) {
            throw new IllegalArgumentException("the stack's secret must have 16 characters or more");
        }
    }

    /** What the settings say, with the secret out of its file. */
    public static ListenerConfig from(Settings settings) {
        return new ListenerConfig(
                settings.get(HOST),
                settings.get(PORT),
                settings.get(ADVERTISED),
                StackSecret.read(settings.get(SECRET_FILE)));
    }

    @Override
    public String toString() {
        return "ListenerConfig[" + host + ":" + port + ", advertised " + advertised + "]";
    }
}
