package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.resources.ResourceScope;
import java.util.Objects;

/**
 * Bytes in the order in which they came. Grows as it is filled, as far as there is memory for it; what is beyond 16 KiB is
 * let go once it is empty. Not thread-safe; the counter of the memory is.
 */
final class ByteRing {
    private static final int SMALLEST = 512;
    private static final int KEPT = 16 * 1024;
    private static final byte[] NOTHING = {};

    private final ResourceScope memory;
    private int kept = KEPT;

    private byte[] bytes = NOTHING; // its length is 0 or a power of two
    private int from;
    private int size;

    /** An empty one, whose array is counted in {@code memory}. */
    ByteRing(ResourceScope memory) {
        this.memory = memory;
    }

    int size() {
        return size;
    }

    /** Bytes that fit in without more memory. */
    int room() {
        return bytes.length - size;
    }

    /** Whether so many bytes more fit in; it grows to that where it can. */
    boolean reserve(int length) {
        return length <= room() || grow(Math.addExact(size, length));
    }

    /** Adds a copy of as many bytes as were reserved, or less. */
    void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (length > room()) {
            throw new IllegalStateException(length + " bytes were not reserved");
        }
        int at = (from + size) & (bytes.length - 1);
        int first = Math.min(length, bytes.length - at);
        System.arraycopy(source, offset, bytes, at, first);
        System.arraycopy(source, offset + first, bytes, 0, length - first);
        size += length;
    }

    /** Takes up to {@code length} bytes and says how many. */
    int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        int taken = Math.min(length, size);
        int first = Math.min(taken, bytes.length - from);
        System.arraycopy(bytes, from, target, offset, first);
        System.arraycopy(bytes, 0, target, offset + first, taken - first);
        size -= taken;
        if (size == 0) {
            clear();
        } else {
            from = (from + taken) & (bytes.length - 1);
        }
        return taken;
    }

    /** Throws all away. */
    void clear() {
        from = 0;
        size = 0;
        if (bytes.length > kept) {
            memory.release(bytes.length);
            bytes = NOTHING;
        }
    }

    /** No bytes come any more: all memory is let go once it is empty. */
    void last() {
        kept = 0;
        if (size == 0) {
            clear();
        }
    }

    private boolean grow(int needed) {
        int capacity = Math.max(SMALLEST, Integer.highestOneBit(needed - 1) << 1);
        if (!memory.reserve(capacity - bytes.length)) {
            return false;
        }
        byte[] larger = new byte[capacity];
        int held = size;
        int first = Math.min(held, bytes.length - from);
        System.arraycopy(bytes, from, larger, 0, first);
        System.arraycopy(bytes, 0, larger, first, held - first);
        bytes = larger;
        from = 0;
        return true;
    }
}
