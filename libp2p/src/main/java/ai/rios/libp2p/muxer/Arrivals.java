package ai.rios.libp2p.muxer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has come on a stream and was not read yet. Small pieces share an array, so that what is held is what is counted, however
 * small the pieces are that the other end sends. Not thread-safe.
 */
public final class Arrivals {
    /** Of an array that small pieces share. */
    public static final int SHARED_BYTES = 512;

    /** Pieces of this length keep their own array, so that what they leave free in the one before is an eighth of them at most. */
    private static final int OWN_BYTES = 8 * SHARED_BYTES;

    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private int takenOfFirst;
    private int unread;

    /** An array that is filled from its start. */
    private static final class Chunk {
        private final byte[] bytes;
        private int used;

        private Chunk(byte[] bytes, int used) {
            this.bytes = bytes;
            this.used = used;
        }

        private void append(byte[] more, int offset, int length) {
            System.arraycopy(more, offset, bytes, used, length);
            used += length;
        }
    }

    /** Bytes to read. */
    public int unread() {
        return unread;
    }

    /** What {@code bytes} would take of memory, beyond what is held already. */
    public int costOf(byte[] bytes) {
        int rest = bytes.length - fitting(bytes);
        return rest == 0 ? 0 : Math.max(rest, SHARED_BYTES);
    }

    /** How many of them go into the last array. */
    private int fitting(byte[] bytes) {
        Chunk last = chunks.peekLast();
        return last == null || bytes.length >= OWN_BYTES ? 0 : Math.min(bytes.length, last.bytes.length - last.used);
    }

    /** Keeps them; an array that is large enough becomes this one's own. */
    public void add(byte[] bytes) {
        int fitting = fitting(bytes);
        int rest = bytes.length - fitting;
        if (fitting > 0) {
            chunks.getLast().append(bytes, 0, fitting);
        }
        if (rest >= SHARED_BYTES && fitting == 0) {
            chunks.addLast(new Chunk(bytes, rest));
        } else if (rest > 0) {
            Chunk next = new Chunk(new byte[Math.max(rest, SHARED_BYTES)], 0);
            next.append(bytes, fitting, rest);
            chunks.addLast(next);
        }
        unread += bytes.length;
    }

    /**
     * Moves up to {@code length} bytes to the target, of one array at most.
     *
     * @return how many
     */
    public int take(byte[] target, int offset, int length) {
        if (unread == 0) {
            return 0;
        }
        Chunk first = chunks.getFirst();
        int part = Math.min(length, first.used - takenOfFirst);
        System.arraycopy(first.bytes, takenOfFirst, target, offset, part);
        takenOfFirst += part;
        unread -= part;
        return part;
    }

    /** Forgets the first array where all of it was taken: how many bytes of memory that gives back. */
    public int release() {
        Chunk first = chunks.peekFirst();
        if (first == null || takenOfFirst < first.used) {
            return 0;
        }
        takenOfFirst = 0;
        chunks.removeFirst();
        return first.bytes.length;
    }

    /** Forgets all: how many bytes of memory that gives back. */
    public int clear() {
        int held = 0;
        for (Chunk chunk : chunks) {
            held += chunk.bytes.length;
        }
        chunks.clear();
        takenOfFirst = 0;
        unread = 0;
        return held;
    }
}
