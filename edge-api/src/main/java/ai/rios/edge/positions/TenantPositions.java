package ai.rios.edge.positions;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;

/**
 * The highest position of each tenant that this edge has seen, for answers that no outcome and no view gave. Every one stood in
 * the log, and positions only grow, so none is higher than what the log has; it may be lower. Thread-safe.
 */
public final class TenantPositions {
    /** Tenants that are remembered; the one that was not asked for or seen for longest makes room. */
    static final int MAX_TENANTS = 10_000;

    private static final System.Logger LOG = System.getLogger(TenantPositions.class.getName());

    /** An answer that is ready otherwise does not wait longer for its position. */
    private static final Duration LOOK_UP_LIMIT = Duration.ofMillis(500);

    private final ToLongFunction<String> view;
    private final Duration limit;

    /** Guarded by this object; the one used last stands last. */
    private final Map<String, Long> highest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_TENANTS;
        }
    };

    /** @param view position of a tenant's view, for those of whom nothing has been seen; may block, ends when interrupted */
    public TenantPositions(ToLongFunction<String> view) {
        this(view, LOOK_UP_LIMIT);
    }

    TenantPositions(ToLongFunction<String> view, Duration limit) {
        this.view = view;
        this.limit = limit;
    }

    /** The tenant's log has, or had, this position. */
    public synchronized void saw(String tenant, long position) {
        highest.merge(tenant, position, Math::max);
    }

    /** The log is another one: what was seen of the former does not hold of it. */
    public synchronized void forget() {
        highest.clear();
    }

    /** What has been seen. No waiting. */
    public synchronized OptionalLong seen(String tenant) {
        Long position = highest.get(tenant);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** What has been seen, else what the view says; empty when no view answers at once. Blocking, half a second at most. */
    public OptionalLong find(String tenant) {
        OptionalLong seen = seen(tenant);
        if (seen.isPresent()) {
            return seen;
        }
        FutureTask<Long> asked = new FutureTask<>(() -> view.applyAsLong(tenant));
        Thread.ofVirtual().name("edge-position").start(asked);
        try {
            saw(tenant, asked.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "no view tells a position, tenant=" + tenant, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            asked.cancel(true);
        }
        return seen(tenant);
    }
}
