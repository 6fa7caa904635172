package ai.rios.libp2p;

import org.jspecify.annotations.Nullable;

/** The two ends have no protocol in common, or one of them does not negotiate as multistream-select says. */
public final class NegotiationException extends Libp2pException {
    /** A failure without another one below it. */
    public NegotiationException(String message) {
        this(message, null);
    }

    /** A failure, with what it came from where there is such. */
    public NegotiationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
