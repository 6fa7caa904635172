package ai.rios.libp2p;

import org.jspecify.annotations.Nullable;

/** A limit of this host, or one that it was told of, leaves no room for a further connection or stream. */
public final class LimitException extends Libp2pException {
    /** A failure without another one below it. */
    public LimitException(String message) {
        this(message, null);
    }

    /** A failure, with what it came from where there is such. */
    public LimitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
