package ai.rios.standalone.stack;

import ai.rios.standalone.settings.SettingSources;
import java.nio.file.Path;

/**
 * What {@code ./rios up} was asked for. Immutable.
 *
 * @param data the data folder
 * @param ephemeral whether the data is thrown away at the end
 * @param ports where it listens; 0 takes any free one
 * @param fsync whether the broker has every record on the disk before it acknowledges it
 * @param testEndpoints whether the edge mounts what only tests use
 * @param settings what people have set besides
 */
public record StackOptions(
        Path data, boolean ephemeral, StackPorts ports, boolean fsync, boolean testEndpoints, SettingSources settings) {
    /** Where the edge listens unless told otherwise. */
    public static final int DEFAULT_HTTP_PORT = 8080;

    /** Where the broker listens unless told otherwise. */
    public static final int DEFAULT_KAFKA_PORT = 9092;

    /** Where the registry listens unless told otherwise. */
    public static final int DEFAULT_REGISTRY_PORT = 8081;

    /** Partitions of the topics keyed by tenant; throw-away stacks have fewer, for they start and end often. */
    public int partitions() {
        return ephemeral ? 6 : 12;
    }
}
