package ai.rios.libp2p;

import org.jspecify.annotations.Nullable;

/** A multiplexed connection has ended, and with it every stream on it. */
public final class MuxerException extends Libp2pException {
    private final long code;

    /**
     * The end of a connection.
     *
     * @param code what the end that gave up said, an unsigned 32 bit number; 0 is an orderly end
     */
    public MuxerException(String message, long code, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What the end that gave up said; 0 is an orderly end. */
    public long code() {
        return code;
    }
}
