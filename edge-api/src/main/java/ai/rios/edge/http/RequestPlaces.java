package ai.rios.edge.http;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Places of requests under way: so many at once, and a quarter of them for each owner at most. Thread-safe. */
final class RequestPlaces {
    private final Semaphore free;
    private final Shares shares;

    RequestPlaces(int places) {
        this.free = new Semaphore(places);
        this.shares = new Shares(places);
    }

    /** A place for a request of which it is not known yet whose it is; null when all are taken. */
    @Nullable Place enter() {
        return free.tryAcquire() ? new Place(true) : null;
    }

    /** A place beside those that are counted. */
    Place beside() {
        return new Place(false);
    }

    /** The place of one request. Confined to its thread. */
    final class Place implements AutoCloseable {
        private boolean counted;
        private @Nullable String owner;

        private Place(boolean counted) {
            this.counted = counted;
        }

        /** Counts the place among those of its owner; false when that one has as many as it may. Once. */
        boolean own(String who) {
            if (!counted) {
                return true;
            }
            if (!shares.take(who, 1)) {
                return false;
            }
            owner = who;
            return true;
        }

        /** Gives up a place that nobody's share counts. */
        void leaveUnlessOwned() {
            if (owner == null) {
                close();
            }
        }

        /** Gives the place back; a second call does nothing. */
        @Override
        public void close() {
            if (!counted) {
                return;
            }
            counted = false;
            if (owner != null) {
                shares.release(owner, 1);
            }
            free.release();
        }
    }
}
