package ai.rios.libp2p.kad;

import ai.rios.libp2p.io.Saver;
import ai.rios.libp2p.io.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Forgets records that have ended, and keeps the others in a file where there is one. Thread-safe. */
final class RecordKeeper implements AutoCloseable {
    private final ProviderStore store;
    private final Optional<ProviderFile> file;
    private final Workers workers;
    private final Timers timers;
    private final Duration every;

    /** Guarded by this, as is all below. */
    private final Optional<Saver> saver;

    private Timers.Timer timer = () -> {};
    private boolean closed;

    RecordKeeper(ProviderStore store, Optional<ProviderFile> file, Workers workers, Timers timers, Duration every) {
        this.store = store;
        this.file = file;
        this.workers = workers;
        this.timers = timers;
        this.every = every;
        this.saver =
                file.map(there -> new Saver("provider records", store::changes, () -> there.save(store.entries())));
    }

    /**
     * Takes in what was saved, and begins.
     *
     * @throws IOException when there is a file that cannot be read
     */
    synchronized void start() throws IOException {
        if (file.isPresent()) {
            file.get().load().forEach(store::put);
        }
        saver.ifPresent(Saver::isSaved);
        schedule();
    }

    private void schedule() {
        timer = timers.schedule(every, () -> workers.start("kad-records", this::work));
    }

    private synchronized void work() {
        if (!closed) {
            store.sweep();
            saver.ifPresent(Saver::saveChanges);
            schedule();
        }
    }

    /** Saves a last time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            timer.cancel();
            saver.ifPresent(Saver::saveChanges);
        }
    }
}
