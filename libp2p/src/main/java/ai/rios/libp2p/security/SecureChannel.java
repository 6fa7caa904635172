package ai.rios.libp2p.security;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PublicKey;
import ai.rios.libp2p.io.Duplex;
import java.util.Optional;

/**
 * Bytes that nobody on the way can read or change unnoticed, to a peer that has proven who it is. Whatever is changed on
 * the way fails the next read with {@link ai.rios.libp2p.HandshakeException}, and the channel is closed. The input ends
 * where the other end's socket does.
 */
public interface SecureChannel extends Duplex {
    /** The other end, as its signature proved. */
    PeerId remotePeer();

    /** The key that {@link #remotePeer()} is made of. */
    PublicKey remoteKey();

    /** The muxer that both ends agreed on in the handshake; empty where it is still to be negotiated. */
    Optional<String> muxer();
}
