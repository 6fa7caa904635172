package ai.rios.projections.queries;

import ai.rios.projections.views.ViewCursor;
import ai.rios.projections.views.ViewReads;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps readers of a partition from seeing half a fold: a deployment that is newer than the position it is told with would
 * let the client's next read, which names that position, go back in time.
 *
 * <p>Readers do not lock at first, so that a fold waits for none of them; one that folds have disturbed {@value #TRIES} times
 * does. Thread-safe, not reentrant.
 */
public final class FoldLock {
    private static final int TRIES = 8;

    private final StampedLock lock = new StampedLock();

    /** Folds while nobody reads. */
    public <T> T fold(Supplier<T> fold) {
        long stamp = lock.writeLock();
        try {
            return fold.get();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /**
     * Reads between two folds: all {@linkplain ViewReads#get values} and {@linkplain ViewReads#scan openings of scans} are of
     * one moment.
     *
     * @param read called until no fold came between, so it must have no effect of its own
     */
    public <T> T read(ViewReads views, Function<ViewReads, T> read) {
        for (int tries = 0; tries < TRIES; tries++) {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0) {
                try {
                    return read.apply(new Undisturbed(views, stamp));
                } catch (Disturbed e) {
                    // a fold came between: once more
                }
            }
            Thread.onSpinWait();
        }
        long stamp = lock.readLock();
        try {
            return read.apply(views);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** Gives up as soon as a fold came between. */
    private final class Undisturbed implements ViewReads {
        private final ViewReads views;
        private final long stamp;

        Undisturbed(ViewReads views, long stamp) {
            this.views = views;
            this.stamp = stamp;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            byte[] value = views.get(key);
            check();
            return value;
        }

        @Override
        public ViewCursor scan(byte[] from, byte[] to) {
            ViewCursor cursor = views.scan(from, to);
            try {
                check();
                return cursor;
            } catch (Disturbed e) {
                cursor.close();
                throw e;
            }
        }

        private void check() {
            if (!lock.validate(stamp)) {
                throw new Disturbed();
            }
        }
    }

    /** Never leaves this class; without a trace, for it is no fault. */
    private static final class Disturbed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Disturbed() {
            super("a fold came between", null, false, false);
        }
    }
}
