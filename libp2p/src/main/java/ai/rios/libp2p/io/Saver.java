package ai.rios.libp2p.io;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

/**
 * Saves what has changed since it was saved last. A failure is said once, until a save succeeds again, and each later call
 * tries anew. Not thread-safe.
 */
public final class Saver {
    private static final Logger LOG = System.getLogger(Saver.class.getName());

    private final String what;
    private final LongSupplier changes;
    private final Save save;

    private long saved;
    private boolean failed;

    /** Saves all. */
    public interface Save {
        /** Puts what there is now in the place of what was saved before. */
        void save() throws IOException;
    }

    /**
     * Nothing is saved yet.
     *
     * @param what for the log, such as {@code peers}
     * @param changes another number than before where anything may have changed
     */
    public Saver(String what, LongSupplier changes, Save save) {
        this.what = what;
        this.changes = changes;
        this.save = save;
    }

    /** Takes what there is now as saved, such as after it was read. */
    public void isSaved() {
        saved = changes.getAsLong();
    }

    /** Saves where anything has changed. */
    public void saveChanges() {
        long now = changes.getAsLong();
        if (now == saved) {
            return;
        }
        try {
            save.save();
            saved = now;
            failed = false;
        } catch (IOException failure) {
            if (!failed) {
                LOG.log(Level.WARNING, "{0} cannot be saved; tried again reason={1}", what, failure.toString());
            }
            failed = true;
        }
    }
}
