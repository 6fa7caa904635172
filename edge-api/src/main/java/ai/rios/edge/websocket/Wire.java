package ai.rios.edge.websocket;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bytes under one connection. One thread reads, one writes, any may abort. */
interface Wire {
    /** Waits for bytes; null at the end of the stream. The array is the caller's. */
    byte @Nullable [] read() throws IOException;

    /** Writes all of it, waiting as long as the peer takes. */
    void write(byte[] data) throws IOException;

    /** Ends the connection at once, so that a waiting read and write fail; never throws. */
    void abort();
}
