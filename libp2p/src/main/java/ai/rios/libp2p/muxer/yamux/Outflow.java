package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.resources.ResourceScope;

/**
 * What goes out on one stream, and in which order. Not thread-safe: its stream's lock guards it.
 *
 * <p>The flag that opens the stream (SYN) or takes it (ACK) goes with the first frame, and only where there is nothing to
 * carry it, by itself. FIN goes alone, behind the last payload: go-yamux 5.1.0 looks at it before it takes the payload of
 * the same frame, and a reader that looks in between sees the end and nothing else; js-libp2p loses what comes with SYN and
 * FIN. It is on a data frame always, since not everybody minds it on a window update.
 */
final class Outflow {
    private static final long MAX_WINDOW = 0xFFFF_FFFFL;

    private enum End {
        OPEN,
        /** FIN goes after what waits. */
        ENDING,
        ENDED
    }

    private final long stream;
    private final int maxWaiting;
    private final ByteRing waiting;
    private long credit = ReceiveWindow.INITIAL;
    private int opening;
    private boolean announced;
    private long given;
    private End end = End.OPEN;

    /**
     * Nothing is sent yet.
     *
     * @param opening SYN or ACK
     * @param maxWaiting bytes that wait, at most
     * @param memory counts what waits
     */
    Outflow(long stream, int opening, int maxWaiting, ResourceScope memory) {
        this.waiting = new ByteRing(memory);
        this.stream = stream;
        this.opening = opening;
        this.maxWaiting = maxWaiting;
    }

    /** Adds as many of the bytes as there is room for, and says how many; memory that is short makes it fewer. */
    int write(byte[] source, int offset, int length) {
        int wanted = Math.min(length, maxWaiting - waiting.size());
        if (!waiting.reserve(wanted)) {
            waiting.reserve(Math.min(wanted, 1));
        }
        int taken = Math.min(wanted, waiting.room());
        waiting.write(source, offset, taken);
        return taken;
    }

    /** Nothing more will be written. */
    void end() {
        if (end == End.OPEN) {
            end = End.ENDING;
        }
    }

    /** The other end takes more; false when that is more than 32 bits can say. */
    boolean credit(long bytes) {
        credit += bytes;
        return credit <= MAX_WINDOW;
    }

    /** This end takes more. */
    void give(long bytes) {
        given += bytes;
    }

    /** The stream is opened, or taken, by a frame of its own if there is nothing else. True when there is need for one. */
    boolean announce() {
        announced |= opening != 0;
        return announced;
    }

    /** Whether frames can go out now that are not payload. */
    boolean hasControl() {
        return given > 0 || announced;
    }

    /** Whether payload, or the end of it, can go out now. */
    boolean hasData() {
        return waiting.size() > 0 ? credit > 0 : end == End.ENDING;
    }

    /** Adds what can go out: the window's growth, and one frame of payload. */
    void drain(FrameBatch batch) {
        if (hasControl()) {
            batch.add(header(FrameType.WINDOW_UPDATE, takeOpening(), given));
            given = 0;
        }
        if (waiting.size() > 0) {
            drainPayload(batch);
        }
        if (waiting.size() == 0 && end == End.ENDING) {
            drainEnd(batch);
        }
    }

    private void drainPayload(FrameBatch batch) {
        int bytes = (int) Math.min(Math.min(waiting.size(), credit), FrameBatch.MAX_PAYLOAD);
        if (bytes == 0) {
            return;
        }
        credit -= bytes;
        batch.add(header(FrameType.DATA, takeOpening(), bytes), waiting);
    }

    private void drainEnd(FrameBatch batch) {
        if (opening == FrameHeader.SYN) {
            batch.add(header(FrameType.WINDOW_UPDATE, takeOpening(), 0));
        }
        batch.add(header(FrameType.DATA, takeOpening() | FrameHeader.FIN, 0));
        end = End.ENDED;
    }

    private int takeOpening() {
        int flag = opening;
        opening = 0;
        announced = false;
        return flag;
    }

    private FrameHeader header(FrameType type, int flags, long length) {
        return new FrameHeader(type, flags, stream, length);
    }

    /** Throws away what waits; nothing more is written. */
    void discard() {
        waiting.clear();
        waiting.last();
    }

    /** Nothing more is written; what waits may still go out. */
    void last() {
        waiting.last();
    }

    /** Whether the other end does not know of the stream, since nothing of it went out. */
    boolean isUnknown() {
        return opening == FrameHeader.SYN;
    }

    boolean isOpen() {
        return end == End.OPEN;
    }

    boolean hasEnded() {
        return end == End.ENDED;
    }

    /** Whether all that waits can go out, without the other end taking more. */
    boolean canEnd() {
        return waiting.size() <= credit;
    }

    int waiting() {
        return waiting.size();
    }
}
