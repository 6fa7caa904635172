package ai.rios.projections.streams;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.projections.views.ViewCursor;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CompositeReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;
import org.junit.jupiter.api.Test;

/** Reads of the facade that Streams hands to those who ask from beside the stream threads. */
final class StoreReadsTest {
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("views").get();

    private final StoreReads reads = new StoreReads(new CompositeReadOnlyKeyValueStore<>(
            new OneStore(store), QueryableStoreTypes.<Bytes, byte[]>keyValueStore(), "views"));

    @Test
    void aScanShowsTheMomentThatItWasOpenedAt() {
        // Given
        store.put(key(1), key(1).get());

        // When something is written after the opening, and before the first look
        try (ViewCursor scan = reads.scan(key(0).get(), key(9).get())) {
            store.put(key(2), key(2).get());

            // Then
            assertThat(scan.next()).isTrue();
            assertThat(scan.key()).isEqualTo(key(1).get());
            assertThat(scan.next()).isFalse();
        }
    }

    @Test
    void aScanLeavesItsEndOut() {
        store.put(key(1), key(1).get());
        store.put(key(2), key(2).get());
        try (ViewCursor scan = reads.scan(key(1).get(), key(2).get())) {
            assertThat(scan.next()).isTrue();
            assertThat(scan.value()).isEqualTo(key(1).get());
            assertThat(scan.next()).isFalse();
        }
    }

    private static Bytes key(int number) {
        return Bytes.wrap(new byte[] {(byte) number});
    }

    /** The stores of an instance that has one partition. */
    private record OneStore(KeyValueStore<Bytes, byte[]> store) implements StateStoreProvider {
        @Override
        @SuppressWarnings("unchecked") // the type asked for is the one the store has
        public <T> List<T> stores(String name, QueryableStoreType<T> type) {
            return List.of((T) store);
        }
    }
}
