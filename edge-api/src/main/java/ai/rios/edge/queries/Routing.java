package ai.rios.edge.queries;

import ai.rios.schemas.wire.RoutingTable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routing table that this edge goes by. Thread-safe; one thread at a time fetches, the others wait for what comes of it. */
final class Routing {
    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

    private final List<String> seeds;
    private final Fetch fetch;
    private final ReentrantLock fetching = new ReentrantLock();

    // replaced as a whole by the thread that fetches, read by all that ask
    private volatile @Nullable Known latest;

    /** Fetches that have ended, well or not. Written by the thread that fetches, read by all that want one. */
    private volatile long fetches;

    /** Gets the table of an instance. */
    @FunctionalInterface
    interface Fetch {
        RoutingTable from(String instance) throws IOException, InterruptedException;
    }

    /**
     * A table.
     *
     * @param from the instance that gave it
     * @param number counts the tables that were fetched, so that a thread can say which one did not help
     */
    record Known(RoutingTable table, String from, long number) {}

    Routing(List<String> seeds, Fetch fetch) {
        this.seeds = seeds;
        this.fetch = fetch;
    }

    /** The table, fetched if there is none yet. Null when nobody can be reached in that time. */
    @Nullable Known current(Duration patience) throws InterruptedException {
        Known known = latest;
        return known != null ? known : refetch(null, patience);
    }

    /**
     * A newer table than the one that did not help; another thread's, where it was faster.
     *
     * @param useless null when there was none
     * @param patience how long to wait for another thread's fetch
     * @return null when nobody can be reached, or was while this thread waited
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes
    @Nullable Known refetch(@Nullable Known useless, Duration patience) throws InterruptedException {
        long before = fetches;
        if (!fetching.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return null;
        }
        try {
            Known known = latest;
            if (known != null && (useless == null || known.number() > useless.number())) {
                return known;
            }
            if (fetches != before) {
                return null; // somebody has tried in vain meanwhile: a queue of tries helps nobody
            }
            Known fresh = fetch(known);
            fetches++;
            if (fresh == null) {
                return null;
            }
            latest = fresh;
            return fresh;
        } finally {
            fetching.unlock();
        }
    }

    /**
     * The first whole table; else the last that came. Whose table did not help is asked last: it may be the one that has not
     * noticed yet that it is alone.
     */
    private @Nullable Known fetch(@Nullable Known useless) throws InterruptedException {
        Set<String> instances = new LinkedHashSet<>(seeds);
        long number = 1;
        if (useless != null) {
            useless.table().routes().forEach(route -> instances.addAll(route.candidates()));
            instances.remove(useless.from());
            instances.add(useless.from());
            number = useless.number() + 1;
        }
        Known best = null;
        for (String instance : instances) {
            try {
                RoutingTable told = fetch.from(instance);
                Known fresh = new Known(told, instance, number);
                if (told.isWhole()) {
                    return fresh;
                }
                best = told.routes().isEmpty() && best != null ? best : fresh;
            } catch (IOException e) {
                LOG.debug("no routing table instance={} reason=\"{}\"", instance, e.getMessage());
            }
        }
        return best;
    }
}
