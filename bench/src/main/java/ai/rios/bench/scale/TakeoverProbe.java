package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import ai.rios.bench.load.Due;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.Reply;
import ai.rios.bench.product.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of each of several tenants that, at fixed times and whether or not it was answered before, creates a deployment and then reads
 * it at the position that it was told. What is refused for now is repeated under its key until it is done. Confined to the thread that
 * starts and ends it.
 */
final class TakeoverProbe {
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int FIRST_WELL = 200;
    private static final int FIRST_NOT_WELL = 300;
    private static final int TOO_MANY = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    private final Api api;
    private final List<Tenant> tenants;
    private final Duration period;
    private final String namePrefix;
    private final List<Future<Step>> steps = new ArrayList<>();
    private final Thread thread;

    /** Written by who ends it, read by the sending thread. */
    private volatile boolean isEnding;

    /**
     * One creation and its reading; by {@link System#nanoTime}.
     *
     * @param dueNanos when it was to be sent
     * @param doneNanos when it was acknowledged
     * @param shownNanos when it was read
     * @param refusals attempts that were not answered, or refused for now
     */
    record Step(long dueNanos, long doneNanos, long shownNanos, int refusals) {
        private static final double NANOS_PER_MILLI = 1e6;

        /** Longest wait for an acknowledgement among those due in a time, ms; 0 where there are none. */
        static double longestWriteMillis(List<Step> steps, long fromNanos, long toNanos) {
            return longest(steps, fromNanos, toNanos, Step::writeNanos);
        }

        /** When the one that waited longest for its acknowledgement was due, among those due in a time; the time's start where there are none. */
        static long longestWriteDueNanos(List<Step> steps, long fromNanos, long toNanos) {
            return slowest(steps, fromNanos, toNanos, Step::writeNanos);
        }

        /** The same for the wait until the view shows it. */
        static long longestReadDueNanos(List<Step> steps, long fromNanos, long toNanos) {
            return slowest(steps, fromNanos, toNanos, Step::readNanos);
        }

        private static long slowest(List<Step> steps, long fromNanos, long toNanos, ToLongFunction<Step> wait) {
            return among(steps, fromNanos, toNanos)
                    .max(Comparator.comparingLong(wait))
                    .map(Step::dueNanos)
                    .orElse(fromNanos);
        }

        private static Stream<Step> among(List<Step> steps, long fromNanos, long toNanos) {
            return steps.stream().filter(step -> step.dueNanos() >= fromNanos && step.dueNanos() < toNanos);
        }

        private long writeNanos() {
            return doneNanos - dueNanos;
        }

        private long readNanos() {
            return shownNanos - doneNanos;
        }

        /** Longest wait from an acknowledgement until the view shows it, among those due in a time, ms; 0 where there are none. */
        static double longestReadMillis(List<Step> steps, long fromNanos, long toNanos) {
            return longest(steps, fromNanos, toNanos, Step::readNanos);
        }

        private static double longest(List<Step> steps, long fromNanos, long toNanos, ToLongFunction<Step> wait) {
            return among(steps, fromNanos, toNanos).mapToLong(wait).max().orElse(0) / NANOS_PER_MILLI;
        }
    }

    private TakeoverProbe(Api api, List<Tenant> tenants, Duration period, String namePrefix) {
        this.api = api;
        this.tenants = List.copyOf(tenants);
        this.period = period;
        this.namePrefix = namePrefix;
        this.thread = Thread.ofPlatform().daemon().name("probe").unstarted(this::send);
    }

    /**
     * Starts sending.
     *
     * @param period of each tenant's steps
     * @param namePrefix that no deployment has
     */
    static TakeoverProbe start(Api api, List<Tenant> tenants, Duration period, String namePrefix) {
        TakeoverProbe probe = new TakeoverProbe(api, tenants, period, namePrefix);
        probe.thread.start();
        return probe;
    }

    private void send() {
        long startNanos = System.nanoTime();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; !isEnding; at++) {
                // The tenants share the period evenly.
                long dueNanos = startNanos + at * period.toNanos() / tenants.size();
                Due.await(dueNanos, () -> isEnding);
                Tenant tenant = tenants.get(at % tenants.size());
                String name = namePrefix + '-' + at;
                steps.add(workers.submit(() -> step(tenant, name, dueNanos)));
            }
        }
    }

    private Step step(Tenant tenant, String name, long dueNanos) {
        int refusals = 0;
        Map<String, String> key = Map.of("Idempotency-Key", name);
        while (true) {
            Reply done = api.send(tenant.token(), "POST", "/v1/deployments", CreateRequests.body(name), key)
                    .orElse(null);
            if (done != null && isWell(done)) {
                long doneNanos = System.nanoTime();
                Map<String, String> position = Map.of("X-RiOS-Min-Position", Long.toString(done.position()));
                int unread = awaitShown(tenant, done.header("Location"), position);
                return new Step(dueNanos, doneNanos, System.nanoTime(), refusals + unread);
            }
            refusals++;
            pause(done, "/v1/deployments", dueNanos);
        }
    }

    private int awaitShown(Tenant tenant, String path, Map<String, String> position) {
        long sinceNanos = System.nanoTime();
        int refusals = 0;
        while (true) {
            Reply shown = api.send(tenant.token(), "GET", path, null, position).orElse(null);
            if (shown != null && isWell(shown)) {
                return refusals;
            }
            refusals++;
            pause(shown, path, sinceNanos);
        }
    }

    private static boolean isWell(Reply reply) {
        return reply.status() >= FIRST_WELL && reply.status() < FIRST_NOT_WELL;
    }

    private static void pause(@Nullable Reply refused, String path, long sinceNanos) {
        if (refused != null && refused.status() < FIRST_SERVER_ERROR && refused.status() != TOO_MANY) {
            throw new BenchException(path + " was answered with " + refused.status() + ": " + refused.json());
        }
        if (System.nanoTime() - sinceNanos > LIMIT.toNanos()) {
            throw new BenchException(path + " was refused for " + LIMIT.toSeconds() + " s"
                    + (refused == null ? "" : ": " + refused.json()));
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Sends no more, and returns all steps when the last of them is read. */
    List<Step> end() {
        isEnding = true;
        LockSupport.unpark(thread);
        List<Step> done = new ArrayList<>();
        try {
            thread.join();
            for (Future<Step> step : steps) {
                done.add(step.get());
            }
        } catch (ExecutionException e) {
            throw new BenchException("A client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while the last answers were awaited", e);
        }
        return done;
    }
}
