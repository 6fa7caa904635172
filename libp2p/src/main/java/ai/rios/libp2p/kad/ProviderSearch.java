package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Providers as they are found. {@link #hasNext()} waits for the next one, and is false when all that were asked for are
 * there, nobody is left to ask, the time is over, or the search is closed. Each provider comes once.
 *
 * <p>One thread iterates; {@link #close()} may come from any.
 */
public final class ProviderSearch implements Iterator<PeerAddresses>, AutoCloseable {
    private final int count;

    /** The search's own thread adds, and nothing is the end; not more than were asked for, and one. */
    private final BlockingQueue<Optional<PeerAddresses>> found = new LinkedBlockingQueue<>();

    /** Guarded by itself. */
    private final Set<PeerId> seen = new HashSet<>();

    /** The iterating thread's own: the next one, when it is known; nothing after the end. */
    private Optional<PeerAddresses> next = Optional.empty();

    private boolean ended;

    /** What ends the search. */
    private volatile Runnable stop = () -> {};

    ProviderSearch(int count) {
        this.count = count;
    }

    /** Adds a provider, unless it is there already or all that were asked for are. */
    void add(PeerAddresses provider) {
        synchronized (seen) {
            if (seen.size() < count && seen.add(provider.id())) {
                found.add(Optional.of(provider));
            }
        }
    }

    boolean isFull() {
        synchronized (seen) {
            return seen.size() >= count;
        }
    }

    void end() {
        found.add(Optional.empty());
    }

    void stopBy(Runnable action) {
        stop = action;
    }

    /** Waits for the next provider. An interrupt is the end, too; it stays with the thread. */
    @Override
    public boolean hasNext() {
        if (next.isEmpty() && !ended) {
            try {
                next = found.take();
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                close();
            }
            ended = next.isEmpty();
        }
        return next.isPresent();
    }

    @Override
    public PeerAddresses next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no further provider was found");
        }
        PeerAddresses provider = next.orElseThrow();
        next = Optional.empty();
        return provider;
    }

    /** Ends the search; what was found before still comes, and then no more. */
    @Override
    public void close() {
        stop.run();
        end();
    }
}
