package ai.rios.libp2p;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the network or of the other peer. It is an {@link IOException}, since it also comes out of the input and
 * output of streams. Text and bytes that do not say what they should are {@link MalformedException} instead.
 */
public abstract sealed class Libp2pException extends IOException
        permits DeadlineException,
                DialException,
                FrameException,
                HandshakeException,
                LimitException,
                MuxerException,
                NegotiationException,
                StreamResetException {

    /** A failure that {@code message} tells, with what it came from where there is such. */
    Libp2pException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
