package ai.rios.schemas.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items in the order of the list
 * @param watch where the log of deployment events goes on after what this page shows
 * @param total how many there are in all; null unless asked for, and where there are too many to be counted in one read
 * @param resumeAfter names the place that the next page begins after, in the words of the list's query; null when none follows. A
 *     page that looked at as many as one read may can have fewer items than its limit, even none, and still be followed by another
 */
public record Page<T>(
        List<T> items,
        LogPosition watch,
        @Nullable Long total,
        @Nullable String resumeAfter) {
    public Page {
        items = List.copyOf(items);
    }
}
