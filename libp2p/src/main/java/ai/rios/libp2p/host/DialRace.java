package ai.rios.libp2p.host;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tries the addresses of one peer, each with its delay and within a number at the same time. Where all that run have failed
 * the next one does not wait for its delay. The first connection wins, and the other tries are interrupted.
 */
final class DialRace {
    /** Dials one address. */
    interface Attempt {
        Upgraded dial(Multiaddr address) throws IOException;
    }

    private final Timers timers;
    private final Attempt attempt;
    private final int mostAtOnce;
    private final List<String> leftOut;
    private final CompletableFuture<Upgraded> winner = new CompletableFuture<>();

    /** All below: the race's lock guards them. */
    private final List<Waiting> waiting;

    private final Map<Thread, Multiaddr> running = new LinkedHashMap<>();
    private final List<DialException> failures = new ArrayList<>();

    /** An address that is not tried yet. The race's lock guards it. */
    private static final class Waiting {
        private final DialRanker.Ranked ranked;
        private boolean isDue;
        private Timers.Timer timer = () -> {};

        private Waiting(DialRanker.Ranked ranked) {
            this.ranked = ranked;
        }
    }

    /**
     * A race that has not begun.
     *
     * @param leftOut why further addresses of the peer are not tried, for who is told that it failed
     */
    DialRace(List<DialRanker.Ranked> addresses, List<String> leftOut, int mostAtOnce, Timers timers, Attempt attempt) {
        this.leftOut = List.copyOf(leftOut);
        this.waiting = new ArrayList<>(addresses.stream().map(Waiting::new).toList());
        this.mostAtOnce = mostAtOnce;
        this.timers = timers;
        this.attempt = attempt;
    }

    /** Runs it; an interrupt ends all tries. */
    Upgraded run(Duration limit) throws IOException {
        begin();
        boolean taken = false;
        try {
            Upgraded first = winner.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            taken = true;
            return first;
        } catch (ExecutionException none) {
            throw none.getCause() instanceof DialException failure ? failure : new DialException("no dial", none);
        } catch (TimeoutException late) {
            throw new DialException("dialing took longer than " + limit + ": " + reasons(), late);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("dialing was interrupted").initCause(interrupt);
        } finally {
            end();
            if (!taken) {
                closeLateWinner();
            }
        }
    }

    /** One that came in the moment in which waiting for it ended is nobody's. */
    private void closeLateWinner() {
        if (!winner.isCompletedExceptionally()) {
            winner.join().muxer().close();
        }
    }

    private synchronized void begin() {
        for (Waiting next : waiting) {
            if (next.ranked.delay().isZero()) {
                next.isDue = true;
            } else {
                next.timer = timers.schedule(next.ranked.delay(), () -> isDue(next));
            }
        }
        startDue();
    }

    private synchronized void isDue(Waiting next) {
        next.isDue = true;
        startDue();
    }

    private void startDue() {
        while (!winner.isDone() && running.size() < mostAtOnce) {
            Optional<Waiting> next = next();
            if (next.isEmpty()) {
                break;
            }
            waiting.remove(next.get());
            // One that is tried early is not due once more.
            next.get().timer.cancel();
            Multiaddr address = next.get().ranked.address();
            Thread thread = Thread.ofVirtual().name("libp2p-dial").unstarted(() -> run(address));
            running.put(thread, address);
            thread.start();
        }
        if (waiting.isEmpty() && running.isEmpty() && !winner.isDone()) {
            winner.completeExceptionally(failure());
        }
    }

    /** The first one that has waited long enough; where nothing runs, the first one. */
    private Optional<Waiting> next() {
        return waiting.stream()
                .filter(candidate -> candidate.isDue || running.isEmpty())
                .findFirst();
    }

    private DialException failure() {
        int all = failures.size() + leftOut.size();
        DialException failure = new DialException("no address of " + all + " led to the peer: " + reasons());
        failures.forEach(failure::addSuppressed);
        return failure;
    }

    /** Of every address why it has led nowhere so far; those that were tried first. */
    private synchronized String reasons() {
        List<String> reasons = new ArrayList<>();
        failures.forEach(failure -> reasons.add(DialReasons.of(failure)));
        running.values().forEach(address -> reasons.add(address + ": no answer yet"));
        waiting.forEach(next -> reasons.add(next.ranked.address() + ": not tried yet"));
        reasons.addAll(leftOut);
        return DialReasons.join(reasons);
    }

    private void run(Multiaddr address) {
        try {
            Upgraded upgraded = attempt.dial(address);
            if (!winner.complete(upgraded)) {
                upgraded.muxer().close();
            }
            ended();
        } catch (IOException | RuntimeException failed) {
            ended(new DialException(address + ": " + DialReasons.of(failed), failed));
        } catch (Error fault) {
            ended(new DialException(address + ": " + DialReasons.of(fault), fault));
            throw fault;
        }
    }

    private synchronized void ended(DialException failure) {
        failures.add(failure);
        ended();
    }

    private synchronized void ended() {
        running.remove(Thread.currentThread());
        startDue();
    }

    private synchronized void end() {
        // Where it has not ended by a winner, one that comes now is closed.
        winner.cancel(false);
        waiting.forEach(next -> next.timer.cancel());
        waiting.clear();
        running.keySet().forEach(Thread::interrupt);
    }
}
