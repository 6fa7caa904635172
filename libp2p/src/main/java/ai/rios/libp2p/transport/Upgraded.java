package ai.rios.libp2p.transport;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.muxer.StreamMuxer;

/**
 * A connection as a transport hands it over: secure, to a known peer, multiplexed. Who takes it closes it.
 *
 * @param remotePeer as the handshake proved
 * @param muxer its streams
 * @param direction which end began
 * @param localAddress this end, without a peer
 * @param remoteAddress the other end, without a peer
 * @param limited whether it goes over a relay that allows little
 */
public record Upgraded(
        PeerId remotePeer,
        StreamMuxer muxer,
        Direction direction,
        Multiaddr localAddress,
        Multiaddr remoteAddress,
        boolean limited) {
    /** A connection that is not limited. */
    public Upgraded(
            PeerId remotePeer,
            StreamMuxer muxer,
            Direction direction,
            Multiaddr localAddress,
            Multiaddr remoteAddress) {
        this(remotePeer, muxer, direction, localAddress, remoteAddress, false);
    }

    /** The same one, as one that goes over a relay that allows little. */
    public Upgraded asLimited() {
        return new Upgraded(remotePeer, muxer, direction, localAddress, remoteAddress, true);
    }
}
