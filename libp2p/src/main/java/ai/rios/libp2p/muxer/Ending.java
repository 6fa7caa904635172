package ai.rios.libp2p.muxer;

import ai.rios.libp2p.MuxerException;
import ai.rios.libp2p.StreamResetException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a stream or a connection is over before its time, and so what its users are told. Immutable. */
public sealed interface Ending {
    /** A new exception, so that each user has the trace of its own call. */
    IOException exception();

    /** The stream was thrown away: nothing of it is read or sent any more. */
    record Reset(String message, long code) implements Ending {
        @Override
        public IOException exception() {
            return new StreamResetException(message, code);
        }
    }

    /** The whole connection ended: what has come may still be read. */
    record Disconnected(String message, long code, @Nullable Throwable cause) implements Ending {
        @Override
        public IOException exception() {
            return new MuxerException(message, code, cause);
        }
    }
}
