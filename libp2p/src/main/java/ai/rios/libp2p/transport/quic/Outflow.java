package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.resources.ResourceScope;
import java.util.List;

/** What goes out on one stream. Not thread-safe: its stream's lock guards it. */
final class Outflow {
    private enum Fin {
        /** It goes after what waits, once this end has written all. */
        HERE,
        UNDER_WAY,
        /** The native library has it, and all before it. */
        TAKEN
    }

    /**
     * Bytes that go to the native library at once.
     *
     * @param pieces in their order
     * @param bytes how many
     * @param fin whether they are the last
     */
    record Parcel(List<byte[]> pieces, int bytes, boolean fin) {
        boolean isEmpty() {
            return bytes == 0 && !fin;
        }
    }

    private final Departures waiting = new Departures();
    private final int mostWaiting;
    private final ResourceScope memory;
    private Fin fin = Fin.HERE;
    private boolean ended;
    private boolean stopped;

    /**
     * Nothing is written.
     *
     * @param mostWaiting bytes that wait, here and under way
     * @param memory counts them
     */
    Outflow(int mostWaiting, ResourceScope memory) {
        this.mostWaiting = mostWaiting;
        this.memory = memory;
    }

    /** Adds some of the bytes, as there is room and memory, and says how many. */
    int write(byte[] source, int offset, int length) {
        int taken = Math.min(length, Math.min(mostWaiting - waiting.waiting(), Departures.PIECE_BYTES));
        if (taken <= 0 || !memory.reserve(taken)) {
            return 0;
        }
        waiting.add(source, offset, taken);
        return taken;
    }

    /** Nothing more will be written. */
    void end() {
        ended = true;
    }

    /** Whether this end may write. */
    boolean isOpen() {
        return !ended;
    }

    /** Takes out what can go now; it is under way from then on. */
    Parcel takeOut() {
        int bytes = waiting.here();
        boolean last = ended && fin == Fin.HERE;
        if (last) {
            fin = Fin.UNDER_WAY;
        }
        return new Parcel(waiting.takeOut(), bytes, last);
    }

    /** The native library has taken it. */
    void taken(Parcel parcel) {
        arrived(parcel);
        if (parcel.fin()) {
            fin = Fin.TAKEN;
        }
    }

    /** The native library has not taken it, and will not. */
    void lost(Parcel parcel) {
        arrived(parcel);
    }

    private void arrived(Parcel parcel) {
        waiting.arrived(parcel.bytes());
        memory.release(parcel.bytes());
    }

    /** The other end takes no more. */
    void stop() {
        stopped = true;
        discard();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Throws away what is here; what is under way gives itself back when it is taken or lost. */
    void discard() {
        memory.release(waiting.clear());
    }

    /** Whether the other end gets everything, its end too. */
    boolean isWhole() {
        return fin == Fin.TAKEN;
    }

    /** Whether nothing more goes out, since all has or the other end takes no more. */
    boolean hasEnded() {
        return isWhole() || stopped;
    }

    /** Whether there is an end that is still to go out. */
    boolean isEnding() {
        return ended && !hasEnded();
    }

    /** Whether so much waits that it goes without a flush. */
    boolean hasFullPiece() {
        return waiting.hasFullPiece();
    }

    /** Whether something waits that is not under way. */
    boolean hasData() {
        return waiting.here() > 0;
    }

    /** Bytes here and under way. */
    int waiting() {
        return waiting.waiting();
    }

    /** Whether there is so much room again that whoever writes is better woken. */
    boolean hasMuchRoom() {
        return waiting.waiting() <= mostWaiting / 2;
    }
}
