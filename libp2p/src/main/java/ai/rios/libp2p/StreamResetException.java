package ai.rios.libp2p;

/** A stream was thrown away, by this end or the other; what was under way on it may be lost. */
public final class StreamResetException extends Libp2pException {
    private final long code;

    /**
     * A reset.
     *
     * @param code why, an unsigned 32 bit number; 0 where nothing is said
     */
    public StreamResetException(String message, long code) {
        super(message, null);
        this.code = code;
    }

    /** Why; 0 where nothing is said. */
    public long code() {
        return code;
    }
}
