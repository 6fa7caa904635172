package ai.rios.projections.views;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a generation that is still being built has folded and not told the snapshots topic, because its predecessor does that.
 * Holds one entry a deployment, with the offset of its last event. Confined to the thread that owns the partition.
 */
public final class UntoldDeployments {
    private static final byte[] TOLD_FROM = {ViewKey.MARK};

    private final ViewWrites store;

    public UntoldDeployments(ViewWrites store) {
        this.store = store;
    }

    /** Takes a deployment's state now. */
    @FunctionalInterface
    public interface Told {
        /**
         * Takes one.
         *
         * @param deployment encoded; null when it is gone
         */
        void accept(String tenant, String id, byte @Nullable [] deployment);
    }

    /** Offset from which this generation tells the topic; empty while its predecessor does. */
    public OptionalLong toldFrom() {
        byte[] stored = store.get(TOLD_FROM);
        return stored == null
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(stored).getLong());
    }

    /** From that offset on, this generation tells the topic. */
    public void tellFrom(long offset) {
        store.put(TOLD_FROM, number(offset));
    }

    /** A deployment has changed with the event at that offset. */
    public void add(String tenant, String id, long offset) {
        store.put(ViewKey.untold(tenant, id), number(offset));
    }

    /**
     * Tells what has changed with events at or after an offset, and forgets all.
     *
     * @param max entries handled in this call
     * @return whether nothing is left
     */
    public boolean drain(long fromOffset, int max, Told told) {
        byte[] from = {ViewKey.UNTOLD};
        byte[] to = {ViewKey.UNTOLD + 1};
        try (ViewCursor entries = store.scan(from, to)) {
            for (int handled = 0; entries.next(); handled++) {
                if (handled == max) {
                    return false;
                }
                if (ByteBuffer.wrap(entries.value()).getLong() >= fromOffset) {
                    tell(entries.key(), told);
                }
                store.delete(entries.key());
            }
        }
        return true;
    }

    private void tell(byte[] key, Told told) {
        String text = ViewKey.textOf(key);
        int end = text.indexOf('\0');
        String tenant = text.substring(0, end);
        String id = text.substring(end + 1);
        told.accept(tenant, id, store.get(ViewKey.deployment(tenant, id)));
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
