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
 * @param total how many match in all; null unless asked for, and where there are too many to be counted in one read
 * @param resumeAfter {@link ListQuery#afterId()} of the next page; null when none follows. A page that looked at as many
 *     deployments as one read may can have fewer items than its limit, even none, and still be followed by another
 */
public record Page(
        List<Deployment> items,
        boolean hasMore,
        LogPosition watch,
        @Nullable Long total,
        @Nullable String resumeAfter) {
    public Page {
        items = List.copyOf(items);
    }

    /** A page whose successor begins after its last item. */
    public Page(List<Deployment> items, boolean hasMore, LogPosition watch, @Nullable Long total) {
        this(items, hasMore, watch, total, hasMore ? items.getLast().id() : null);
    }
}
