package ai.rios.libp2p.security;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import java.io.IOException;
import java.util.Optional;

/** A security handshake of this host's identity, such as Noise. Thread-safe. */
public interface SecurityProtocol {
    /** Its name in negotiations, such as {@code /noise}. */
    String id();

    /**
     * Does the handshake over {@code raw}, which from now on belongs to the channel. No time limit of its own: who calls
     * closes {@code raw} when it takes too long.
     *
     * @param direction this end's: {@link Direction#OUTBOUND} is the initiator
     * @param expected whom it must be; empty takes anybody who proves to be somebody
     * @throws ai.rios.libp2p.HandshakeException when it fails; {@code raw} is closed without a word to the other end
     * @throws IOException when {@code raw} fails
     */
    SecureChannel secure(Duplex raw, Direction direction, Optional<PeerId> expected) throws IOException;
}
