package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import ai.rios.bench.load.Load;
import ai.rios.bench.load.LoadGenerator;
import ai.rios.bench.load.LoadResult;
import ai.rios.bench.load.RequestSource;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/**
 * As many requests in flight as a tenant may have, one after another, in a thread of its own, from start to close. Confined to the thread
 * that starts and closes it.
 */
final class Flood implements AutoCloseable {
    /** It is asked to end between two of these. */
    private static final Duration STRETCH = Duration.ofMillis(500);

    private static final int CREATED = 201;
    private static final double NANOS_PER_SECOND = 1e9;

    private final CountDownLatch flows = new CountDownLatch(1);
    private final CompletableFuture<Double> perSecond;

    /** Written by who ends it, read by the flooding thread. */
    private volatile boolean isEnding;

    private Flood(InetSocketAddress edge, RequestSource creations, int inFlight) {
        this.perSecond = CompletableFuture.supplyAsync(
                () -> run(edge, creations, inFlight),
                task -> Thread.ofPlatform().daemon().name("flood").start(task));
    }

    /** Starts, and returns when it has been answered for a while. */
    static Flood start(InetSocketAddress edge, RequestSource creations, int inFlight) {
        Flood flood = new Flood(edge, creations, inFlight);
        try {
            flood.flows.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while the flood began", e);
        }
        return flood;
    }

    private double run(InetSocketAddress edge, RequestSource creations, int inFlight) {
        long startNanos = System.nanoTime();
        long answered = 0;
        try (LoadGenerator generator = LoadGenerator.to(edge, inFlight)) {
            while (!isEnding) {
                LoadResult result = generator.run(new Load.Closed(inFlight, STRETCH), creations, CREATED);
                if (result.failed() > 0) {
                    throw new BenchException("The flood was refused: " + result.firstFailure());
                }
                answered += result.succeeded();
                flows.countDown();
            }
        } finally {
            flows.countDown();
        }
        return answered / ((System.nanoTime() - startNanos) / NANOS_PER_SECOND);
    }

    /**
     * Ends it.
     *
     * @return answers a second
     * @throws BenchException when it was refused
     */
    double end() {
        isEnding = true;
        try {
            return perSecond.join();
        } catch (CompletionException e) {
            throw new BenchException("The flood failed: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        isEnding = true;
    }
}
