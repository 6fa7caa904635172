package ai.rios.projections.views;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items in the order of the list
 * @param resumeAfter names the place that the next part begins after; null when nothing follows
 * @param total how many there are in all; null when that was not asked for, or is beyond what one read may look at
 */
public record Listed<T>(
        List<T> items,
        @Nullable String resumeAfter,
        @Nullable Long total) {
    /** Entries that a count looks at, at most; beyond it there is no total. */
    static final int MAX_COUNTED = 100_000;

    public Listed {
        items = List.copyOf(items);
    }

    /** How many of the entries count; null where there are too many to look at. */
    static @Nullable Long count(ViewCursor entries, Predicate<byte[]> counts) {
        long count = 0;
        for (int lookedAt = 0; entries.next(); lookedAt++) {
            if (lookedAt == MAX_COUNTED) {
                return null;
            }
            if (counts.test(entries.value())) {
                count++;
            }
        }
        return count;
    }
}
