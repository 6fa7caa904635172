package ai.rios.libp2p.autonat;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostLimits;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Dials peers who ask for it, each time as a host of its own: no connection that stands helps, no port is one from which
 * the peer was spoken with, and nothing is known of former dials. Thread-safe.
 */
final class DialBacks implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DialBacks.class.getName());

    /** How long the answer to a nonce is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PrivateKey key;

    /** Those that dial now. */
    private final Set<Host> dialers = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /** Dials as the peer of {@code key}. */
    DialBacks(PrivateKey key) {
        this.key = key;
    }

    /** Where the peer was reached, if it was. */
    Optional<Multiaddr> reach(PeerAddresses peer, Duration limit) throws IOException {
        return dial(peer, limit, Connection::remoteAddress);
    }

    /** Dials, and tells the nonce. */
    DialMessage.Dialed tell(PeerAddresses peer, long nonce, Duration limit) throws IOException {
        return dial(peer, limit, connection -> tell(connection, nonce)).orElse(DialMessage.Dialed.DIAL_ERROR);
    }

    private <T> Optional<T> dial(PeerAddresses peer, Duration limit, Function<Connection, T> then) throws IOException {
        try (Host dialer = dialer(limit)) {
            dialers.add(dialer);
            try {
                return connect(dialer, peer).map(then);
            } finally {
                dialers.remove(dialer);
            }
        }
    }

    private Optional<Connection> connect(Host dialer, PeerAddresses peer) throws IOException {
        try {
            return Optional.of(dialer.connect(peer));
        } catch (IOException failure) {
            if (closed || Thread.currentThread().isInterrupted()) {
                // That says nothing about the address.
                throw failure;
            }
            LOG.log(Level.DEBUG, "not reached peerId={0} reason={1}", peer.id(), failure.toString());
            return Optional.empty();
        }
    }

    private static DialMessage.Dialed tell(Connection connection, long nonce) {
        try (Stream stream = connection.newStream(AutoNat.DIAL_BACK_ID)) {
            stream.deadline(PATIENCE);
            stream.writeFrame(Nonce.encode(nonce));
            awaitAnswer(stream);
            return DialMessage.Dialed.OK;
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "nonce not told peerId={0} reason={1}", connection.remotePeer(), failure.toString());
            return DialMessage.Dialed.DIAL_BACK_ERROR;
        }
    }

    /** Some peers say nothing, or reset the stream, once they have the nonce; it is theirs to say that they have it. */
    private static void awaitAnswer(Stream stream) {
        try {
            stream.closeWrite();
            stream.readFrame(Nonce.LONGEST);
        } catch (IOException silent) {
            LOG.log(Level.DEBUG, "no answer to a nonce reason={0}", silent.toString());
        }
    }

    private Host dialer(Duration limit) throws IOException {
        HostLimits most = HostLimits.DEFAULTS;
        return Host.builder()
                .identity(key)
                .limits(new HostLimits(
                        2,
                        1,
                        1,
                        most.streamsPerConnection(),
                        most.negotiationsPerConnection(),
                        PATIENCE,
                        limit,
                        4,
                        Duration.ZERO))
                .start();
    }

    /** Ends the dials that are under way. */
    @Override
    public void close() {
        closed = true;
        dialers.forEach(Host::close);
    }
}
