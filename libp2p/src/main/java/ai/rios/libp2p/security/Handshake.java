package ai.rios.libp2p.security;

import ai.rios.libp2p.io.Duplex;
import java.io.IOException;

/** Two ends that prove to each other who they are. It ends with a channel, or with nothing. */
@FunctionalInterface
public interface Handshake {
    /** Blocks until it is done. */
    SecureChannel run() throws IOException;

    /** Runs it over {@code raw}, which is closed without a word to the other end when it fails. */
    static SecureChannel over(Duplex raw, Handshake handshake) throws IOException {
        boolean done = false;
        try {
            SecureChannel channel = handshake.run();
            done = true;
            return channel;
        } finally {
            if (!done) {
                raw.close();
            }
        }
    }
}
