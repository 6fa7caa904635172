package ai.rios.projections.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An ordered map in memory. Scans see the moment they began. Thread-safe. */
public final class MemoryViews implements ViewWrites {
    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    private final List<byte[]> scansFrom = new ArrayList<>();
    private long writes;

    @Override
    public synchronized byte @Nullable [] get(byte[] key) {
        return entries.get(key);
    }

    @Override
    public synchronized ViewCursor scan(byte[] from, byte[] to) {
        scansFrom.add(from);
        return new Walk(new ArrayList<>(new TreeMap<>(entries.subMap(from, to)).entrySet()));
    }

    @Override
    public synchronized void put(byte[] key, byte[] value) {
        writes++;
        entries.put(key, value);
    }

    @Override
    public synchronized void delete(byte[] key) {
        writes++;
        entries.remove(key);
    }

    /** Puts and deletes so far. */
    public synchronized long writes() {
        return writes;
    }

    /** Where each scan so far has begun. */
    public synchronized List<byte[]> scansFrom() {
        return List.copyOf(scansFrom);
    }

    /** Entries of a view. */
    public synchronized int count(char view) {
        return entries.subMap(new byte[] {(byte) view}, new byte[] {(byte) (view + 1)})
                .size();
    }

    /** All entries. */
    public synchronized int size() {
        return entries.size();
    }

    private static final class Walk implements ViewCursor {
        private final Iterator<Map.Entry<byte[], byte[]>> rest;
        private Map.@Nullable Entry<byte[], byte[]> current;

        Walk(List<Map.Entry<byte[], byte[]>> entries) {
            this.rest = entries.iterator();
        }

        @Override
        public boolean next() {
            current = rest.hasNext() ? rest.next() : null;
            return current != null;
        }

        @Override
        public byte[] key() {
            return Objects.requireNonNull(current).getKey();
        }

        @Override
        public byte[] value() {
            return Objects.requireNonNull(current).getValue();
        }

        @Override
        public void close() {}
    }
}
