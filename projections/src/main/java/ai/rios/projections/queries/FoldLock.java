package ai.rios.projections.queries;

import ai.rios.projections.views.ViewCursor;
import ai.rios.projections.views.ViewReads;
import ai.rios.schemas.query.QueryUnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps readers of a partition from seeing half a fold: a deployment that is newer than the position it is told with would
 * let the client's next read, which names that position, go back in time.
 *
 * <p>A fold waits for readers only where folds have disturbed one of them {@value #TRIES} times. Thread-safe, not reentrant.
 */
public final class FoldLock {
    static final int TRIES = 8;

    /** A fold's writes are some puts into a store: one that takes this long is stuck. */
    private static final long LIMIT_SECONDS = 2;

    private final StampedLock lock = new StampedLock();

    /** Writes what one fold writes, while nobody reads. */
    public void write(Runnable writes) {
        long stamp = lock.writeLock();
        try {
            writes.run();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /**
     * Reads between two folds: all {@linkplain ViewReads#get values} and {@linkplain ViewReads#scan openings of scans} are of
     * one moment.
     *
     * @param read called until no fold came between, so it must have no effect of its own
     * @throws QueryUnavailableException when a fold does not end, or the thread is interrupted
     */
    public <T> T read(ViewReads views, Function<ViewReads, T> read) {
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                return read.apply(new Undisturbed(views, stampBetweenFolds()));
            } catch (Disturbed e) {
                // a fold came between: once more
            }
        }
        long stamp = shared();
        try {
            return read.apply(views);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** Waits the fold out that goes on; should the next one be as quick, its stamp disturbs the read. */
    private long stampBetweenFolds() {
        long stamp = lock.tryOptimisticRead();
        if (stamp == 0) {
            lock.unlockRead(shared());
            stamp = lock.tryOptimisticRead();
        }
        return stamp;
    }

    private long shared() {
        try {
            long stamp = lock.tryReadLock(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (stamp == 0) {
                throw new QueryUnavailableException("a fold does not end", null);
            }
            return stamp;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryUnavailableException("the read was interrupted", e);
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
