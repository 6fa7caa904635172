package ai.rios.edge.queries;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.StackSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Which projections an edge asks. Immutable.
 *
 * @param seeds {@code host:port} of some instances, at least one; the routing table names the others
 * @param secret of the stack; never logged
 * @param patience how long a question is carried from instance to instance, on top of what it waits for by itself
 */
public record RemoteQueriesConfig(List<String> seeds, String secret, Duration patience) {
    /** {@code edge.projections}. */
    public static final Setting<List<String>> SEEDS = Setting.list(
            "edge.projections",
            "",
            "host:port of projections to ask, separated by commas; empty: those of this process");

    /** {@code edge.secret-file}. */
    public static final Setting<Path> SECRET_FILE = Setting.path(
            "edge.secret-file",
            "internal.key",
            "file with the stack's secret, which projections of other processes want to be shown");

    /** All settings of asking projections. */
    public static final List<Setting<?>> SETTINGS = List.of(SEEDS, SECRET_FILE);

    /** Ten seconds: longer than it takes until a standby has the place of a dead instance. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    public RemoteQueriesConfig {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("edge.projections must name at least one instance");
        }
        for (String seed : seeds) {
            if (!seed.matches("[^:/\\s]+:\\d{1,5}|\\[[0-9a-fA-F:]+\\]:\\d{1,5}")) {
                throw new IllegalArgumentException("edge.projections must be host:port each, was " + seed);
            }
        }
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("patience must be positive, was " + patience);
        }
    }

    /** With the usual patience. */
    public static RemoteQueriesConfig of(List<String> seeds, String secret) {
        return new RemoteQueriesConfig(seeds, secret, DEFAULT_PATIENCE);
    }

    /** What the settings say; reads the secret from its file. */
    public static RemoteQueriesConfig from(Settings settings) {
        return of(settings.get(SEEDS), StackSecret.read(settings.get(SECRET_FILE)));
    }

    @Override
    public String toString() {
        return "RemoteQueriesConfig" + seeds;
    }
}
