package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Kademlia needs of what is below it. Thread-safe. */
interface Network {
    /** Who this node is. */
    PeerId self();

    /** Where this node listens. */
    List<Multiaddr> addresses();

    /** Where a peer is known to be; may be empty. */
    List<Multiaddr> addresses(PeerId peer);

    /** Keeps what is known of a peer's addresses for so long from now on. */
    void keep(PeerId peer, Duration time);

    /** The peers to which a connection stands, and where they are at its other end. */
    Map<PeerId, Multiaddr> connected();

    /**
     * Begins to talk to a peer, which may take a dial. Waiting ends by an interrupt.
     *
     * @throws ai.rios.libp2p.NegotiationException when it does not serve the protocol
     */
    Exchange open(PeerAddresses peer) throws IOException;

    /** Says from now on who serves the protocol and who does not; where {@code server} is there, serves requests. */
    void start(Watcher watcher, Optional<Server> server);

    /** Serves and says nothing more. */
    void stop();

    /** Messages to and from one peer, over one stream. Confined to one thread; close it always. */
    interface Exchange extends Closeable {
        /** Where the peer is. */
        Multiaddr remoteAddress();

        /** Sends a message. */
        void send(Message message) throws IOException;

        /**
         * Waits for a message.
         *
         * @throws ai.rios.libp2p.FrameException when what comes is none
         */
        Message receive() throws IOException;

        /** Ends it: in order where everything was received, and otherwise at once. */
        @Override
        void close();
    }

    /** Hears which peers serve the protocol. Calls are short. */
    interface Watcher {
        /** The peer says that it serves it. */
        void serves(PeerId peer);

        /** The peer says that it does not serve it, or no longer. */
        void servesNot(PeerId peer);
    }

    /** Answers requests. */
    @FunctionalInterface
    interface Server {
        /**
         * The answer; none where the request has none.
         *
         * @param from who asks, as the connection proves
         * @param at where it is
         * @throws ai.rios.libp2p.MalformedException when it is nothing that is answered; then the stream is reset
         */
        Optional<Message> answer(PeerId from, Multiaddr at, Message request);
    }
}
