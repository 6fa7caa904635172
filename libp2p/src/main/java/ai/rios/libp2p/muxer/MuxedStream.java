package ai.rios.libp2p.muxer;

import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.resources.ResourceScope;
import java.io.IOException;
import java.time.Duration;

/**
 * One of the streams of a multiplexed connection. Its two directions end apart: after {@link #closeWrite()} the other end
 * may go on sending. One thread reads, one writes; all else may come from any thread.
 *
 * <p>Reads and writes fail with {@link ai.rios.libp2p.StreamResetException} after a reset by either end, with
 * {@link ai.rios.libp2p.MuxerException} when the whole connection has ended, with
 * {@link ai.rios.libp2p.DeadlineException} after the deadline, and with {@link java.io.InterruptedIOException} when their
 * thread is interrupted. Bytes that arrived before an orderly end are read first.
 */
public interface MuxedStream extends Duplex {
    /**
     * Says that nothing more will be written, after what was written. Reading goes on.
     *
     * @throws IOException when what still waits to be sent cannot be
     */
    void closeWrite() throws IOException;

    /**
     * Throws the stream away: both directions end at once at both ends, and what is under way is lost.
     *
     * @param code why, for the other end: one of {@link ErrorCodes}, or 0 for nothing in particular
     */
    void reset(long code);

    /** Throws the stream away and gives no reason. */
    default void reset() {
        reset(ErrorCodes.NONE);
    }

    /**
     * Ends the stream in order: {@link #closeWrite()}, and what still comes is thrown away. It never waits for the other
     * end; where what was written cannot be sent any more, the stream is reset.
     */
    @Override
    void close();

    /**
     * How long reads and writes may still take, all together, from now on. It takes the place of an earlier deadline, also
     * for those that wait already.
     *
     * @param fromNow zero or less is at once
     */
    void deadline(Duration fromNow);

    /** Takes the deadline away. */
    void noDeadline();

    /**
     * Counts from now on what this stream holds among the streams of its protocol too.
     *
     * @return false, and nothing is changed, where that counter has no room
     */
    default boolean countIn(ResourceScope protocol) {
        return true;
    }
}
