package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.muxer.MuxerProtocol;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.resources.ResourceScope;

/** Yamux as libp2p speaks it. Immutable, and so thread-safe; each connection is a session of its own. */
public final class Yamux implements MuxerProtocol {
    /** Its name in negotiations. */
    public static final String ID = "/yamux/1.0.0";

    private final YamuxLimits limits;
    private final Timers timers;

    /** Sessions with these limits, whose pings and deadlines go by {@code timers}. */
    public Yamux(YamuxLimits limits, Timers timers) {
        this.limits = limits;
        this.timers = timers;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public StreamMuxer open(Duplex channel, Direction direction) {
        return open(channel, direction, ResourceScope.unbounded());
    }

    @Override
    public StreamMuxer open(Duplex channel, Direction direction, ResourceScope memory) {
        return YamuxSession.start(channel, direction, limits, timers, memory);
    }
}
