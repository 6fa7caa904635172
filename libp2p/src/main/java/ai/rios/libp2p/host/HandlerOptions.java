package ai.rios.libp2p.host;

/**
 * How a protocol is served. Immutable.
 *
 * @param mostPerPeer streams of it that one peer may have open here; further ones are reset. 1 or more
 * @param onLimited whether it runs also over relays that allow little
 * @param handsOn whether a handler that returns has given its stream to somebody who ends it, and it is not closed
 */
public record HandlerOptions(int mostPerPeer, boolean onLimited, boolean handsOn) {
    /** 64 streams a peer, not over limited connections. */
    public static final HandlerOptions DEFAULTS = new HandlerOptions(64, false);

    /** Streams that are closed when their handler returns. */
    public HandlerOptions(int mostPerPeer, boolean onLimited) {
        this(mostPerPeer, onLimited, false);
    }

    /** Refuses a limit that allows nothing. */
    public HandlerOptions {
        if (mostPerPeer < 1) {
            throw new IllegalArgumentException("a handler serves 1 stream or more, not " + mostPerPeer);
        }
    }
}
