package ai.rios.libp2p.transport.quic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What was written on a stream and the native library has not taken yet: first it waits here, then it is under way there. Not
 * thread-safe.
 */
final class Departures {
    /** Pieces of this size go without being waited for. */
    static final int PIECE_BYTES = 16 * 1024;

    private static final int FIRST_BYTES = 256;
    private static final byte[] NOTHING = new byte[0];

    private final Deque<byte[]> full = new ArrayDeque<>();
    private byte[] begun = NOTHING;
    private int begunBytes;
    private int underWay;

    /** Keeps a copy. */
    void add(byte[] source, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int taken = Math.min(end - from, PIECE_BYTES - begunBytes);
            makeRoom(taken);
            System.arraycopy(source, from, begun, begunBytes, taken);
            begunBytes += taken;
            from += taken;
            if (begunBytes == PIECE_BYTES) {
                full.addLast(begun);
                begun = NOTHING;
                begunBytes = 0;
            }
        }
    }

    private void makeRoom(int length) {
        if (begun.length - begunBytes < length) {
            int wanted = Math.max(Math.max(FIRST_BYTES, 2 * begun.length), begunBytes + length);
            begun = Arrays.copyOf(begun, Math.min(PIECE_BYTES, wanted));
        }
    }

    /** Bytes here, which nobody has taken out. */
    int here() {
        return full.size() * PIECE_BYTES + begunBytes;
    }

    /** Bytes here and under way. */
    int waiting() {
        return here() + underWay;
    }

    /** Whether there is as much here as goes without being waited for. */
    boolean hasFullPiece() {
        return !full.isEmpty();
    }

    /** Takes out all that is here, in order; it is under way now. */
    List<byte[]> takeOut() {
        underWay += here();
        List<byte[]> pieces = new ArrayList<>(full);
        full.clear();
        if (begunBytes > 0) {
            pieces.add(Arrays.copyOf(begun, begunBytes));
            begunBytes = 0;
        }
        return pieces;
    }

    /** So many bytes are under way no longer. */
    void arrived(int bytes) {
        underWay -= bytes;
    }

    /**
     * Forgets what is here.
     *
     * @return how many bytes that were
     */
    int clear() {
        int bytes = here();
        full.clear();
        begun = NOTHING;
        begunBytes = 0;
        return bytes;
    }
}
