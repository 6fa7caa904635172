package ai.rios.libp2p.transport;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A way to reach other machines. Thread-safe. */
public interface Transport extends Closeable {
    /** Whether it can dial, and listen at, such an address; one without a peer at its end. */
    boolean handles(Multiaddr address);

    /**
     * Dials one address, whole: connect, secure, multiplex. It blocks within the transport's time limit; an interrupt ends
     * it at once.
     *
     * @param expected whom it must be; empty takes anybody
     * @throws ai.rios.libp2p.Libp2pException when the other end is not whom it should be, does not speak as it should, or
     *     took too long
     * @throws IOException when the network fails
     */
    Upgraded dial(Multiaddr address, Optional<PeerId> expected) throws IOException;

    /**
     * Listens until it is closed.
     *
     * @param address port 0 takes any that is free
     * @param connections gets every connection that came about, on a thread of its own
     * @throws IOException when the address is taken, or none of this machine's
     */
    Listener listen(Multiaddr address, Consumer<Upgraded> connections) throws IOException;

    /**
     * Dials from a port where this transport listens, while the other end dials from where it is dialed, so that the gates
     * between the two take what comes for answers. It tries again within the time limit where it is refused.
     *
     * @param role this end's in every layer above: the two ends agree on it, for both of them dial
     * @throws IOException when it does not come about, or this transport cannot
     */
    default Upgraded punch(Multiaddr address, PeerId expected, Direction role) throws IOException {
        throw new IOException("there is no punching to " + address);
    }

    /** Ends what it holds for itself, after its listeners and connections have ended. */
    @Override
    default void close() {}

    /** Something that listens. Thread-safe. */
    interface Listener extends Closeable {
        /** Where it is reached; several for the unspecified address: one for each of the machine's. */
        List<Multiaddr> addresses();

        /** Stops listening and ends set-ups that are under way; connections that it handed over stay. */
        @Override
        void close();
    }
}
