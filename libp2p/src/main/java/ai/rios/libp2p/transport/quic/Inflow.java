package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.muxer.Arrivals;
import ai.rios.libp2p.resources.ResourceScope;

/**
 * What comes in on one stream: the bytes that wait to be read, and whether more are taken from the native library. Not
 * thread-safe: its stream's lock guards it.
 */
final class Inflow {
    private final Arrivals waiting;
    private final int mostWaiting;
    private boolean paused;
    private boolean takesAll;
    private boolean finished;
    private boolean discarding;
    private boolean forgotten;
    private long discarded;

    /**
     * Nothing has come.
     *
     * @param mostWaiting bytes that wait; the rest stays in the native library
     * @param memory counts what waits
     */
    Inflow(int mostWaiting, ResourceScope memory) {
        this.mostWaiting = mostWaiting;
        this.waiting = new Arrivals(memory);
    }

    /** Bytes have come, which are this stream's from now on; false where there is no memory for them. Once nobody reads, they are lost. */
    boolean deliver(byte[] bytes) {
        if (discarding) {
            discarded += bytes.length;
            return true;
        }
        return waiting.add(bytes);
    }

    /** Takes up to {@code length} bytes and says how many; 0 when none wait. */
    int read(byte[] target, int offset, int length) {
        return waiting.read(target, offset, length);
    }

    /** Whether the next bytes may be taken from the native library. If not, {@link #goesOn} says when. */
    boolean takesMore() {
        paused = !takesAll && !hasRoom();
        return !paused;
    }

    /** Whether bytes may be taken again that could not before; says so once. */
    boolean goesOn() {
        boolean goesOn = paused && hasRoom();
        paused &= !goesOn;
        return goesOn;
    }

    private boolean hasRoom() {
        return discarding || waiting.unread() + StreamHandler.BYTES_A_TURN <= mostWaiting;
    }

    /** All that has come is taken, whatever there is room for: the connection ends. */
    void takeAll() {
        takesAll = true;
    }

    boolean takesAll() {
        return takesAll;
    }

    /** The other end writes no more. */
    void finish() {
        finished = true;
    }

    /** Nobody will read: what waits is lost, and what still comes is. */
    void discard() {
        discarding = true;
        waiting.clear();
    }

    /** Bytes that wait are given up, since nobody came for them in time: there is no end to be read any more. */
    void forget() {
        forgotten = true;
        discard();
    }

    boolean isFinished() {
        return finished;
    }

    /** Whether all has been read that the other end wrote, to its end; where nothing waits. */
    boolean isWhole() {
        return finished && !forgotten;
    }

    int waiting() {
        return waiting.unread();
    }

    /** Bytes that were lost because nobody read any more. */
    long discarded() {
        return discarded;
    }
}
