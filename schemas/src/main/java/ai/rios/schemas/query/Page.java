package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items in the order of their ids
 * @param hasMore whether another page follows
 * @param watch where the log goes on after what this page shows
 * @param total how many match in all; null unless asked for
 */
public record Page(
        List<Deployment> items,
        boolean hasMore,
        LogPosition watch,
        @Nullable Long total) {
    public Page {
        items = List.copyOf(items);
    }
}
