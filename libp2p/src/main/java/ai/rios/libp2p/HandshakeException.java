package ai.rios.libp2p;

import org.jspecify.annotations.Nullable;

/** The security handshake failed: wrong bytes, a wrong signature, or another peer than expected. */
public final class HandshakeException extends Libp2pException {
    /** A failure without another one below it. */
    public HandshakeException(String message) {
        this(message, null);
    }

    /** A failure, with what it came from where there is such. */
    public HandshakeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
