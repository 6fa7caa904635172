package ai.rios.projections.views;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the operations view knows of a tenant as a whole. Immutable.
 *
 * @param operations kept, of the tenant
 * @param nextCommand offset after the tenant's last command folded; 0 none
 * @param nextOutcome offset after the tenant's last outcome folded; 0 none
 * @param oldestMs no operation that is kept is older, epoch milliseconds; 0 where that is not known
 */
record Tally(long operations, long nextCommand, long nextOutcome, long oldestMs) {
    private static final byte VERSION = 1;

    byte[] toBytes() {
        return ByteBuffer.allocate(1 + 4 * Long.BYTES)
                .put(VERSION)
                .putLong(operations)
                .putLong(nextCommand)
                .putLong(nextOutcome)
                .putLong(oldestMs)
                .array();
    }

    static Tally ofBytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Tally(0, 0, 0, 0);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StoredVersion.require(in.get(), VERSION, "tally of operations");
        // an older build's ends before the last
        return new Tally(in.getLong(), in.getLong(), in.getLong(), in.hasRemaining() ? in.getLong() : 0);
    }

    Tally withAdded(long submittedAtMs) {
        return new Tally(operations + 1, nextCommand, nextOutcome, Math.min(oldestMs, submittedAtMs));
    }

    Tally afterRemovals(long left, long submittedAtMs) {
        return new Tally(left, nextCommand, nextOutcome, submittedAtMs);
    }

    Tally withCommandAt(long offset) {
        return new Tally(operations, Math.max(nextCommand, offset + 1), nextOutcome, oldestMs);
    }

    Tally withOutcomeAt(long offset) {
        return new Tally(operations, nextCommand, Math.max(nextOutcome, offset + 1), oldestMs);
    }
}
