package ai.rios.commands.simulation;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store in memory that tells of every change, for its changelog, before it makes it. */
final class LocalStore implements KeyValueStore<Bytes, byte[]> {
    private final NavigableMap<Bytes, byte[]> contents;
    private final BiConsumer<Bytes, byte @Nullable []> changes;

    LocalStore(NavigableMap<Bytes, byte[]> contents, BiConsumer<Bytes, byte @Nullable []> changes) {
        this.contents = contents;
        this.changes = changes;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        changes.accept(key, value);
        if (value == null) {
            contents.remove(key);
        } else {
            contents.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return contents.get(key);
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] before = get(key);
        put(key, null);
        return before;
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new Walk(contents.subMap(from, true, to, true).entrySet().iterator());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Walk(contents.entrySet().iterator());
    }

    @Override
    public long approximateNumEntries() {
        return contents.size();
    }

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private record Walk(Iterator<Map.Entry<Bytes, byte[]>> entries) implements KeyValueIterator<Bytes, byte[]> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Map.Entry<Bytes, byte[]> entry = entries.next();
            return new KeyValue<>(entry.getKey(), entry.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            throw new UnsupportedOperationException("nobody peeks");
        }

        @Override
        public void close() {}
    }
}
