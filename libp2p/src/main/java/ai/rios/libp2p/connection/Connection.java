package ai.rios.libp2p.connection;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** A secure, multiplexed connection to one peer. Thread-safe. */
public interface Connection extends Closeable {
    /** The other end, as the handshake proved. */
    PeerId remotePeer();

    /** Where this end is, without a peer. */
    Multiaddr localAddress();

    /** Where the other end is, without a peer. */
    Multiaddr remoteAddress();

    /** Which end began. */
    Direction direction();

    /** Whether it goes over a relay that allows little: only protocols run on it whose handlers, or openers, say so. */
    boolean limited();

    /** Whether it has ended, by whichever end. */
    boolean isClosed();

    /**
     * Opens a stream. Where there is one proposal, and the peer is known to speak it, this does not wait for the peer: the
     * proposal goes with the first bytes that are flushed, or with the first read, and that read fails where the peer does
     * not speak it after all.
     *
     * @param protocols what to propose, the best first
     * @throws ai.rios.libp2p.NegotiationException when the other end speaks none of them
     * @throws ai.rios.libp2p.LimitException when there are too many streams, or the connection is limited and one of the
     *     protocols is not served here on such
     * @throws ai.rios.libp2p.MuxerException when the connection has ended
     */
    Stream newStream(String... protocols) throws IOException;

    /**
     * The same as {@link #newStream(String...)}, and waits no longer than it is told.
     *
     * @param limit until the stream is there; the stream itself has no deadline by that
     * @throws ai.rios.libp2p.DeadlineException when it takes longer
     */
    Stream newStream(Duration limit, String... protocols) throws IOException;

    /**
     * The same as {@link #newStream(String...)}, also where the connection is limited and none of the protocols is served here on such.
     * For small exchanges: what passes the relay's limit ends the whole connection.
     */
    Stream newStreamOnLimited(String... protocols) throws IOException;

    /** Ends it and all streams on it. */
    @Override
    void close();
}
