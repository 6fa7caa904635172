package ai.rios.projections.streams;

import java.util.OptionalLong;

/**
 * From which event on a generation tells the snapshots topic. At any event one generation does: the first from the start, each
 * later one from where its predecessor has stopped. Thread-safe.
 */
public interface SnapshotGate {
    /** The gate of the generation that was there first. */
    SnapshotGate OPEN = new SnapshotGate() {
        @Override
        public boolean isFirst() {
            return true;
        }

        @Override
        public long floor(int partition) {
            return 0;
        }

        @Override
        public OptionalLong takenOverAt(int partition) {
            return OptionalLong.of(0);
        }
    };

    /** Whether there is no predecessor. */
    boolean isFirst();

    /**
     * An offset that the predecessor has folded to, at least: no event before it will ever be this generation's to tell. May
     * block while the cluster is asked.
     */
    long floor(int partition);

    /** The offset of the first event that is this generation's to tell; empty as long as the predecessor has not stopped. */
    OptionalLong takenOverAt(int partition);
}
