package ai.rios.libp2p.muxer;

import java.io.Closeable;
import java.io.IOException;

/** One multiplexed connection: both ends open streams on it, independently of one another. Thread-safe. */
public interface StreamMuxer extends Closeable {
    /**
     * Opens a stream. It does not wait until the other end took it, but where too many are not taken yet.
     *
     * @throws ai.rios.libp2p.MuxerException when the connection has ended, or ends meanwhile
     * @throws ai.rios.libp2p.LimitException when this end has as many streams open as it may
     * @throws java.io.InterruptedIOException when the thread is interrupted while it waits
     */
    MuxedStream openStream() throws IOException;

    /**
     * Waits for the next stream that the other end opens. Streams that nobody takes wait in a queue with a bound; beyond
     * that they are reset.
     *
     * @throws ai.rios.libp2p.MuxerException when the connection has ended, or ends meanwhile
     * @throws java.io.InterruptedIOException when the thread is interrupted while it waits
     */
    MuxedStream acceptStream() throws IOException;

    /** Whether the connection has ended, by whichever end. */
    boolean isClosed();

    /**
     * Ends the connection and tells the other end why. All streams fail at both ends, so who wants an orderly end finishes
     * them first. It waits a short time at most until that is sent. A second close does nothing.
     *
     * @param code for the other end: 0 is an orderly end
     */
    void close(long code);

    /** Ends the connection in order. */
    @Override
    default void close() {
        close(0);
    }
}
