package ai.rios.libp2p;

import org.jspecify.annotations.Nullable;

/** No connection to a peer came about, by any of its addresses. */
public final class DialException extends Libp2pException {
    /** A failure without another one below it. */
    public DialException(String message) {
        this(message, null);
    }

    /** A failure, with what it came from where there is such. */
    public DialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
