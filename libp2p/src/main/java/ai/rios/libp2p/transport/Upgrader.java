package ai.rios.libp2p.transport;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multistream.Multistream;
import ai.rios.libp2p.muxer.MuxerProtocol;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.resources.ResourceScope;
import ai.rios.libp2p.resources.Resources;
import ai.rios.libp2p.security.SecureChannel;
import ai.rios.libp2p.security.SecurityProtocol;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes secure, multiplexed connections of bytes both ways, as every transport does that brings neither with it:
 *
 * <pre>
 * raw ─ multistream-select ─► security ─► peer known, gater asked ─ multistream-select ─► muxer
 *                                            (no second selection where the handshake agreed on the muxer)
 * </pre>
 *
 * Immutable and thread-safe.
 */
public final class Upgrader {
    private final Map<String, SecurityProtocol> security;
    private final Map<String, MuxerProtocol> muxers;
    private final ConnectionGater gater;
    private final Resources resources;

    /**
     * An upgrader.
     *
     * @param security the best first; at least one
     * @param muxers the best first; at least one
     */
    public Upgrader(List<SecurityProtocol> security, List<MuxerProtocol> muxers, ConnectionGater gater) {
        this(security, muxers, gater, Resources.unbounded());
    }

    /** The same, whose connections are counted in {@code resources}. */
    public Upgrader(
            List<SecurityProtocol> security, List<MuxerProtocol> muxers, ConnectionGater gater, Resources resources) {
        if (security.isEmpty() || muxers.isEmpty()) {
            throw new IllegalArgumentException("an upgrade takes a security protocol and a muxer");
        }
        this.security = byId(security, SecurityProtocol::id);
        this.muxers = byId(muxers, MuxerProtocol::id);
        this.gater = gater;
        this.resources = resources;
    }

    private static <T> Map<String, T> byId(List<T> protocols, Function<T, String> id) {
        return protocols.stream()
                .collect(Collectors.toMap(id, Function.identity(), (one, _) -> one, LinkedHashMap::new));
    }

    /** Who is asked about connections. */
    public ConnectionGater gater() {
        return gater;
    }

    /**
     * Upgrades {@code raw}, which is closed when that fails. No time limit of its own: who calls closes {@code raw} when it
     * takes too long.
     *
     * @param direction this end's role in every layer
     * @param expected whom it must be; empty takes anybody
     * @throws HandshakeException when the other end is not whom it should be, or may not be here
     * @throws NegotiationException when the two have no security protocol or no muxer in common
     * @throws ai.rios.libp2p.LimitException when no memory is left for one more connection
     */
    public Upgraded upgrade(
            Duplex raw, Direction direction, Optional<PeerId> expected, Multiaddr localAddress, Multiaddr remoteAddress)
            throws IOException {
        boolean done = false;
        try {
            String protocol = agree(raw, direction, security);
            SecureChannel channel = of(security, protocol).secure(raw, direction, expected);
            PeerId peer = channel.remotePeer();
            if (!expected.orElse(peer).equals(peer)) {
                throw new HandshakeException("peer " + peer + " is there, and not " + expected.orElseThrow());
            }
            if (!gater.allowSecured(direction, peer, remoteAddress)) {
                throw new HandshakeException("peer " + peer + " may not be here");
            }
            String muxer = channel.muxer().isPresent() ? channel.muxer().get() : agree(channel, direction, muxers);
            StreamMuxer streams = multiplexed(of(muxers, muxer), channel, direction);
            done = true;
            return new Upgraded(peer, streams, direction, localAddress, remoteAddress);
        } finally {
            if (!done) {
                raw.close();
            }
        }
    }

    private StreamMuxer multiplexed(MuxerProtocol muxer, SecureChannel channel, Direction direction)
            throws IOException {
        ResourceScope memory = resources.connection(channel.remotePeer());
        boolean done = false;
        try {
            StreamMuxer streams = muxer.open(channel, direction, memory);
            done = true;
            return streams;
        } finally {
            if (!done) {
                memory.closeConnection();
            }
        }
    }

    private static String agree(Duplex duplex, Direction direction, Map<String, ?> protocols) throws IOException {
        return switch (direction) {
            case OUTBOUND -> Multistream.select(duplex, List.copyOf(protocols.keySet()));
            case INBOUND -> Multistream.answer(duplex, protocols::containsKey);
        };
    }

    private static <T> T of(Map<String, T> protocols, String id) throws NegotiationException {
        T protocol = protocols.get(id);
        if (protocol == null) {
            throw new NegotiationException("nobody here speaks " + id);
        }
        return protocol;
    }
}
