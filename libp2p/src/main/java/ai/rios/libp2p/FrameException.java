package ai.rios.libp2p;

import org.jspecify.annotations.Nullable;

/** The other end's frame is longer than agreed, cut short, or has no length that can be read. */
public final class FrameException extends Libp2pException {
    /** A failure without another one below it. */
    public FrameException(String message) {
        this(message, null);
    }

    /** A failure, with what it came from where there is such. */
    public FrameException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
