package ai.rios.libp2p.host;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.io.PairedDuplex;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import ai.rios.libp2p.muxer.yamux.Yamux;
import ai.rios.libp2p.muxer.yamux.YamuxLimits;
import ai.rios.libp2p.resources.Resources;
import ai.rios.libp2p.transport.Upgraded;

/** Connections that stand in memory, to whomever and from wherever, in time that the test turns. */
final class StandingConnections {
    final ManualTimers timers = new ManualTimers();

    static PeerId peer(int number) {
        return new PeerId(Multihash.sha256(new byte[] {(byte) number, (byte) (number >> 8)}));
    }

    /** With a peer of this number at this IP address. */
    HostConnection with(int peer, Direction direction, String ip) {
        return between(peer, direction, at(ip), ip);
    }

    private static Multiaddr at(String ip) {
        return Multiaddr.parse((ip.contains(":") ? "/ip6/" : "/ip4/") + ip + "/tcp/1");
    }

    /** The same, with this end there. */
    HostConnection between(int peer, Direction direction, Multiaddr local, String ip) {
        Upgraded upgraded = new Upgraded(
                peer(peer),
                new Yamux(YamuxLimits.DEFAULTS, timers).open(PairedDuplex.pair().dialer(), direction),
                direction,
                local,
                at(ip));
        return new HostConnection(
                upgraded, new Handlers(Resources.unbounded()), HostLimits.DEFAULTS, timers, _ -> true);
    }
}
