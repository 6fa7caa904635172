package ai.rios.libp2p.muxer;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.resources.ResourceScope;
import java.io.IOException;

/** A way to multiplex, such as Yamux. Thread-safe. */
public interface MuxerProtocol {
    /** Its name in negotiations, such as {@code /yamux/1.0.0}. */
    String id();

    /**
     * Multiplexes {@code channel}, which from now on is the muxer's alone: it reads and writes it, and closes it at its
     * end.
     *
     * @param direction this end's: the two ends number their streams by it
     * @throws IOException when the first bytes cannot be sent; the channel is closed
     */
    StreamMuxer open(Duplex channel, Direction direction) throws IOException;

    /**
     * The same within bounds of memory and streams.
     *
     * @param memory the connection's counter, which is the muxer's to close at the connection's end
     * @throws IOException when the first bytes cannot be sent; the channel is closed, and the counter is left to the caller
     */
    StreamMuxer open(Duplex channel, Direction direction, ResourceScope memory) throws IOException;
}
