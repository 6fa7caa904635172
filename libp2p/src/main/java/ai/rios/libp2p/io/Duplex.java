package ai.rios.libp2p.io;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Ordered bytes both ways between two ends. Reading and writing block, and may go on at the same time in two threads; no
 * more than one reads and one writes at a time. {@link #close()} may come from any thread at any time, and ends both.
 */
public interface Duplex extends Closeable {
    /**
     * What comes from the other end. It ends (-1) where the other end stopped writing in order, and fails where it broke
     * off. A read takes no more bytes from below than it gives back, or keeps them for the next one, so that the layers of
     * a connection can be built one after another on the same input.
     */
    InputStream input();

    /** What goes to the other end. What is written may wait until {@link OutputStream#flush()}; that sends it. */
    OutputStream output();

    /** Ends both ways at once. What waits in a read or write fails; a second close does nothing. */
    @Override
    void close();
}
