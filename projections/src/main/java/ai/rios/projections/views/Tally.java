package ai.rios.projections.views;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the operations view knows of a tenant as a whole. Immutable.
 *
 * @param operations kept, of the tenant
 * @param nextCommand offset after the tenant's last command folded; 0 none
 * @param nextOutcome offset after the tenant's last outcome folded; 0 none
 */
record Tally(long operations, long nextCommand, long nextOutcome) {
    private static final byte VERSION = 1;

    byte[] toBytes() {
        return ByteBuffer.allocate(1 + 3 * Long.BYTES)
                .put(VERSION)
                .putLong(operations)
                .putLong(nextCommand)
                .putLong(nextOutcome)
                .array();
    }

    static Tally ofBytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Tally(0, 0, 0);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StoredVersion.require(in.get(), VERSION, "tally of operations");
        return new Tally(in.getLong(), in.getLong(), in.getLong());
    }

    Tally withOperations(long count) {
        return new Tally(count, nextCommand, nextOutcome);
    }
}
