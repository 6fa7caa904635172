package ai.rios.commands.deployment;

import java.util.List;

/**
 * Which fields a recent revision of a deployment changed; it tells the loser of a race what has moved. Immutable.
 *
 * @param fields JSON paths, {@code env} and {@code labels} as a whole, so that few bytes hold it
 */
public record RecentChange(long revision, List<String> fields) {
    public RecentChange {
        fields = List.copyOf(fields);
    }
}
