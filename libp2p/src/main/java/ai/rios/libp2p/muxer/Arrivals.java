package ai.rios.libp2p.muxer;

import ai.rios.libp2p.resources.ResourceScope;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has come on a stream and was not read yet. Small pieces share an array, so that what is held is what is counted, however
 * small the pieces are that the other end sends. Not thread-safe; the counter of the memory is.
 */
public final class Arrivals {
    /** Of an array that small pieces share. */
    static final int SHARED_BYTES = 512;

    /** Pieces of this length keep their own array, so that what they leave free in the one before is an eighth of them at most. */
    private static final int OWN_BYTES = 8 * SHARED_BYTES;

    private final ResourceScope memory;
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

    /** Nothing has come; what does is counted in {@code memory}. */
    public Arrivals(ResourceScope memory) {
        this.memory = memory;
    }

    /** Bytes to read. */
    public int unread() {
        return unread;
    }

    /** How many of them go into the last array. */
    private int fitting(byte[] bytes) {
        Chunk last = chunks.peekLast();
        return last == null || bytes.length >= OWN_BYTES ? 0 : Math.min(bytes.length, last.bytes.length - last.used);
    }

    /** Keeps them; an array that is large enough becomes this one's own. False where there is no memory for them. */
    public boolean add(byte[] bytes) {
        int fitting = fitting(bytes);
        int rest = bytes.length - fitting;
        if (rest > 0 && !memory.reserve(Math.max(rest, SHARED_BYTES))) {
            return false;
        }
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
        return true;
    }

    /** Takes up to {@code length} bytes and says how many; 0 when none wait. */
    public int read(byte[] target, int offset, int length) {
        int taken = 0;
        while (taken < length && unread > 0) {
            taken += take(target, offset + taken, length - taken);
        }
        return taken;
    }

    /** Of the first array, which is forgotten once all of it was taken. */
    private int take(byte[] target, int offset, int length) {
        Chunk first = chunks.getFirst();
        int part = Math.min(length, first.used - takenOfFirst);
        System.arraycopy(first.bytes, takenOfFirst, target, offset, part);
        takenOfFirst += part;
        unread -= part;
        if (takenOfFirst == first.used) {
            takenOfFirst = 0;
            chunks.removeFirst();
            memory.release(first.bytes.length);
        }
        return part;
    }

    /** Forgets all. */
    public void clear() {
        chunks.forEach(chunk -> memory.release(chunk.bytes.length));
        chunks.clear();
        takenOfFirst = 0;
        unread = 0;
    }
}
