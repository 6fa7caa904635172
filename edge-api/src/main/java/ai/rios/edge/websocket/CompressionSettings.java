package ai.rios.edge.websocket;

/**
 * How far permessage-deflate (RFC 7692) is offered. Immutable.
 *
 * @param enabled whether it is agreed to at all
 * @param contextTakeover whether a client that wants it gets a window over messages; that costs about 300 KB outside
 *     the heap for each such connection, and a broadcast is then deflated anew for each. Without it, both sides start
 *     every message fresh, idle connections hold nothing, and a broadcast is deflated once
 * @param minBytes messages below this go uncompressed; 1 or more
 * @param level zlib's level, 1 (fast) to 9 (small)
 */
public record CompressionSettings(boolean enabled, boolean contextTakeover, int minBytes, int level) {
    /** On, without context takeover, from 256 bytes up, level 4. */
    public static final CompressionSettings DEFAULTS = new CompressionSettings(true, false, 256, 4);

    /** Refuses what zlib cannot do. */
    public CompressionSettings {
        if (minBytes < 1) {
            throw new IllegalArgumentException("websocket compression min-bytes must be 1 or more, was " + minBytes);
        }
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("websocket compression level must be 1 to 9, was " + level);
        }
    }
}
