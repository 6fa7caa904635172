package ai.rios.projections.streams;

import ai.rios.projections.views.ViewWrites;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Reads and writes a task's own state store. Confined to the stream thread that runs the task. */
final class StoreWrites extends StoreReads implements ViewWrites {
    private final KeyValueStore<Bytes, byte[]> store;

    StoreWrites(KeyValueStore<Bytes, byte[]> store) {
        super(store);
        this.store = store;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }
}
