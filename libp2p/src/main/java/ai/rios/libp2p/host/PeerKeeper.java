package ai.rios.libp2p.host;

import ai.rios.libp2p.io.Saver;
import ai.rios.libp2p.io.Timers;
import java.io.IOException;
import java.time.Duration;

/** Keeps what is known of peers in a file: it is saved where it has changed, from time to time and at the end. Thread-safe. */
final class PeerKeeper implements AutoCloseable {
    /** How often it is saved. */
    static final Duration EVERY = Duration.ofMinutes(1);

    private final PeerStore peers;
    private final PeerFile file;
    private final Timers timers;

    /** Guarded by this, as is all below. */
    private final Saver saver;

    private Timers.Timer timer = () -> {};
    private boolean closed;

    PeerKeeper(PeerStore peers, PeerFile file, Timers timers) {
        this.peers = peers;
        this.file = file;
        this.timers = timers;
        this.saver = new Saver("peers", peers::changes, () -> file.save(peers.entries()));
    }

    /**
     * Takes in what was saved, and begins.
     *
     * @throws IOException when there is a file that cannot be read
     */
    synchronized void start() throws IOException {
        file.load().forEach(peers::put);
        saver.isSaved();
        schedule();
    }

    private void schedule() {
        timer = timers.schedule(
                EVERY, () -> Thread.ofVirtual().name("libp2p-peers").start(this::work));
    }

    private synchronized void work() {
        if (!closed) {
            saver.saveChanges();
            schedule();
        }
    }

    /** Saves a last time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            timer.cancel();
            saver.saveChanges();
        }
    }
}
