package ai.rios.libp2p.muxer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has come on a stream and was not read yet. Small pieces share an array, so that what is held is what is counted, however
 * small the pieces are that the other end sends. Not thread-safe.
 */
public final class Arrivals {
    /** Smaller pieces share an array of this size; larger ones keep their own. */
    public static final int SHARED_BYTES = 512;

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

        private void append(byte[] more) {
            System.arraycopy(more, 0, bytes, used, more.length);
            used += more.length;
        }
    }

    /** Bytes to read. */
    public int unread() {
        return unread;
    }

    /** What {@code bytes} would take of memory, beyond what is held already. */
    public int costOf(byte[] bytes) {
        if (fits(bytes)) {
            return 0;
        }
        return Math.max(bytes.length, SHARED_BYTES);
    }

    private boolean fits(byte[] bytes) {
        Chunk last = chunks.peekLast();
        return last != null && last.bytes.length - last.used >= bytes.length;
    }

    /** Keeps them; an array that is large enough becomes this one's own. */
    public void add(byte[] bytes) {
        if (fits(bytes)) {
            chunks.getLast().append(bytes);
        } else if (bytes.length >= SHARED_BYTES) {
            chunks.addLast(new Chunk(bytes, bytes.length));
        } else {
            Chunk shared = new Chunk(new byte[SHARED_BYTES], 0);
            shared.append(bytes);
            chunks.addLast(shared);
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
