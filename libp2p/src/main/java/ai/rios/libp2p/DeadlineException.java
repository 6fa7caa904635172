package ai.rios.libp2p;

import org.jspecify.annotations.Nullable;

/** A stream's deadline passed while it was waited for, or before. The stream itself still stands; its owner resets it. */
public final class DeadlineException extends Libp2pException {
    /** A failure without another one below it. */
    public DeadlineException(String message) {
        this(message, null);
    }

    /** A failure, with what it came from where there is such. */
    public DeadlineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
