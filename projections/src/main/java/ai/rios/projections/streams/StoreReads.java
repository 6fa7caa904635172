package ai.rios.projections.streams;

import ai.rios.projections.views.ViewCursor;
import ai.rios.projections.views.ViewReads;
import ai.rios.schemas.query.QueryUnavailableException;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads a state store. Within the stream thread it sees its own writes at once; beside it, a scan sees one moment. When
 * another process takes the partition over in mid-read, the read fails with {@link QueryUnavailableException}.
 */
class StoreReads implements ViewReads {
    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

    StoreReads(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try {
            return store.get(Bytes.wrap(key));
        } catch (InvalidStateStoreException e) {
            throw new QueryUnavailableException("the partition is on the move", e);
        }
    }

    @Override
    public ViewCursor scan(byte[] from, byte[] to) {
        try {
            return new Walk(store.range(Bytes.wrap(from), Bytes.wrap(to)), to);
        } catch (InvalidStateStoreException e) {
            throw new QueryUnavailableException("the partition is on the move", e);
        }
    }

    /**
     * A range of a store has its end in it, a scan has not. It looks one entry ahead: beside the stream threads, Streams opens
     * the store's own iterator with the first look, and the scan is to show the moment that it was opened at.
     */
    private static final class Walk implements ViewCursor {
        private final KeyValueIterator<Bytes, byte[]> entries;
        private final byte[] end;
        private @Nullable KeyValue<Bytes, byte[]> current;
        private boolean more;

        Walk(KeyValueIterator<Bytes, byte[]> entries, byte[] end) {
            this.entries = entries;
            this.end = end;
            this.more = entries.hasNext();
        }

        @Override
        public boolean next() {
            try {
                KeyValue<Bytes, byte[]> next = more ? entries.next() : null;
                current = next == null || Arrays.equals(next.key.get(), end) ? null : next;
                more = current != null && entries.hasNext();
            } catch (InvalidStateStoreException e) {
                throw new QueryUnavailableException("the partition is on the move", e);
            }
            return current != null;
        }

        @Override
        public byte[] key() {
            return entry().key.get();
        }

        @Override
        public byte[] value() {
            return entry().value;
        }

        private KeyValue<Bytes, byte[]> entry() {
            KeyValue<Bytes, byte[]> entry = current;
            if (entry == null) {
                throw new IllegalStateException("the walk stands at no entry");
            }
            return entry;
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
