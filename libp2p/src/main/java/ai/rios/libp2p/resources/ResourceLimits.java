package ai.rios.libp2p.resources;

/**
 * What may be held at most, counted one within the other: the host, each peer, each connection, each stream; and beside them
 * all streams that are served of one protocol. What goes beyond the least of them is refused. Immutable.
 *
 * @param system the host, all together
 * @param peer all connections with one peer
 * @param protocol streams of one protocol that is served here
 * @param connection one connection
 * @param stream one stream; its number of streams means nothing
 */
public record ResourceLimits(Limit system, Limit peer, Limit protocol, Limit connection, Limit stream) {
    /** What a connection counts for, before there is anything on it. */
    public static final long CONNECTION_BYTES = 32 * 1024;

    /** What a stream counts for, before there is anything on it. */
    public static final long STREAM_BYTES = 4 * 1024;

    private static final long MOST_OF_A_PEER = 128L << 20;

    /** Limits that are never met. */
    static final ResourceLimits NONE = all(new Limit(Long.MAX_VALUE, Integer.MAX_VALUE));

    /**
     * Two numbers.
     *
     * @param bytes of memory; positive
     * @param streams that are open, by either end; positive
     */
    public record Limit(long bytes, int streams) {
        /** Refuses one that allows nothing. */
        public Limit {
            if (bytes < 1 || streams < 1) {
                throw new IllegalArgumentException("a limit must allow something, not " + bytes + " and " + streams);
            }
        }
    }

    /** A quarter of the heap. */
    public static ResourceLimits ofHeap() {
        return ofMemory(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * So many bytes for the whole host and 16,384 streams; a quarter of it, at most 128 MiB, for a peer, with 1,024 streams;
     * half of that for a connection, with 512; half of the host's for a protocol, with 8,192; 16 MiB for a stream.
     */
    public static ResourceLimits ofMemory(long system) {
        long peer = Math.min(MOST_OF_A_PEER, Math.max(1, system / 4));
        return new ResourceLimits(
                new Limit(system, 16_384),
                new Limit(peer, 1_024),
                new Limit(Math.max(1, system / 2), 8_192),
                new Limit(Math.max(1, peer / 2), 512),
                new Limit(16L << 20, 1));
    }

    private static ResourceLimits all(Limit limit) {
        return new ResourceLimits(limit, limit, limit, limit, limit);
    }
}
