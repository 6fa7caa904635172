package ai.rios.commands.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One partition: records and markers in order of their offsets. Readers see what is committed, and nothing behind what is open. */
final class PartitionLog {
    /**
     * A record in its place.
     *
     * @param transaction null for one that was written by itself
     */
    record Entry(long offset, Message message, @Nullable Transaction transaction) {
        boolean isVisible() {
            return transaction == null || transaction.isCommitted();
        }
    }

    /** By offset; null for markers. */
    private final List<@Nullable Entry> entries = new ArrayList<>();

    /** Transactions without a marker yet, with the offset of their first record. */
    private final Map<Transaction, Long> open = new LinkedHashMap<>();

    private final BitSet compacted = new BitSet();

    void append(Message message, @Nullable Transaction transaction) {
        if (transaction != null) {
            open.putIfAbsent(transaction, end());
        }
        entries.add(new Entry(end(), message, transaction));
    }

    void mark(Transaction transaction) {
        open.remove(transaction);
        entries.add(null);
    }

    /** Where the next record goes. */
    long end() {
        return entries.size();
    }

    /** Where the first open transaction begins, else the end. */
    long stableEnd() {
        return open.values().stream().mapToLong(Long::longValue).min().orElse(end());
    }

    /** The first record from that offset on that a reader of what is committed gets; null when there is none yet. */
    @Nullable Entry next(long from) {
        long to = stableEnd();
        for (long offset = from; offset < to; offset++) {
            Entry entry = entries.get((int) offset);
            if (entry != null && entry.isVisible() && !compacted.get((int) offset)) {
                return entry;
            }
        }
        return null;
    }

    /** All that was ever committed, what compaction has taken included. */
    List<Entry> history() {
        List<Entry> history = new ArrayList<>();
        for (Entry entry : entries.subList(0, (int) stableEnd())) {
            if (entry != null && entry.isVisible()) {
                history.add(entry);
            }
        }
        return history;
    }

    /** Takes away what a later committed record with the same key has replaced. */
    void compact() {
        Set<Object> later = new HashSet<>();
        for (Entry entry : history().reversed()) {
            if (!later.add(entry.message().key())) {
                compacted.set((int) entry.offset());
            }
        }
    }
}
